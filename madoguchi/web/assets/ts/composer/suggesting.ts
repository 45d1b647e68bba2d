// The list under the caret: macros after “/” at the beginning of a line, colleagues after “@” in notes. Never while composing.
import { composingNow, isComposing } from "../behaviours/ime";
import { choices, fold } from "../desk/choices";
import { make, text } from "../desk/texts";
import type { Mode } from "./drafts";
import { macroPreview } from "./macros";
import type { Surface } from "./surface";

export interface Suggestion {
  id: number;
  label: string;
  hint: string;
  preview: string;
}
type Kind = "macro" | "mention";

export class Suggesting {
  readonly element = make("div", { class: "menu popup", role: "listbox", hidden: true });
  private found: Suggestion[] = [];
  private active = 0;
  private length = 0;
  private kind: Kind = "macro";

  constructor(private ticket: string, private surface: () => Surface, private mode: () => Mode, private take: (kind: Kind, suggestion: Suggestion, length: number) => void) {}

  /** Looks at what stands before the caret; asked after every change. */
  look(): void {
    window.setTimeout(() => void (composingNow() || this.find()));
  }

  /** True when the key chose, moved or left. */
  key(event: KeyboardEvent): boolean {
    if (this.element.hidden || isComposing(event)) return false;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      this.active = (this.active + (event.key === "ArrowDown" ? 1 : this.found.length - 1)) % this.found.length;
      this.draw();
    } else if ((event.key === "Enter" || event.key === "Tab") && !event.ctrlKey && !event.metaKey) this.choose();
    else if (event.key === "Escape") this.hide();
    else return false;
    return true;
  }

  hide(): void {
    this.element.hidden = true;
    this.surface().field.removeAttribute("aria-activedescendant");
  }

  private async find(): Promise<void> {
    const before = this.surface().before();
    const macro = before.match(/^[/／]([^\s/／]{0,30})$/);
    const mention = this.mode() === "note" ? before.match(/[@＠]([^\s@＠]{0,20})$/) : null;
    const match = macro ?? mention;
    if (!match) return this.hide();
    this.kind = macro ? "macro" : "mention";
    this.length = (match[1] ?? "").length + 1;
    const typed = fold(match[1] ?? "");
    const all = await choices();
    if (this.surface().before() !== before) return;
    this.found =
      this.kind === "macro"
        ? all.macros.filter((entry) => fold(entry.name + entry.shortcut).includes(typed)).map((entry) => ({ id: entry.id, label: entry.name, hint: entry.shortcut && `/${entry.shortcut}`, preview: entry.text }))
        : all.agents.filter((entry) => fold(entry.name + entry.kana).includes(typed)).map((entry) => ({ id: entry.id, label: entry.name, hint: entry.kana, preview: "" }));
    this.found = this.found.slice(0, 8);
    this.active = 0;
    if (this.found.length) this.draw();
    else this.hide();
  }

  private draw(): void {
    const options = this.found.map((suggestion, index) => {
      const option = make("div", { role: "option", "aria-selected": String(index === this.active), id: `suggest-${index}`, class: index === this.active ? "active" : "" }, suggestion.label, make("small", {}, suggestion.hint));
      option.addEventListener("pointerdown", (event) => {
        event.preventDefault();
        this.active = index;
        this.choose();
      });
      return option;
    });
    const chosen = this.found[this.active];
    const preview = make("div", { class: "preview" }, chosen?.preview ?? "");
    this.element.replaceChildren(make("div", { class: "options" }, ...options), preview);
    preview.hidden = this.kind !== "macro";
    if (this.kind === "macro" && chosen) macroPreview(this.ticket, chosen.id, (words) => this.found[this.active] === chosen && (preview.textContent = words));
    this.element.setAttribute("aria-label", text(this.kind === "macro" ? "macro" : "note"));
    this.element.hidden = false;
    this.place();
    this.surface().field.setAttribute("aria-activedescendant", `suggest-${this.active}`);
    options[this.active]?.scrollIntoView({ block: "nearest" });
  }

  private place(): void {
    const caret = this.surface().caret();
    const box = this.element.parentElement?.getBoundingClientRect() ?? caret;
    const left = Math.max(8, Math.min((caret.width ? box.left + 12 : caret.left) - box.left, box.width - this.element.offsetWidth - 8));
    this.element.style.left = `${left}px`;
    this.element.style.bottom = `${box.bottom - caret.top + 4}px`;
    this.element.style.maxHeight = `${Math.max(140, Math.min(340, caret.top - 60))}px`;
  }

  private choose(): void {
    const suggestion = this.found[this.active];
    this.hide();
    if (suggestion) this.take(this.kind, suggestion, this.length);
  }
}
