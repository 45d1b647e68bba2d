// The list under the caret: macros after “/” at the beginning of a line, colleagues after “@” in notes. Never while composing.
import { isComposing } from "../behaviours/ime";
import { choices, fold } from "../desk/choices";
import { make, text } from "../desk/texts";

export interface Suggestion {
  id: number;
  label: string;
  hint: string;
  preview: string;
}

export class Suggesting {
  private box = make("div", { class: "menu popup", role: "listbox" });
  private found: Suggestion[] = [];
  private active = 0;
  private start = 0;
  private kind: "macro" | "mention" = "macro";

  constructor(private area: HTMLTextAreaElement, private mode: () => "reply" | "note", private take: (kind: "macro" | "mention", suggestion: Suggestion, from: number, to: number) => void) {
    this.box.hidden = true;
    area.addEventListener("input", (event) => void (isComposing(event as InputEvent) || this.look()));
    area.addEventListener("compositionend", () => window.setTimeout(() => void this.look()));
    area.addEventListener("blur", () => window.setTimeout(() => this.hide(), 150));
    area.addEventListener("keydown", (event) => this.key(event));
  }

  get element(): HTMLElement {
    return this.box;
  }

  private async look(): Promise<void> {
    const before = this.area.value.slice(0, this.area.selectionStart);
    const macro = before.match(/(?:^|\n)\/([^\s/]{0,30})$/);
    const mention = this.mode() === "note" ? before.match(/[@＠]([^\s@＠]{0,20})$/) : null;
    const match = macro ?? mention;
    if (!match) return this.hide();
    this.kind = macro ? "macro" : "mention";
    const typed = fold(match[1] ?? "");
    this.start = before.length - (match[1] ?? "").length - 1;
    const all = await choices();
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
    const preview = this.found[this.active]?.preview;
    this.box.replaceChildren(...options, preview ? make("div", { class: "preview" }, preview) : "");
    this.box.setAttribute("aria-label", text(this.kind === "macro" ? "macro" : "note"));
    this.box.hidden = false;
    this.box.style.bottom = `${(this.area.parentElement?.offsetHeight ?? 0) - this.area.offsetTop + 4}px`;
    this.box.style.left = "12px";
    this.area.setAttribute("aria-activedescendant", `suggest-${this.active}`);
  }

  private hide(): void {
    this.box.hidden = true;
    this.area.removeAttribute("aria-activedescendant");
  }

  private key(event: KeyboardEvent): void {
    if (this.box.hidden || isComposing(event)) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      this.active = (this.active + (event.key === "ArrowDown" ? 1 : this.found.length - 1)) % this.found.length;
      this.draw();
    } else if ((event.key === "Enter" || event.key === "Tab") && !event.ctrlKey && !event.metaKey) this.choose();
    else if (event.key === "Escape") this.hide();
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  private choose(): void {
    const suggestion = this.found[this.active];
    this.hide();
    if (suggestion) this.take(this.kind, suggestion, this.start, this.area.selectionStart);
  }
}
