// Choosing several tickets and changing them together, with progress and undo. What is chosen stays so while its rows
// come and go with scrolling; the whole list is chosen on the server, as it is at that moment.
import { toast } from "../behaviours/toasts";
import { choices } from "./choices";
import { getJson, Refusal, send } from "./fetching";
import { Item, openMenu } from "./menu";
import { refreshList, refreshTicket } from "./refreshing";
import { currentId, may, place } from "./state";
import { icon, make, text } from "./texts";

interface Progress {
  id: number;
  done: number;
  total: number;
  failed: number;
  finished: boolean;
  undone: number;
}
interface Selection {
  id: number;
  total: number;
}

const bar = document.getElementById("bulk") as HTMLElement;
const rows = document.getElementById("rows") as HTMLElement;
const chosen = new Set<string>();
let selection: Selection | null = null; // the whole list, but for those taken out again
const without = new Set<string>();
let last: HTMLInputElement | null = null;
let running = false;

const picks = () => [...rows.querySelectorAll<HTMLInputElement>(".pick")];
const count = () => (selection ? selection.total - without.size : chosen.size);
const isChosen = (id: string) => (selection ? !without.has(id) : chosen.has(id));

function choose(pick: HTMLInputElement, on: boolean): void {
  const set = selection ? without : chosen;
  if (on === !selection) set.add(pick.value);
  else set.delete(pick.value);
}

rows.addEventListener("click", (event) => {
  const pick = (event.target as HTMLElement).closest<HTMLInputElement>(".pick");
  if (!pick) return;
  if (event.shiftKey && last) {
    const all = picks();
    const [from, to] = [all.indexOf(last), all.indexOf(pick)].sort((a, b) => a - b) as [number, number];
    all.slice(from, to + 1).forEach((other) => choose(other, pick.checked));
  }
  last = pick;
  choose(pick, pick.checked);
  draw();
});
document.addEventListener("desk:rows", () => void (!running && (count() || !bar.hidden) && draw()));
document.addEventListener("desk:place", () => none());

function none(): void {
  chosen.clear();
  without.clear();
  selection = null;
  if (!running) draw();
}

async function chooseAll(): Promise<void> {
  try {
    selection = (await (await send("POST", `/selections?${place()}`)).json()) as Selection;
    chosen.clear();
    draw();
  } catch (error) {
    toast((error as Refusal).message, { kind: "error" });
  }
}

function draw(): void {
  for (const pick of picks()) {
    pick.checked = isChosen(pick.value);
    pick.closest(".row")?.classList.toggle("picked", pick.checked);
  }
  rows.classList.toggle("picking", count() > 0);
  bar.hidden = !count() || !may("ticket:bulk");
  if (bar.hidden) return bar.replaceChildren();
  const button = (label: string, name: string, run: (anchor: HTMLElement) => void) => {
    const element = make("button", { type: "button", class: "button button-plain" }, icon(name), label);
    element.addEventListener("click", () => run(element));
    return element;
  };
  const whole = rows.querySelector("[data-more], [data-earlier]") && !selection;
  bar.replaceChildren(
    make("b", { role: "status" }, text("chosen", count().toLocaleString())),
    whole ? button(text("choose_all"), "list-checks", () => void chooseAll()) : "",
    button(text("done_action"), "check", () => void run({ status: "closed" })),
    button(text("assign"), "user", (anchor) => void pickFrom(anchor, "assignee_id")),
    button(text("team"), "users-round", (anchor) => void pickFrom(anchor, "team_id")),
    button(text("status"), "circle-dot", (anchor) => void pickFrom(anchor, "status")),
    button(text("priority"), "flag", (anchor) => void pickFrom(anchor, "priority")),
    button(text("tags"), "tag", (anchor) => void pickFrom(anchor, "add_tags")),
    button(text("choose_none"), "x", none),
  );
}

async function pickFrom(anchor: HTMLElement, kind: "assignee_id" | "team_id" | "status" | "priority" | "add_tags"): Promise<void> {
  const all = await choices();
  const pool = { assignee_id: all.agents, team_id: all.teams, status: all.statuses, priority: all.priorities, add_tags: all.tags.map((name) => ({ id: name, name })) }[kind];
  const items: Item[] = pool.map((entry) => ({ label: entry.name, search: "kana" in entry ? String(entry.kana) : "", run: () => void run({ [kind]: kind === "add_tags" ? [entry.id] : entry.id }) }));
  if (kind === "assignee_id") items.unshift({ label: text("nobody"), run: () => void run({ assignee_id: null }) });
  openMenu(anchor, "", items, { filter: true, extra: kind === "add_tags" ? (typed) => ({ label: typed, hint: text("add_tag", typed), run: () => void run({ add_tags: [typed] }) }) : undefined });
}

async function run(changes: Record<string, unknown>): Promise<void> {
  const total = count();
  const values = selection ? { selection: selection.id, without: [...without] } : { ids: [...chosen] };
  running = true;
  none();
  try {
    const show = progress(total);
    let state = (await (await send("POST", "/bulk-changes", { ...values, changes: JSON.stringify(changes) })).json()) as Progress;
    while (!state.finished) {
      show(state.done);
      state = await later(state.id);
    }
    const words = state.failed ? text("bulk_failed", state.done - state.failed, state.failed) : text("bulk_done", state.done);
    toast(words, { action: text("undo"), seconds: 30, onAction: () => void undo(state.id) });
  } catch (error) {
    toast((error as Refusal).message, { kind: "error" });
  }
  over();
}

async function undo(id: number): Promise<void> {
  running = true;
  try {
    let state = (await (await send("DELETE", `/bulk-changes/${id}`)).json()) as Progress;
    const show = progress(state.total);
    while (state.undone < state.total) {
      show(state.undone);
      state = await later(id);
    }
    toast(text("undone"));
  } catch (error) {
    toast((error as Refusal).message, { kind: "error" });
  }
  over();
}

/** A bar in place of the buttons; returns how to say how far it is. */
function progress(total: number): (done: number) => void {
  const progress = make("progress", { max: "1", "aria-label": text("bulk_running", 0, total) });
  const words = make("span", { class: "muted" });
  bar.hidden = false;
  bar.replaceChildren(progress, words);
  const show = (done: number) => {
    progress.value = done / Math.max(1, total);
    words.textContent = text("bulk_running", done.toLocaleString(), total.toLocaleString());
  };
  show(0);
  return show;
}

async function later(id: number): Promise<Progress> {
  await new Promise((resolve) => window.setTimeout(resolve, 400));
  return getJson<Progress>(`/bulk-changes/${id}`);
}

function over(): void {
  running = false;
  draw();
  refreshList();
  if (currentId()) void refreshTicket(currentId());
}
