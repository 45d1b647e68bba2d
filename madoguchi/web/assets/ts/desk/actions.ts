// Changing the open ticket: shown at once, sent, and put back as it was when the server refuses.
import { toast } from "../behaviours/toasts";
import { askPromises } from "./asking";
import { Refusal, send, Values } from "./fetching";
import { neighbour } from "./list";
import { onPhone } from "./painting";
import { openTicket, showEmpty } from "./opening";
import { refreshList, refreshTicket, showParts } from "./refreshing";
import { body, currentId, head, rowOf } from "./state";
import { make, text } from "./texts";

type Method = "POST" | "DELETE";

/** Sends a change of ticket `id`; `guess` paints the expected result and returns how to take it back. */
export async function change(id: string, method: Method, path: string, values: Values = {}, guess?: () => () => void): Promise<boolean> {
  const rollback = guess?.();
  const first = document.querySelector<HTMLElement>(`#messages-${id} [data-message]`)?.dataset.message ?? "";
  try {
    const response = await send(method, `/tickets/${id}${path}?since=${first}`, values);
    showParts(id, await response.text());
    refreshList();
    return true;
  } catch (error) {
    rollback?.();
    toast((error as Refusal).message, { kind: "error" });
    return false;
  }
}

export function guessChip(menu: string, value: string): () => () => void {
  return () => {
    const chip = head()?.querySelector<HTMLElement>(`[data-menu="${menu}"] [data-value]`);
    const before = chip?.textContent ?? "";
    if (chip) chip.textContent = value;
    return () => chip && (chip.textContent = before);
  };
}

export function guessTags(names: string[]): () => () => void {
  return () => {
    const chip = head()?.querySelector<HTMLElement>('[data-menu="tags"]');
    const before = [...(chip?.querySelectorAll(".tag, .muted") ?? [])];
    const guessed = names.map((name) => make("span", { class: "tag" }, name));
    before.forEach((one) => one.remove());
    chip?.append(...guessed);
    return () => {
      guessed.forEach((one) => one.remove());
      chip?.append(...before);
    };
  };
}

export async function close(andNext = true, promises = ""): Promise<void> {
  const id = currentId();
  if (!id) return;
  if (head()?.dataset.status === "closed") {
    if (await change(id, "DELETE", "/closure")) toast(text("reopened"));
    return;
  }
  const open = [...document.querySelectorAll<HTMLElement>(`#head-${id} [data-commitment]`)];
  if (open.length && !promises) return askPromises(open, (said) => void close(andNext, said));
  const next = neighbour(1) ?? neighbour(-1);
  const row = rowOf(id);
  row?.classList.add("going");
  if (andNext && next && !onPhone()) openTicket(next.dataset.id ?? "", { row: next });
  if (await change(id, "POST", "/closure", { promises })) {
    toast(`#${id} ${text("done")}`, { action: text("undo"), seconds: 12, onAction: () => void reopenAt(id) });
    if (andNext && !next && currentId() === id) showEmpty();
  } else {
    row?.classList.remove("going");
    openTicket(id, { row });
  }
}

async function reopenAt(id: string): Promise<void> {
  if (await change(id, "DELETE", "/closure")) openTicket(id);
}

export async function snooze(id: string, until: Date, shown: string): Promise<void> {
  if (await change(id, "POST", "/snooze", { until: until.toISOString() })) toast(text("snoozed", shown), { action: text("undo"), onAction: () => void change(id, "DELETE", "/snooze") });
}

export async function shelve(status: "spam" | "bin"): Promise<void> {
  const id = currentId();
  const next = neighbour(1) ?? neighbour(-1);
  if (!(await change(id, "POST", "/shelf", { status }))) return;
  toast(`#${id} ${text(status)}`, { action: text("undo"), onAction: () => void change(id, "DELETE", "/shelf").then(() => openTicket(id)) });
  if (next && !onPhone()) openTicket(next.dataset.id ?? "", { row: next });
  else showEmpty();
}

export function togglePanel(): void {
  if (innerWidth < 1280) body.classList.toggle("panel-on");
  else localStorage.setItem("panel", body.classList.toggle("panel-off") ? "off" : "on");
}
if (localStorage.getItem("panel") === "off") body.classList.add("panel-off");

// A form in a dialog tells with HX-Trigger what it has changed.
document.addEventListener("desk:changed", (event) => {
  const detail = (event as CustomEvent).detail as { ticket?: number; open?: number; toast?: string; undo?: string };
  document.dispatchEvent(new CustomEvent("close-dialogs"));
  if (detail.ticket) {
    void refreshTicket(String(detail.ticket), true);
    document.dispatchEvent(new CustomEvent("desk:panel"));
  }
  if (detail.open) void openTicket(String(detail.open));
  refreshList();
  if (detail.toast) toast(detail.toast, detail.undo ? { action: text("undo"), seconds: 30, onAction: () => void undo(detail.undo as string, detail.ticket) } : {});
});

// In the list of what happened: whatever can still be taken back.
document.addEventListener("click", (event) => {
  const address = (event.target as HTMLElement).closest<HTMLElement>("[data-undo]")?.dataset.undo;
  if (!address) return;
  document.dispatchEvent(new CustomEvent("close-dialogs"));
  void undo(address, Number(currentId()));
});

async function undo(address: string, ticket?: number): Promise<void> {
  try {
    const answer = await send("DELETE", address);
    const news = JSON.parse(answer.headers.get("HX-Trigger") ?? "{}")["desk:changed"];
    if (news) return void document.dispatchEvent(new CustomEvent("desk:changed", { detail: news }));
    toast(text("undone"));
    if (ticket) void refreshTicket(String(ticket), true);
    refreshList();
  } catch (error) {
    toast((error as Refusal).message, { kind: "error" });
  }
}
