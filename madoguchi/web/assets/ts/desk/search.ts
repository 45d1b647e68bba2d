// What the search box offers while one types: signs and their values, and what was looked for lately (kept in this
// browser, for this agent). Silent while something is being composed.
import { composingNow } from "../behaviours/ime";
import { getJson } from "./fetching";
import { body } from "./state";
import { make } from "./texts";

const input = document.querySelector<HTMLInputElement>("[data-search] input");
const list = make("datalist", { id: "search-offers" });
const KEPT = `searches-${body.dataset.agent ?? ""}`;
const MOST = 8;
const SHORTEST = 2;
let asked: AbortController | null = null;
let timer = 0;

function lately(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEPT) ?? "[]");
    return Array.isArray(kept) ? kept.filter((one): one is string => typeof one === "string") : [];
  } catch {
    return [];
  }
}

function keep(): void {
  const words = input?.value.trim() ?? "";
  if (words.length >= SHORTEST) localStorage.setItem(KEPT, JSON.stringify([words, ...lately().filter((one) => one !== words)].slice(0, MOST)));
}

function offer(texts: string[]): void {
  list.replaceChildren(...texts.map((value) => make("option", { value })));
}

async function ask(): Promise<void> {
  if (!input || composingNow()) return;
  asked?.abort();
  if (!input.value.trim()) return offer(lately());
  asked = new AbortController();
  try {
    const answer = await getJson<{ suggestions: string[] }>(`/desk/search/suggestions?q=${encodeURIComponent(input.value)}`, asked.signal);
    offer(answer.suggestions);
  } catch {
    // Overtaken by the next key.
  }
}

if (input) {
  input.after(list);
  input.setAttribute("list", list.id);
  input.addEventListener("focus", () => void ask());
  input.addEventListener("change", keep);
  for (const kind of ["input", "compositionend"])
    input.addEventListener(kind, () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => void ask(), 150);
    });
}
