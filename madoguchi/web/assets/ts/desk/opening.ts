// Opening a ticket. The head switches at once to the row's own data; the composer stays shut until the fragment of that
// very ticket is in; an answer for a ticket that is no longer chosen is thrown away.
import { toast } from "../behaviours/toasts";
import { prefetch, ticketFragment } from "./cache";
import { Refusal } from "./fetching";
import { mark, neighbour } from "./list";
import { onPhone, painted } from "./painting";
import { body, currentId, place, rowOf } from "./state";
import { parse } from "./swapping";
import { make } from "./texts";

const pane = () => document.getElementById("ticket-pane") as HTMLElement;
let wanted = "";
let readTimer = 0;

export async function openTicket(id: string, options: { row?: HTMLElement | null; push?: boolean; focus?: boolean } = {}): Promise<void> {
  if (!id) return;
  const before = currentId();
  wanted = id;
  body.classList.add("with-ticket");
  const row = options.row ?? rowOf(id);
  for (const other of document.querySelectorAll(".row.on")) other.classList.remove("on");
  row?.classList.add("on");
  if (before !== id) {
    document.dispatchEvent(new CustomEvent("desk:leave", { detail: { id: before } }));
    placeholder(id, row);
  }
  try {
    const asked = ticketFragment(id);
    asked.catch(() => undefined);
    await painted();
    if (wanted !== id) return;
    if (before !== id) document.getElementById("panel")?.replaceChildren();
    if (options.push !== false) history.pushState({ id }, "", `/tickets/${id}?${place()}`);
    const html = await asked;
    if (wanted !== id) return;
    pane().replaceChildren(parse(html));
    shown(id);
  } catch (error) {
    if (wanted !== id) return;
    const refusal = error as Refusal;
    pane().replaceChildren(make("div", { class: "no-ticket", role: "alert" }, make("p", { class: "empty-title" }, refusal.message)));
    if (!refusal.offline) toast(refusal.message, { kind: "error" });
  }
}

function placeholder(id: string, row: HTMLElement | null): void {
  const subject = row?.querySelector(".what b")?.textContent ?? "";
  const title = make("h2", {}, make("span", { class: "number" }, `#${id}`), ` ${subject}`);
  const person = make("span", { class: "muted" }, row?.dataset.customer ?? "");
  const article = make("article", { class: "ticket loading", "data-ticket-id": id, "aria-busy": "true" }, make("header", { class: "ticket-head" }, make("div", { class: "head-1" }, title), make("div", { class: "head-2" }, person)), make("div", { class: "messages" }));
  pane().replaceChildren(article);
}

export function shown(id: string): void {
  const messages = document.getElementById(`messages-${id}`);
  if (messages) messages.scrollTop = messages.scrollHeight;
  mark();
  if (onPhone()) pane().focus();
  void painted().then(() => surround(id));
  window.clearTimeout(readTimer);
  readTimer = window.setTimeout(() => {
    if (currentId() === id && document.visibilityState === "visible") document.dispatchEvent(new CustomEvent("desk:read", { detail: { id } }));
  }, 1000);
}

// Once the ticket is on screen: what belongs to it, and the neighbours.
function surround(id: string): void {
  if (wanted !== id || currentId() !== id) return;
  const subject = pane().querySelector("h2")?.textContent?.trim();
  if (subject) document.title = subject;
  document.dispatchEvent(new CustomEvent("desk:opened", { detail: { id } }));
  prefetch(neighbour(1)?.dataset.id);
  prefetch(neighbour(-1)?.dataset.id);
}

export function showEmpty(push = true): void {
  const before = currentId();
  if (before) document.dispatchEvent(new CustomEvent("desk:leave", { detail: { id: before } }));
  wanted = "";
  body.classList.remove("with-ticket");
  pane().replaceChildren(make("div", { class: "no-ticket" }));
  document.getElementById("panel")?.replaceChildren();
  if (push) history.pushState({}, "", `/desk?${place()}`);
  mark();
}

if (currentId()) {
  wanted = currentId();
  window.setTimeout(() => shown(wanted));
}
