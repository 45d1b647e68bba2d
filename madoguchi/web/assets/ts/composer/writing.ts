// The place one writes in: a text field at once, the editor with formatting as soon as it is here. A text that is being
// typed or composed is never disturbed: the editor takes its place in a pause, with every letter and the caret.
import { composingNow } from "../behaviours/ime";
import { painted } from "../desk/painting";
import { prefer, richEditor, richEditorNow, wantsRich } from "./loading";
import { PlainSurface } from "./plain";
import type { Hooks, Surface, Words } from "./surface";
import type { Mode } from "./drafts";

const PAUSE_MS = 200;
const FORMATTED = /<(?!\/?(?:p|br)\b)[a-z]/;

/** Whether a text says more in HTML than in plain letters. */
export function isFormatted(html: string): boolean {
  return FORMATTED.test(html.replace(/<a\b[^>]*href="(?:mailto:)?([^"]*)"[^>]*>\1\/?<\/a>/g, "$1"));
}

export class Writing {
  surface: Surface;
  private rich = wantsRich();
  private typedAt = 0;
  private mode: Mode = "reply";
  private hooks: Hooks;

  constructor(hooks: Hooks, private onExchange: () => void) {
    this.hooks = {
      ...hooks,
      changed: () => {
        this.typedAt = Date.now();
        hooks.changed();
      },
    };
    this.surface = new PlainSurface(this.hooks);
    this.surface.field.addEventListener("focus", () => void this.improve());
  }

  get formatted(): boolean {
    return this.rich;
  }

  /** The editor, before anybody writes, when it is loaded already: the caret need not move later. */
  ready(): void {
    const module = this.rich ? richEditorNow() : null;
    if (module && !this.surface.rich && document.activeElement !== this.surface.field) this.exchange(new module.RichSurface(this.hooks, this.mode), this.surface.get());
  }

  turn(mode: Mode, words: Words): void {
    this.mode = mode;
    this.surface.turn(mode, words);
    this.hold(words);
  }

  set(words: Words): void {
    this.surface.set(words);
    this.hold(words);
  }

  /** The other way of writing, from now on; returns the words as they were with their formatting. */
  async toggle(): Promise<Words | null> {
    const before = this.surface.get();
    this.rich = !this.rich;
    prefer(this.rich);
    if (this.rich) await this.improve(true);
    else if (this.surface.rich) this.exchange(new PlainSurface(this.hooks), before);
    return !this.rich && isFormatted(before.html) ? before : null;
  }

  async bringBack(words: Words): Promise<void> {
    this.rich = true;
    prefer(true);
    await this.improve(true);
    this.surface.set(words);
  }

  close(): void {
    if ("destroy" in this.surface) (this.surface as Surface & { destroy(): void }).destroy();
  }

  private async improve(now = false): Promise<void> {
    if (!this.rich || this.surface.rich) return;
    if (!now) await painted();
    const module = await richEditor().catch(() => null);
    if (!module) return this.release();
    while (!now && (composingNow() || Date.now() - this.typedAt < PAUSE_MS)) await new Promise((resolve) => window.setTimeout(resolve, 60));
    if (this.rich && !this.surface.rich && this.surface.element.isConnected) this.exchange(new module.RichSurface(this.hooks, this.mode), this.surface.get());
  }

  private exchange(fresh: Surface, words: Words): void {
    const old = this.surface;
    const focused = old.field === document.activeElement || old.element.contains(document.activeElement);
    const caret = old.field instanceof HTMLTextAreaElement ? old.field.selectionStart : -1;
    const kept = this.kept?.text === words.text ? this.kept : words;
    fresh.set(fresh.rich && !words.html ? kept : words);
    fresh.label(old.field.getAttribute("aria-label") ?? "", old.field.lang);
    old.element.replaceWith(fresh.element);
    this.surface = fresh;
    if (caret >= 0 && "place" in fresh) (fresh as Surface & { place(offset: number): void }).place(caret);
    if (focused) fresh.focus();
    if ("destroy" in old) (old as Surface & { destroy(): void }).destroy();
    this.onExchange();
  }

  // A text with formatting that still stands in the plain field: not to be typed into, or its formatting would be lost.
  private kept: Words | null = null;
  private hold(words: Words): void {
    this.kept = words.html ? words : null;
    if (!this.surface.rich) (this.surface.field as HTMLTextAreaElement).readOnly = this.rich && isFormatted(words.html);
  }
  private release(): void {
    if (!this.surface.rich) (this.surface.field as HTMLTextAreaElement).readOnly = false;
  }
}
