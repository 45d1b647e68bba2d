// How the list is drawn: its order, how tall its rows are (remembered in this browser), and the number of late replies.
import { getJson } from "./fetching";
import { go } from "./list";
import { idle } from "./painting";
import { body, place } from "./state";

const COUNT_EVERY_MS = 15_000;
const sort = document.querySelector<HTMLSelectElement>("[data-sort]");
const dense = document.querySelector<HTMLElement>("[data-dense]");

sort?.addEventListener("change", () => {
  const query = new URLSearchParams(place());
  if (sort.value) query.set("sort", sort.value);
  else query.delete("sort");
  void go(query.toString());
});
document.addEventListener("desk:place", () => {
  const query = new URLSearchParams(place());
  if (!sort) return;
  sort.value = query.get("sort") ?? "";
  sort.disabled = query.has("q");
});

function setDense(on: boolean): void {
  body.classList.toggle("dense", on);
  dense?.setAttribute("aria-pressed", String(on));
  localStorage.setItem("dense", on ? "yes" : "no");
}
setDense(localStorage.getItem("dense") === "yes");
dense?.addEventListener("click", () => setDense(!body.classList.contains("dense")));

let counted = "";
let countedAt = 0;
let late = 0;
async function countLate(): Promise<void> {
  const scope = new URLSearchParams(place()).get("scope") ?? "all";
  if (scope !== counted || Date.now() - countedAt > COUNT_EVERY_MS) {
    [counted, countedAt] = [scope, Date.now()];
    late = (await getJson<{ late: number }>(`/desk/late-replies?scope=${scope}`)).late;
  }
  const badge = document.querySelector<HTMLElement>("[data-late]");
  if (!badge) return;
  badge.textContent = late.toLocaleString();
  badge.hidden = !late;
}
const soon = () => idle(() => void countLate().catch(() => undefined));
document.addEventListener("desk:boxes", soon);
document.addEventListener("desk:place", soon);
window.setTimeout(soon, 800);
