// Writing without formatting: a text field.
import { isComposing } from "../behaviours/ime";
import { make } from "../desk/texts";
import type { Mode } from "./drafts";
import { growWithText } from "./growing";
import type { Hooks, Surface, Words } from "./surface";

export class PlainSurface implements Surface {
  readonly rich = false;
  readonly field = make("textarea", { rows: "2" });
  readonly element = this.field;

  constructor(private hooks: Hooks) {
    this.field.addEventListener("input", () => hooks.changed());
    this.field.addEventListener("keydown", (event) => {
      if (isComposing(event) || !hooks.key(event)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    });
    this.field.addEventListener("paste", (event) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (!files.length || event.clipboardData?.getData("text/plain")) return;
      event.preventDefault();
      hooks.files().add(files);
    });
    growWithText(this.field);
  }

  get empty(): boolean {
    return !this.field.value.trim();
  }

  focus(): void {
    this.field.focus();
  }

  get(): Words {
    return { text: this.field.value, html: "" };
  }

  set(words: Words): void {
    this.field.value = words.text;
  }

  turn(_mode: Mode, words: Words): void {
    this.set(words);
  }

  before(): string {
    const text = this.field.value.slice(0, this.field.selectionStart);
    return text.slice(text.lastIndexOf("\n") + 1);
  }

  insert(words: string, length = 0): void {
    const { selectionStart: from, selectionEnd: to } = this.field;
    this.field.setRangeText(words, from - length, to, "end");
    this.hooks.changed();
  }

  caret(): DOMRect {
    return this.field.getBoundingClientRect();
  }

  label(words: string, language: string): void {
    this.field.placeholder = words;
    this.field.lang = language;
    this.field.setAttribute("aria-label", words);
  }
}
