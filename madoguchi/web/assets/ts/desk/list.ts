// The list: selection, moving with j and k, more rows, changing box, searching.
import { isComposing } from "../behaviours/ime";
import { toast } from "../behaviours/toasts";
import { prefetch } from "./cache";
import { getFragment, Refusal } from "./fetching";
import { openTicket, showEmpty } from "./opening";
import { onPhone } from "./painting";
import { getRows, seenRows } from "./places";
import { mergeRows } from "./refreshing";
import { body, currentId, rowOf } from "./state";
import { parse } from "./swapping";
import { bring, load, restart } from "./window";

const rows = () => document.getElementById("rows") as HTMLElement;

document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  const target = event.target as HTMLElement;
  const ticket = target.closest<HTMLAnchorElement>("a[data-ticket]");
  if (ticket) {
    event.preventDefault();
    const id = ticket.pathname.split("/")[2] ?? "";
    openTicket(id, { row: ticket.closest<HTMLElement>(".row") });
  }
  const place = target.closest<HTMLAnchorElement>("a[data-place]");
  if (place) {
    event.preventDefault();
    go(place.search.slice(1));
    body.classList.remove("boxes-on");
  }
  if (target.closest("[data-boxes-open]")) {
    const on = body.classList.toggle("boxes-on");
    target.closest("[data-boxes-open]")?.setAttribute("aria-expanded", String(on));
    if (on) document.querySelector<HTMLElement>("#boxes a")?.focus();
  } else if (!target.closest("#boxes")) body.classList.remove("boxes-on");
  if (target.closest("[data-back]")) {
    event.preventDefault();
    const id = currentId();
    showEmpty();
    rowOf(id)?.querySelector("a")?.focus();
  }
});

let hoverTimer = 0;
document.addEventListener("pointerover", (event) => {
  const row = (event.target as HTMLElement).closest?.<HTMLElement>(".row");
  window.clearTimeout(hoverTimer);
  if (row && event.pointerType === "mouse") hoverTimer = window.setTimeout(() => prefetch(row.dataset.id), 60);
});

export function neighbour(step: 1 | -1, from = currentId()): HTMLElement | null {
  const all = [...rows().querySelectorAll<HTMLElement>(".row")];
  const focused = (document.activeElement as HTMLElement | null)?.closest<HTMLElement>(".row");
  const index = all.findIndex((row) => row.dataset.id === (from || focused?.dataset.id));
  return all[index < 0 ? (step > 0 ? 0 : all.length - 1) : index + step] ?? null;
}

export async function move(step: 1 | -1): Promise<void> {
  const id = currentId();
  if (id && !rowOf(id)) await bring(id);
  const row = neighbour(step) ?? ((await load(step)) ? neighbour(step) : null);
  if (!row || id !== currentId()) return;
  openTicket(row.dataset.id ?? "", { row });
  row.scrollIntoView({ block: "nearest" });
}

let goingTo = 0;
let asked: AbortController | null = null;
export async function go(query: string, push = true): Promise<void> {
  const mine = ++goingTo;
  body.dataset.query = query;
  const wanted = new URLSearchParams(query);
  for (const link of document.querySelectorAll<HTMLAnchorElement>("#boxes a[data-place]")) {
    const current = link.dataset.box ? link.dataset.box === wanted.get("box") : link.search.slice(1) === query;
    if (current) link.setAttribute("aria-current", link.dataset.box ? "page" : "true");
    else link.removeAttribute("aria-current");
  }
  rows().setAttribute("aria-busy", "true");
  asked?.abort();
  asked = new AbortController();
  const { signal } = asked;
  try {
    const known = seenRows(query);
    if (known) showRows(known);
    const railHtml = getFragment(`/desk/boxes?${query}`, signal);
    railHtml.catch(() => undefined);
    const list = await getRows(query, signal);
    if (mine !== goingTo) return;
    if (known === undefined) showRows(list);
    else mergeRows(list);
    if (push) history.pushState({ query }, "", currentId() && !onPhone() ? `/tickets/${currentId()}?${query}` : `/desk?${query}`);
    document.dispatchEvent(new CustomEvent("desk:rows"));
    document.dispatchEvent(new CustomEvent("desk:place"));
    const boxes = await railHtml;
    if (mine !== goingTo) return;
    const rail = document.getElementById("boxes") as HTMLElement;
    const focused = (document.activeElement as HTMLAnchorElement | null)?.search;
    rail.innerHTML = boxes;
    if (focused) rail.querySelector<HTMLElement>(`a[href$="${CSS.escape(focused)}"]`)?.focus();
  } catch (error) {
    if ((error as Error).name !== "AbortError") toast((error as Refusal).message, { kind: "error" });
  } finally {
    if (mine === goingTo) rows().removeAttribute("aria-busy");
  }
}

function showRows(html: string): void {
  restart();
  rows().replaceChildren(parse(html));
  rows().scrollTop = 0;
}

document.addEventListener("desk:rows", () => mark());

export function mark(): void {
  const id = currentId();
  for (const row of rows().querySelectorAll<HTMLElement>(".row")) {
    const on = row.dataset.id === id;
    row.classList.toggle("on", on);
    const link = row.querySelector("a");
    if (on) link?.setAttribute("aria-current", "true");
    else link?.removeAttribute("aria-current");
  }
}

// Search: a moment after the last key, never while composing, cancelled by the next key.
const PAUSE_MS = 60;
const search = document.querySelector<HTMLFormElement>("[data-search]");
let searchTimer = 0;
let before = "box=new&scope=all";
function runSearch(): void {
  const words = (search?.elements.namedItem("q") as HTMLInputElement).value.trim();
  if (!body.dataset.query?.startsWith("q=")) before = body.dataset.query ?? before;
  go(words ? new URLSearchParams({ q: words }).toString() : before);
}
search?.addEventListener("input", (event) => {
  window.clearTimeout(searchTimer);
  if (!isComposing(event as InputEvent)) searchTimer = window.setTimeout(runSearch, PAUSE_MS);
});
search?.addEventListener("compositionend", () => {
  window.clearTimeout(searchTimer);
  searchTimer = window.setTimeout(runSearch, PAUSE_MS);
});
search?.addEventListener("submit", (event) => {
  event.preventDefault();
  window.clearTimeout(searchTimer);
  runSearch();
});

window.addEventListener("popstate", () => {
  const id = location.pathname.match(/^\/tickets\/(\d+)/)?.[1];
  const query = location.search.slice(1) || body.dataset.query || "";
  if (query !== body.dataset.query) go(query, false);
  if (id && id !== currentId()) openTicket(id, { push: false });
  else if (!id && onPhone()) showEmpty(false);
});
mark();
