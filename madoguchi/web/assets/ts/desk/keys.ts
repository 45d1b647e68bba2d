// The keyboard. Single letters can be switched off (profile); nothing happens while a text is being composed or typed.
import { isComposing } from "../behaviours/ime";
import { close, togglePanel } from "./actions";
import { dialog } from "./dialog";
import { move } from "./list";
import { openNamedMenu } from "./menus";
import { openPalette } from "./palette";
import { body, currentId, head } from "./state";

interface Composer extends HTMLElement {
  open(mode: "reply" | "note"): void;
}
const composer = () => document.querySelector<Composer>("#ticket-pane reply-composer");

const letters: Record<string, () => void> = {
  j: () => move(1),
  k: () => move(-1),
  r: () => composer()?.open("reply"),
  n: () => composer()?.open("note"),
  e: () => void close(),
  a: () => menu("assignee"),
  t: () => menu("tags"),
  s: () => menu("status"),
  h: () => menu("snooze"),
  i: () => togglePanel(),
  c: () => void dialog("/tickets/new"),
  x: () => document.querySelector<HTMLInputElement>(".row.on .pick")?.click(),
  "/": () => document.querySelector<HTMLInputElement>("[data-search] input")?.focus(),
  "?": () => void dialog("/desk/keys"),
};

function menu(name: string): void {
  const anchor = head()?.querySelector<HTMLElement>(`[data-menu="${name}"]`);
  if (anchor && currentId()) openNamedMenu(name, anchor);
}

document.addEventListener("keydown", (event) => {
  if (isComposing(event) || event.defaultPrevented) return;
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    openPalette();
    return;
  }
  const target = event.target as HTMLElement;
  if (event.key === "Escape" && target.matches("[data-search] input")) return target.blur();
  if (event.ctrlKey || event.metaKey || event.altKey || target.closest("input:not([type=checkbox]), textarea, select, [contenteditable], dialog, .menu")) return;
  if (event.key === "Escape") body.classList.remove("panel-on", "boxes-on");
  if (body.dataset.letters === "off" && event.key !== "?") return;
  const run = letters[event.key];
  if (!run) return;
  event.preventDefault();
  run();
});

document.addEventListener("keydown", (event) => {
  if (isComposing(event) || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
  const row = (event.target as HTMLElement).closest<HTMLElement>(".row");
  if (!row) return;
  const next = event.key === "ArrowDown" ? row.nextElementSibling : row.previousElementSibling;
  const link = next?.querySelector("a");
  if (link) {
    event.preventDefault();
    link.focus();
  }
});
