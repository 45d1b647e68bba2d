// Articles of the knowledge base: found by a few words, put into the text as a link or as their words.
import { isComposing } from "../behaviours/ime";
import { getJson } from "../desk/fetching";
import { place } from "../desk/menu";
import { icon, make, text } from "../desk/texts";

interface Article {
  id: number;
  title: string;
  category: string;
  address: string;
  words: string;
}

export function articleMenu(anchor: HTMLElement, put: (words: string) => void): void {
  const before = document.querySelector(".article-box");
  if (before) return before.remove();
  const input = make("input", { class: "input", type: "search", placeholder: text("find_article"), "aria-label": text("find_article") });
  const list = make("ul", { class: "found" });
  const box = make("div", { class: "menu floating article-box", role: "dialog", "aria-label": text("article") }, input, list);
  const close = () => {
    box.remove();
    document.removeEventListener("pointerdown", outside, true);
  };
  const outside = (event: PointerEvent) => void (box.contains(event.target as Node) || anchor.contains(event.target as Node) || close());
  const take = (words: string) => {
    close();
    put(words);
  };
  let latest = 0;
  let timer = 0;
  const find = async () => {
    const mine = ++latest;
    const { articles } = await getJson<{ articles: Article[] }>(`/desk/articles?q=${encodeURIComponent(input.value)}`).catch(() => ({ articles: [] as Article[] }));
    if (mine !== latest) return;
    list.replaceChildren(...(articles.length ? articles.map((article) => line(article, take)) : [make("li", { class: "muted" }, text("nothing_found"))]));
    place(box, anchor);
  };
  input.addEventListener("input", (event) => {
    if (isComposing(event as InputEvent)) return;
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void find(), 150);
  });
  box.addEventListener("keydown", (event) => {
    if (isComposing(event)) return;
    const buttons = [input, ...list.querySelectorAll("button")] as HTMLElement[];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) buttons[(buttons.indexOf(document.activeElement as HTMLElement) + step + buttons.length) % buttons.length]?.focus();
    else if (event.key === "Enter" && event.target === input) list.querySelector("button")?.click();
    else if (event.key === "Escape") {
      close();
      anchor.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  (document.querySelector("main") ?? document.body).append(box);
  place(box, anchor);
  document.addEventListener("pointerdown", outside, true);
  input.focus();
  void find();
}

function line(article: Article, take: (words: string) => void): HTMLElement {
  const link = make("button", { type: "button", class: "button button-quiet small" }, icon("link"), text("insert_link"));
  const words = make("button", { type: "button", class: "button button-quiet small" }, icon("file-text"), text("insert_text"));
  link.addEventListener("click", () => take(`${article.title}\n${article.address}`));
  words.addEventListener("click", () => take(article.words));
  return make("li", {}, make("span", { class: "grow" }, make("b", {}, article.title), make("small", { class: "muted" }, article.category)), article.address && link, words);
}
