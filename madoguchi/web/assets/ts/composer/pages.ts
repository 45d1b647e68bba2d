// The two texts of a composer, reply and note: one is being written, the other rests with its files until it is turned to.
import { Body, Mode, MODES } from "./drafts";
import { Files } from "./files";
import type { Words } from "./surface";
import { Writing } from "./writing";

const NOTHING: Words = { text: "", html: "" };

interface Hooks {
  /** The text itself was changed. */
  typed(): void;
  /** Anything of the message was changed. */
  changed(): void;
  key(event: KeyboardEvent): boolean;
  formatted(on: boolean): void;
}

export class Pages {
  mode: Mode = "reply";
  readonly files: Record<Mode, Files>;
  readonly writing: Writing;
  private resting: Record<Mode, Words> = { reply: NOTHING, note: NOTHING };

  constructor(hooks: Hooks) {
    this.files = { reply: new Files(() => hooks.changed()), note: new Files(() => hooks.changed()) };
    this.writing = new Writing({ changed: () => hooks.typed(), key: (event) => hooks.key(event), files: () => this.files[this.mode] }, () => hooks.formatted(this.writing.formatted));
  }

  words(mode: Mode): Words {
    if (mode !== this.mode) return this.resting[mode];
    const { surface } = this.writing;
    const now = surface.get();
    return !surface.rich && now.text === this.resting[mode].text ? this.resting[mode] : now;
  }

  turn(mode: Mode): void {
    if (mode !== this.mode) this.resting[this.mode] = this.words(this.mode);
    if (mode !== this.mode || this.writing.surface.empty) this.writing.turn(mode, this.resting[mode]);
    this.mode = mode;
    for (const kind of MODES) this.files[kind].element.classList.toggle("away", mode !== kind);
  }

  /** Shows a text that was written before, with its files. */
  show(mode: Mode, body: Body): void {
    this.files[mode].restore(body.files ?? []);
    const words = { text: body.text, html: body.html ?? "" };
    this.resting[mode] = words;
    if (this.mode === mode) this.writing.set(words);
  }

  /** The message with this text leaves. */
  clear(mode: Mode): void {
    this.writing.set(NOTHING);
    this.resting[mode] = NOTHING;
    this.files[mode].release();
  }

  /** The other way of writing; returns how to get lost formatting back. */
  async format(): Promise<(() => void) | null> {
    const { mode, files, writing } = this;
    const lost = await writing.toggle();
    this.resting[mode] = writing.surface.get();
    if (!lost) return null;
    files[mode].pin(false);
    return () => {
      files[mode].pin(true);
      void writing.bringBack(lost);
    };
  }

  close(): void {
    for (const mode of MODES) this.files[mode].close();
    this.writing.close();
  }
}
