// A menu at a button: type to narrow, arrows to move, Enter to choose, Escape to leave; several ticks where wanted.
import { isComposing } from "../behaviours/ime";
import { fold } from "./choices";
import { icon, make, text } from "./texts";

export interface Item {
  label: string;
  hint?: string;
  icon?: string;
  search?: string;
  preview?: string;
  chosen?: boolean;
  run(): void;
}
interface Options {
  filter?: boolean;
  several?: boolean;
  extra?(typed: string): Item | null;
  onClose?(): void;
}

let open: { close(focus?: boolean): void; owner: Element } | null = null;

export function closeMenu(): void {
  open?.close();
}

export function openMenu(anchor: HTMLElement, label: string, items: Item[], options: Options = {}): void {
  const again = open?.owner === anchor;
  closeMenu();
  if (again) return;
  const input = make("input", { class: "input", type: "text", placeholder: text("find"), "aria-label": label, role: "combobox", "aria-expanded": "true", "aria-controls": "menu-list", autocomplete: "off" });
  const list = make("div", { role: "listbox", id: "menu-list", "aria-label": label });
  const preview = make("div", { class: "preview" });
  const box = make("div", { class: "menu floating" }, options.filter && input, list, preview);
  let shown: Item[] = [];
  let active = Math.max(0, items.findIndex((item) => item.chosen));
  const draw = () => {
    const typed = fold(input.value);
    shown = items.filter((item) => !typed || fold(item.label + (item.search ?? "")).includes(typed)).slice(0, 100);
    const extra = input.value.trim() ? options.extra?.(input.value.trim()) : null;
    if (extra) shown.push(extra);
    active = Math.min(active, Math.max(0, shown.length - 1));
    list.replaceChildren(
      ...shown.map((item, index) => {
        const option = make("div", { role: "option", id: `menu-${index}`, "aria-selected": String(!!item.chosen), class: index === active ? "active" : "" }, item.icon ? icon(item.icon) : options.several || items.some((other) => other.chosen) ? item.chosen ? icon("check") : make("span", { class: "no-icon" }) : null, item.label, item.hint ? make("small", {}, item.hint) : null);
        option.addEventListener("click", () => choose(index));
        return option;
      }),
    );
    preview.textContent = shown[active]?.preview ?? "";
    preview.hidden = !preview.textContent;
    if (!shown.length) list.append(make("div", { class: "muted", role: "option", "aria-disabled": "true" }, text("nothing_found")));
    (options.filter ? input : list).setAttribute("aria-activedescendant", `menu-${active}`);
    list.children[active]?.scrollIntoView({ block: "nearest" });
  };
  const choose = (index: number) => {
    const item = shown[index];
    if (!item) return;
    if (options.several) {
      item.chosen = !item.chosen;
      item.run();
      if (!items.includes(item)) items.unshift(item);
      input.value = "";
      draw();
    } else {
      close();
      item.run();
    }
  };
  const close = (focus = true) => {
    document.removeEventListener("pointerdown", outside, true);
    box.remove();
    open = null;
    anchor.setAttribute("aria-expanded", "false");
    if (focus && anchor.isConnected) anchor.focus();
    options.onClose?.();
  };
  const outside = (event: PointerEvent) => {
    if (!box.contains(event.target as Node) && !anchor.contains(event.target as Node)) close(false);
  };
  box.addEventListener("keydown", (event) => {
    if (isComposing(event)) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") active = (active + (event.key === "ArrowDown" ? 1 : shown.length - 1)) % Math.max(1, shown.length);
    else if (event.key === "Enter") return void (event.preventDefault(), choose(active));
    else if (event.key === "Escape" || event.key === "Tab") {
      event.stopPropagation();
      if (event.key === "Escape") event.preventDefault();
      return close();
    } else return;
    event.preventDefault();
    draw();
  });
  input.addEventListener("input", () => ((active = 0), draw()));
  list.tabIndex = -1;
  (document.querySelector("main") ?? document.body).append(box);
  draw();
  place(box, anchor);
  anchor.setAttribute("aria-expanded", "true");
  (options.filter ? input : list).focus();
  document.addEventListener("pointerdown", outside, true);
  open = { close, owner: anchor };
}

export function place(box: HTMLElement, anchor: HTMLElement): void {
  const at = anchor.getBoundingClientRect();
  const size = box.getBoundingClientRect();
  const left = Math.max(8, Math.min(at.left, innerWidth - size.width - 8));
  const below = at.bottom + 4 + size.height < innerHeight || at.top < size.height;
  box.style.left = `${left}px`;
  box.style.top = below ? `${Math.min(at.bottom + 4, innerHeight - size.height - 8)}px` : `${at.top - size.height - 4}px`;
}
