// Fetching again what has changed: the parts of the open ticket, the first page of the list, the counters.
import { outdated } from "./cache";
import { getFragment, Refusal } from "./fetching";
import { getRows } from "./places";
import { currentId, currentTicket, place } from "./state";
import { parse, replaceParts } from "./swapping";

const MOST_PARTS = 200;

/** `whole`: messages may have come or gone anywhere (merge, split), not only at the end. */
export async function refreshTicket(id: string, whole = false): Promise<void> {
  outdated(id);
  if (id !== currentId()) return;
  const first = whole ? "1" : (document.querySelector<HTMLElement>(`#messages-${id} [data-message]`)?.dataset.message ?? "");
  try {
    showParts(id, await getFragment(`/tickets/${id}/parts?since=${first}`));
  } catch (error) {
    if ((error as Refusal).status === 404) currentTicket()?.classList.add("gone");
  }
}

export function showParts(id: string, html: string): void {
  outdated(id);
  const messages = document.getElementById(`messages-${id}`);
  if (!messages) return;
  const near = messages.scrollHeight - messages.scrollTop - messages.clientHeight < 160;
  const strangers = replaceParts(html);
  let added = false;
  for (const message of strangers) {
    if (!message.matches("[data-message]")) continue;
    const key = message.dataset.key;
    const bubble = key ? messages.querySelector(`.m-pending[data-key="${CSS.escape(key)}"]`) : null;
    if (bubble) bubble.replaceWith(message);
    else insert(messages, message);
    added = true;
  }
  dropMissing(messages, html);
  const ticket = currentTicket();
  const head = ticket?.querySelector<HTMLElement>(".ticket-head");
  if (ticket && head) ticket.dataset.last = head.dataset.last ?? ticket.dataset.last;
  if (added && near) messages.scrollTop = messages.scrollHeight;
  document.dispatchEvent(new CustomEvent("desk:ticket", { detail: { id } }));
}

function insert(messages: HTMLElement, message: HTMLElement): void {
  const later = [...messages.querySelectorAll<HTMLElement>(":scope > [data-message]")].find((other) => Number(other.dataset.message) > Number(message.dataset.message));
  messages.insertBefore(message, later ?? messages.querySelector(":scope > .m-pending"));
}

/** Takes away messages that have left the ticket, unless the answer was cut short. */
function dropMissing(messages: HTMLElement, html: string): void {
  const ids = [...parse(html).querySelectorAll<HTMLElement>("[data-message]")].map((message) => message.dataset.message);
  if (!ids.length || ids.length >= MOST_PARTS) return;
  const known = new Set(ids);
  for (const message of messages.querySelectorAll<HTMLElement>(":scope > [data-message]")) if (!known.has(message.dataset.message)) message.remove();
}

let listTimer = 0;
let listDue = 0;
export function refreshList(soon = true): void {
  const wait = soon ? Math.max(0, listDue - Date.now()) : 1200;
  window.clearTimeout(listTimer);
  listTimer = window.setTimeout(async () => {
    listDue = Date.now() + 1200;
    const asked = place();
    try {
      const [rows, boxes] = await Promise.all([getRows(asked), getFragment(`/desk/boxes?${asked}`)]);
      if (asked !== place()) return;
      mergeRows(rows);
      const rail = document.getElementById("boxes");
      if (rail && rail.innerHTML !== boxes && !rail.contains(document.activeElement)) rail.innerHTML = boxes;
      document.dispatchEvent(new CustomEvent("desk:boxes"));
    } catch {
      // The next change, or the stream's reconnect, tries again.
    }
  }, wait);
}

export function mergeRows(html: string): void {
  const container = document.getElementById("rows");
  if (!container || container.dataset.dropped) return;
  const fresh = parse(html);
  const wanted = [...fresh.querySelectorAll<HTMLElement>(".row")];
  const tail = [...container.querySelectorAll<HTMLElement>(".row")].slice(50);
  const ids = new Set(wanted.map((row) => row.id));
  if (!wanted.length) {
    container.replaceChildren(fresh);
    return;
  }
  container.querySelectorAll(".empty").forEach((element) => element.remove());
  const keep = new Map([...container.querySelectorAll<HTMLElement>(".row")].map((row) => [row.id, row]));
  let cursor: Element | null = container.querySelector(".row");
  for (const row of wanted) {
    const old = keep.get(row.id);
    carry(old, row);
    const chosen = old && plain(old) === plain(row) ? old : row;
    if (chosen === cursor) {
      cursor = cursor.nextElementSibling;
      continue;
    }
    const focused = old?.contains(document.activeElement);
    if (old && old !== chosen) {
      if (old === cursor) cursor = cursor.nextElementSibling;
      old.remove();
    }
    container.insertBefore(chosen, cursor);
    if (focused) chosen.querySelector("a")?.focus({ preventScroll: true });
  }
  for (const [id, row] of keep) if (!ids.has(id) && !tail.includes(row)) row.remove();
  if (!tail.length) {
    container.querySelector("[data-more]")?.remove();
    const more = fresh.querySelector("[data-more]");
    if (more) container.append(more);
  }
  document.dispatchEvent(new CustomEvent("desk:rows"));
}

function carry(old: HTMLElement | undefined, fresh: HTMLElement): void {
  if (!old) return;
  for (const name of ["on", "picked"]) fresh.classList.toggle(name, old.classList.contains(name));
  const pick = fresh.querySelector<HTMLInputElement>(".pick");
  const was = old.querySelector<HTMLInputElement>(".pick");
  if (pick && was) pick.checked = was.checked;
  const seen = fresh.querySelector("[data-presence]");
  const wasSeen = old.querySelector("[data-presence]");
  if (seen && wasSeen) seen.replaceChildren(...[...wasSeen.childNodes].map((node) => node.cloneNode(true)));
}

function plain(row: HTMLElement): string {
  return row.outerHTML;
}
