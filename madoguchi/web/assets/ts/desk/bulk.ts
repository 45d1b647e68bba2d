// Choosing several tickets and changing them together, with progress and undo.
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
}

const bar = document.getElementById("bulk") as HTMLElement;
const rows = document.getElementById("rows") as HTMLElement;
let wholeList = false;
let last: HTMLInputElement | null = null;

const picks = () => [...rows.querySelectorAll<HTMLInputElement>(".pick")];
const chosen = () => picks().filter((pick) => pick.checked).map((pick) => pick.value);

rows.addEventListener("click", (event) => {
  const pick = (event.target as HTMLElement).closest<HTMLInputElement>(".pick");
  if (!pick) return;
  if (event.shiftKey && last) {
    const all = picks();
    const [from, to] = [all.indexOf(last), all.indexOf(pick)].sort((a, b) => a - b) as [number, number];
    all.slice(from, to + 1).forEach((other) => (other.checked = pick.checked));
  }
  last = pick;
  wholeList = false;
  draw();
});
document.addEventListener("desk:rows", () => bar.hidden || draw());
document.addEventListener("desk:place", () => none());

function none(): void {
  picks().forEach((pick) => (pick.checked = false));
  wholeList = false;
  draw();
}

function draw(): void {
  const count = chosen().length;
  for (const pick of picks()) pick.closest(".row")?.classList.toggle("picked", pick.checked);
  rows.classList.toggle("picking", count > 0);
  bar.hidden = !count || !may("ticket:bulk");
  if (bar.hidden) return;
  const button = (label: string, name: string, run: (anchor: HTMLElement) => void) => {
    const element = make("button", { type: "button", class: "button button-plain" }, icon(name), label);
    element.addEventListener("click", () => run(element));
    return element;
  };
  const all = picks().length === count && !wholeList && rows.querySelector("[data-more]");
  bar.replaceChildren(
    make("b", { role: "status" }, wholeList ? text("all_chosen") : text("chosen", count)),
    all ? button(text("choose_all"), "list-checks", () => ((wholeList = true), draw())) : "",
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
  const ids = chosen();
  const values = wholeList ? { all: "yes" } : { ids };
  none();
  const progress = make("progress", { max: "1", "aria-label": text("bulk_running", 0, ids.length) });
  bar.hidden = false;
  bar.replaceChildren(progress);
  try {
    let state = (await (await send("POST", `/bulk-changes?${place()}`, { ...values, changes: JSON.stringify(changes) })).json()) as Progress;
    while (!state.finished) {
      progress.value = state.done / Math.max(1, state.total);
      await new Promise((resolve) => window.setTimeout(resolve, 500));
      state = await getJson<Progress>(`/bulk-changes/${state.id}`);
    }
    const words = state.failed ? text("bulk_failed", state.done - state.failed, state.failed) : text("bulk_done", state.done);
    toast(words, { action: text("undo"), seconds: 30, onAction: () => void undo(state.id) });
  } catch (error) {
    toast((error as Refusal).message, { kind: "error" });
  }
  bar.hidden = true;
  refreshList();
  if (currentId()) void refreshTicket(currentId());
}

async function undo(id: number): Promise<void> {
  try {
    await send("DELETE", `/bulk-changes/${id}`);
    toast(text("undone"));
  } catch (error) {
    toast((error as Refusal).message, { kind: "error" });
  }
  refreshList();
  if (currentId()) void refreshTicket(currentId());
}
