// お約束 under the text: what the server found in it, each kept unless the writer drops it, with a due time they can
// change; and promises of earlier answers that this one can fulfil.
import { askTime } from "../desk/asking";
import { icon, make, text } from "../desk/texts";
import type { Values } from "../desk/fetching";

export interface Found {
  words: string;
  due_at: string;
  vague: boolean; // the text names no time: the due time is the server's proposal
}

export class Promises {
  readonly element = make("div", { class: "promising" });
  private found: Found[] = [];
  private taken: Found[] = [];
  private chosen = new Map<string, string | null>();
  private ticks = new Map<string, boolean>();
  private writing = false;

  constructor(private ticket: string) {}

  show(found: Found[]): void {
    this.found = found;
    this.writing = true;
    this.draw();
  }

  /** Something is being written: earlier promises that it may fulfil are shown at once. */
  begin(): void {
    if (!this.writing) this.show(this.found);
  }

  clear(): void {
    this.writing = false;
    this.element.replaceChildren();
  }

  /** What the writer decided, as fields of the reply that leaves now: nothing of it counts for the next one. */
  take(): Values {
    const answers = this.answers();
    this.taken = this.found;
    this.found = [];
    this.chosen.clear();
    this.ticks.clear();
    this.clear();
    return answers;
  }

  /** The reply with these fields came back: its decisions count again. */
  restore({ promises, keeps }: Values): void {
    this.found = this.taken;
    this.chosen = new Map(Object.entries(JSON.parse(String(promises ?? "{}")) as Record<string, string | null>));
    this.ticks = new Map(this.open().map((one) => one.dataset.commitment ?? "").map((id) => [id, ((keeps ?? []) as string[]).includes(id)]));
  }

  private answers(): Values {
    const promises = this.chosen.size ? JSON.stringify(Object.fromEntries(this.chosen)) : undefined;
    return { promises, keeps: this.open().map((one) => one.dataset.commitment ?? "").filter((id) => this.ticks.get(id)) };
  }

  private draw(): void {
    this.element.replaceChildren(...this.found.map((one) => this.chip(one)), ...this.open().map((one) => this.tick(one)));
  }

  private chip(found: Found): HTMLElement {
    const due = this.chosen.get(found.words);
    const off = due === null;
    const when = off ? text("promise_off") : text(found.vague && !due ? "promise_about" : "promise_by", format(due ?? found.due_at));
    const change = make("button", { type: "button", class: "button button-quiet small", title: text("promise_move") }, when, icon("pencil"));
    change.addEventListener("click", () => askTime(text("promise_move"), found.words, due ?? found.due_at, (iso) => this.choose(found, iso)));
    const name = text(off ? "promise_again" : "promise_drop");
    const turn = off ? make("button", { type: "button", class: "button button-quiet small" }, icon("undo-2"), name) : make("button", { type: "button", class: "icon-button", "aria-label": name, title: name }, icon("x"));
    turn.addEventListener("click", () => this.choose(found, off ? undefined : null));
    return make("div", { class: `promise-chip${off ? " off" : ""}` }, icon("handshake"), off ? make("b", {}, when) : change, make("q", { title: found.words }, found.words), turn);
  }

  private choose(found: Found, due: string | null | undefined): void {
    if (due === undefined) this.chosen.delete(found.words);
    else this.chosen.set(found.words, due);
    this.draw();
    this.element.querySelectorAll<HTMLElement>(".promise-chip")[this.found.indexOf(found)]?.querySelector<HTMLElement>("button:last-child")?.focus();
  }

  private tick(promise: HTMLElement): HTMLElement {
    const id = promise.dataset.commitment ?? "";
    const box = make("input", { type: "checkbox" });
    box.checked = this.ticks.get(id) ?? promise.matches(".late, .today");
    this.ticks.set(id, box.checked); // only what the writer had before their eyes counts
    box.addEventListener("change", () => this.ticks.set(id, box.checked));
    return make("label", { class: "promise-tick" }, box, make("span", {}, text("promise_fulfil", format(promise.dataset.due ?? ""))), make("q", {}, promise.querySelector("q")?.textContent ?? ""));
  }

  private open(): HTMLElement[] {
    return [...document.querySelectorAll<HTMLElement>(`#head-${this.ticket} [data-commitment]`)];
  }
}

function format(iso: string): string {
  const time = new Date(iso);
  const { lang } = document.documentElement;
  return new Intl.DateTimeFormat(lang, { month: lang.startsWith("ja") ? "numeric" : "short", day: "numeric", weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(time);
}
