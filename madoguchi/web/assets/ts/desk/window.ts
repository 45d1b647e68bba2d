// The windowed list: chunks of fifty rows by keyset cursors, at most five of them on the page, in both directions.
import { toast } from "../behaviours/toasts";
import { getFragment, Refusal } from "./fetching";
import { body } from "./state";
import { parse } from "./swapping";
import { make, text } from "./texts";

const CHUNKS = 5;
const rows = document.getElementById("rows") as HTMLElement;
let cursors = [""]; // where each chunk begins
let first = 0;
let last = 0;
let places = new Map<string, number>(); // the chunk of every row that has been seen
let loading: Promise<boolean> | null = null;

/** The first rows of another list stand here now. */
export function restart(): void {
  [cursors, first, last, places] = [[""], 0, 0, new Map()];
  delete rows.dataset.dropped;
}

/** The next or the former fifty; false when there are none. */
export function load(step: 1 | -1): Promise<boolean> {
  loading ??= (step > 0 ? further() : earlier()).finally(() => (loading = null));
  return loading;
}

/** Brings back the part of the list in which a row was seen. */
export async function bring(id: string): Promise<void> {
  const chunk = places.get(id);
  while (chunk !== undefined && chunk < first && (await load(-1)));
  while (chunk !== undefined && chunk > last && (await load(1)));
}

async function further(): Promise<boolean> {
  const link = rows.querySelector<HTMLAnchorElement>("[data-more]");
  const fresh = link && (await fetched(link.search));
  if (!fresh || !link.isConnected) return false;
  last += 1;
  cursors[last] = new URLSearchParams(link.search).get("cursor") ?? "";
  number(fresh, last);
  link.replaceWith(fresh);
  if (last - first >= CHUNKS) keepStill(() => drop(first++));
  told();
  return true;
}

async function earlier(): Promise<boolean> {
  if (!first) return false;
  const cursor = cursors[first - 1];
  const fresh = await fetched(`?${body.dataset.query}${cursor ? `&cursor=${cursor}` : ""}`);
  if (!fresh) return false;
  first -= 1;
  fresh.querySelector("[data-more]")?.remove();
  number(fresh, first);
  keepStill(() => (rows.querySelector("[data-earlier]") as HTMLElement).after(fresh));
  if (last - first >= CHUNKS) {
    rows.querySelector("[data-more]")?.remove();
    drop(last);
    rows.append(make("a", { class: "more-rows", href: `/desk?${body.dataset.query}&cursor=${cursors[last]}`, "data-more": true }, text("more_rows")));
    last -= 1;
  }
  told();
  return true;
}

async function fetched(search: string): Promise<DocumentFragment | null> {
  const asked = body.dataset.query;
  try {
    const fresh = parse(await getFragment(`/desk${search}`));
    if (asked !== body.dataset.query) return null;
    for (const row of fresh.querySelectorAll(".row")) if (document.getElementById(row.id)) row.remove();
    return fresh;
  } catch (error) {
    if (!(error as Refusal).offline) toast((error as Refusal).message, { kind: "error" });
    return null;
  }
}

function number(fresh: DocumentFragment, chunk: number): void {
  for (const row of fresh.querySelectorAll<HTMLElement>(".row")) row.dataset.chunk = String(chunk);
}

function drop(chunk: number): void {
  for (const row of rows.querySelectorAll<HTMLElement>(".row")) if (Number(row.dataset.chunk ?? 0) === chunk) row.remove();
}

/** Changes rows above what is on screen without moving that. */
function keepStill(change: () => void): void {
  const from = rows.scrollHeight - rows.scrollTop;
  rows.style.overflowAnchor = "none"; // the browser would make up for the same change once more
  change();
  rows.scrollTop = rows.scrollHeight - from;
  requestAnimationFrame(() => (rows.style.overflowAnchor = ""));
}

function told(): void {
  rows.querySelectorAll("[data-earlier]").forEach((link) => link.remove());
  if (first) {
    rows.dataset.dropped = "yes"; // the first rows are away: live refresh leaves such a list alone
    rows.prepend(make("a", { class: "more-rows", href: `/desk?${body.dataset.query}`, "data-earlier": true }, text("earlier_rows")));
  } else delete rows.dataset.dropped;
  document.dispatchEvent(new CustomEvent("desk:rows"));
}

const sight = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) if (isIntersecting) void load("more" in (target as HTMLElement).dataset ? 1 : -1);
}, { root: rows, rootMargin: "400px" });

function watch(): void {
  for (const row of rows.querySelectorAll<HTMLElement>(".row")) places.set(row.dataset.id ?? "", Number(row.dataset.chunk ?? 0));
  sight.disconnect();
  for (const link of rows.querySelectorAll("[data-more], [data-earlier]")) sight.observe(link);
}
document.addEventListener("desk:rows", watch);
document.addEventListener("click", (event) => {
  const link = (event.target as HTMLElement).closest<HTMLElement>("[data-more], [data-earlier]");
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  void load("more" in link.dataset ? 1 : -1);
});
watch();
