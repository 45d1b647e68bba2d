// The keyboard. Single letters can be changed and switched off (account); nothing happens while a text is being composed or typed.
import { isComposing } from "../behaviours/ime";
import { close, togglePanel } from "./actions";
import { dialog } from "./dialog";
import { move } from "./list";
import { actionOf } from "./letters";
import { openNamedMenu } from "./menus";
import { unfold } from "./messages";
import { takeNext } from "./next";
import { openPalette } from "./palette";
import { body, currentId, currentTicket, head, may } from "./state";

interface Composer extends HTMLElement {
  open(mode: "reply" | "note"): void;
}
type Mode = Parameters<Composer["open"]>[0];

const composer = () => document.querySelector<Composer>("#ticket-pane reply-composer");

const actions: Record<string, () => void> = {
  next: () => move(1),
  previous: () => move(-1),
  reply: () => write("reply"),
  note: () => write("note"),
  close: () => void close(),
  assign: () => menu("assignee"),
  tags: () => menu("tags"),
  status: () => menu("status"),
  hold: () => menu("snooze"),
  panel: () => togglePanel(),
  create: () => void dialog("/tickets/new"),
  take: () => void (may("ticket:assign") && takeNext()),
  why: () => chosen()?.querySelector<HTMLElement>("[data-why]")?.click(),
  quotes: () => unfold(chosen(":has(.folded, .html-box)")),
  choose: () => document.querySelector<HTMLInputElement>(".row.on .pick")?.click(),
  search: () => document.querySelector<HTMLInputElement>("[data-search] input")?.focus(),
  keys: () => void dialog("/desk/keys"),
};

// Asked for while the ticket is still on its way: the composer of that very ticket opens when it is in.
let asked: { id: string; mode: Mode } | null = null;

const awaited = () => !!asked && asked.id === currentId();

function write(mode: Mode): void {
  const there = composer();
  if (there) there.open(mode);
  else if (currentTicket()?.ariaBusy === "true") asked = { id: currentId(), mode };
}

document.addEventListener("desk:opened", (event) => {
  const { id } = (event as CustomEvent<{ id: string }>).detail;
  if (asked?.id === id) composer()?.open(asked.mode);
  asked = null;
});

// The message that has the focus or lies under the pointer, else the last one.
function chosen(kind = ""): HTMLElement | undefined {
  const messages = [...document.querySelectorAll<HTMLElement>(`#ticket-pane .message${kind}`)];
  return messages.find((one) => one.matches(":focus-within")) ?? messages.find((one) => one.matches(":hover")) ?? messages.at(-1);
}

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
  if (body.dataset.letters === "off" && actionOf(event.key) !== "keys") return;
  const run = actions[actionOf(event.key)];
  if (!run) return;
  if (awaited()) return event.preventDefault(); // already words of the answer, not commands
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
