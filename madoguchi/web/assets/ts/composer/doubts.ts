// A look at a reply before it is sent (送信前チェック). The server knows the rules: it is asked in a pause while one
// writes, and looks again when the reply arrives. A warning can be overridden with one click, a stop cannot.
import { Refusal, send, Values } from "../desk/fetching";
import { icon, make, text } from "../desk/texts";
import { askApproval } from "./approval";
import { Found, Promises } from "./promises";

interface Doubt {
  code: string;
  level: "warn" | "approve" | "stop";
  text: string;
}
const PAUSE_MS = 1500;

export class Doubts {
  readonly element: HTMLElement;
  private said = make("div", { "aria-live": "polite" });
  private promises: Promises;
  private timer = 0;
  private on = true;
  private latest = 0;

  constructor(private ticket: string, private values: () => Values) {
    this.promises = new Promises(ticket);
    this.element = make("div", { class: "doubts" }, this.promises.element, this.said);
  }

  /** What the writer decided about promises, as fields of the reply that leaves now. */
  take(): Values {
    return this.promises.take();
  }

  /** The reply with these fields came back. */
  restore(values: Values): void {
    this.promises.restore(values);
  }

  turn(on: boolean): void {
    this.on = on;
    if (on) this.later(false);
    else this.clear();
  }

  later(writing = true): void {
    if (this.on && writing) this.promises.begin();
    window.clearTimeout(this.timer);
    if (this.on) this.timer = window.setTimeout(() => void this.look(), PAUSE_MS);
  }

  stop(): void {
    window.clearTimeout(this.timer);
    this.latest += 1;
  }

  clear(): void {
    this.stop();
    this.said.replaceChildren();
    this.promises.clear();
  }

  /** The server refused: what it doubts stands above the send button, with the way on where there is one. */
  ask(refusal: Refusal, go: (accepted: string[], ask?: Values) => void): void {
    const details = (refusal.body.details ?? {}) as { doubts?: Doubt[]; promises?: Found[] };
    const doubts = details.doubts ?? [refusal.message, ...(details.promises ?? []).map((one) => `「${one.words}」`)].map((words): Doubt => ({ code: refusal.code, level: "warn", text: words }));
    this.clear();
    this.promises.begin();
    const stops = doubts.filter((doubt) => doubt.level === "stop");
    if (stops.length) forbid(stops);
    const needed = doubts.some((doubt) => doubt.level === "approve");
    const anyway = make("button", { type: "button", class: "button button-plain" }, text(needed ? "ask_approval" : "send_anyway"));
    const accept = (ask?: Values) => {
      this.clear();
      go(doubts.map((doubt) => doubt.code), ask);
    };
    anyway.addEventListener("click", () => (needed ? void askApproval(accept) : accept()));
    this.said.replaceChildren(make("div", { class: `notice notice-${stops.length ? "error" : "warning"}`, role: "alert" }, icon("triangle-alert"), lines(doubts), !stops.length && anyway));
    if (!stops.length) anyway.focus();
  }

  private async look(): Promise<void> {
    const values = this.values();
    const mine = ++this.latest;
    if (!String(values.text ?? "").trim()) return this.clear();
    try {
      const { doubts, promises } = (await (await send("POST", `/tickets/${this.ticket}/checks`, values)).json()) as { doubts: Doubt[]; promises: Found[] };
      if (mine !== this.latest || !this.on) return;
      this.promises.show(promises);
      this.said.replaceChildren(...(doubts.length ? [make("div", { class: "hints" }, icon("triangle-alert"), lines(doubts))] : []));
    } catch {
      // The look at sending is the one that counts.
    }
  }
}

function lines(doubts: Doubt[]): HTMLElement {
  return make("ul", { class: "grow" }, ...doubts.map((doubt) => make("li", { "data-doubt": doubt.code }, doubt.text)));
}

function forbid(stops: Doubt[]): void {
  const back = make("button", { type: "button", class: "button button-primary", "data-close-dialog": true }, text("go_back"));
  const title = make("h2", { id: "forbidden-title" }, text("must_not_leave"));
  document.getElementById("dialogs")?.replaceChildren(make("dialog", { class: "dialog", "aria-labelledby": "forbidden-title" }, make("header", {}, title), lines(stops), make("footer", {}, back)));
}
