// What the composer needs of the place one writes in; there are two: a plain text field, and the editor with formatting.
import type { Files } from "./files";
import type { Mode } from "./drafts";

/** One text in both forms; `html` is empty when it was written without formatting. */
export interface Words {
  text: string;
  html: string;
}

export interface Hooks {
  changed(): void;
  /** True when the key was used. Never called while a text is being composed. */
  key(event: KeyboardEvent): boolean;
  /** The files of the message being written. */
  files(): Files;
}

export interface Surface {
  readonly element: HTMLElement;
  /** The thing that has the focus and the role of a text box. */
  readonly field: HTMLElement;
  readonly rich: boolean;
  readonly empty: boolean;
  focus(): void;
  get(): Words;
  set(words: Words): void;
  /** Shows the text of another mode; each keeps its own undo history where there is one. */
  turn(mode: Mode, words: Words): void;
  /** The line up to the caret. */
  before(): string;
  /** Puts words in place of the last `length` letters before the caret. */
  insert(words: string, length?: number): void;
  /** Where the caret is on the screen. */
  caret(): DOMRect;
  /** What it is called, and the language in which one writes: for spelling, line breaks and screen readers. */
  label(words: string, language: string): void;
}
