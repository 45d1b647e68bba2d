// The list: selection, moving with j and k, more rows, changing box, searching.
import { isComposing } from "../behaviours/ime";
import { prefetch } from "./cache";
import { getFragment } from "./fetching";
import { openTicket, showEmpty } from "./opening";
import { body, currentId, rowOf } from "./state";
import { parse } from "./swapping";
import { make, text } from "./texts";

const rows = () => document.getElementById("rows") as HTMLElement;
const CHUNKS = 5;

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
  const more = target.closest<HTMLAnchorElement>("a[data-more]");
  if (more) {
    event.preventDefault();
    loadMore(more);
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

export function move(step: 1 | -1): void {
  const row = neighbour(step);
  if (!row) return;
  openTicket(row.dataset.id ?? "", { row });
  row.scrollIntoView({ block: "nearest" });
  if (step > 0 && !neighbour(1)) rows().querySelector<HTMLElement>("[data-more]")?.click();
}

let goingTo = 0;
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
  try {
    const [list, boxes] = await Promise.all([getFragment(`/desk?${query}`), getFragment(`/desk/boxes?${query}`)]);
    if (mine !== goingTo) return;
    rows().replaceChildren(parse(list));
    delete rows().dataset.dropped;
    rows().scrollTop = 0;
    const rail = document.getElementById("boxes") as HTMLElement;
    const focused = (document.activeElement as HTMLAnchorElement | null)?.search;
    rail.innerHTML = boxes;
    if (focused) rail.querySelector<HTMLElement>(`a[href$="${CSS.escape(focused)}"]`)?.focus();
    if (push) history.pushState({ query }, "", currentId() && innerWidth > 800 ? `/tickets/${currentId()}?${query}` : `/desk?${query}`);
    document.dispatchEvent(new CustomEvent("desk:rows"));
    document.dispatchEvent(new CustomEvent("desk:place"));
  } finally {
    if (mine === goingTo) rows().removeAttribute("aria-busy");
  }
}

async function loadMore(link: HTMLAnchorElement): Promise<void> {
  if (link.dataset.loading) return;
  link.dataset.loading = "yes";
  try {
    const fresh = parse(await getFragment(link.pathname + link.search));
    for (const row of fresh.querySelectorAll(".row")) if (document.getElementById(row.id)) row.remove();
    link.replaceWith(fresh);
    const all = rows().querySelectorAll(".row");
    if (all.length > CHUNKS * 50) {
      const height = rows().scrollHeight;
      [...all].slice(0, all.length - CHUNKS * 50).forEach((row) => row.remove());
      rows().scrollTop -= height - rows().scrollHeight;
      backToTop();
    }
    document.dispatchEvent(new CustomEvent("desk:rows"));
  } catch {
    delete link.dataset.loading;
  }
}

// Once the first rows are gone from the page, the way back to them is one link; live refresh leaves such a list alone.
function backToTop(): void {
  if (rows().dataset.dropped) return;
  rows().dataset.dropped = "yes";
  rows().prepend(make("a", { class: "more-rows", href: `/desk?${body.dataset.query}`, "data-place": true }, text("back_to_top")));
}

const sight = new IntersectionObserver((entries) => {
  for (const entry of entries) if (entry.isIntersecting) loadMore(entry.target as HTMLAnchorElement);
}, { rootMargin: "400px" });
function watchMore(): void {
  sight.disconnect();
  const more = rows().querySelector("[data-more]");
  if (more) sight.observe(more);
  mark();
}
document.addEventListener("desk:rows", watchMore);

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

// Search: 250 ms after the last key, never while composing, cancelled by the next key.
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
  if (!isComposing(event as InputEvent)) searchTimer = window.setTimeout(runSearch, 250);
});
search?.addEventListener("compositionend", () => {
  window.clearTimeout(searchTimer);
  searchTimer = window.setTimeout(runSearch, 250);
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
  else if (!id && innerWidth <= 800) showEmpty(false);
});
watchMore();
