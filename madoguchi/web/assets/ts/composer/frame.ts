// The composer's fixed parts: tabs, tools and send buttons. What they do is told from outside.
import { may } from "../desk/state";
import { icon, make, text } from "../desk/texts";
import type { Mode } from "./drafts";
import { MODES } from "./drafts";

export interface Doings {
  choose(mode: Mode): void;
  send(close: boolean): void;
  later(anchor: HTMLElement): void;
  attach(list: Iterable<File>): void;
  macro(anchor: HTMLElement): void;
  article(anchor: HTMLElement): void;
  preview(): void;
  format(): void;
}

export class Frame {
  readonly tabs: Record<Mode, HTMLButtonElement>;
  readonly saved = make("span", { class: "saved", "aria-live": "off" });
  readonly head: HTMLElement;
  readonly foot: HTMLElement;
  private sendButton = make("button", { type: "button", class: "button button-primary", title: "Ctrl/⌘ + Enter" });
  private place = make("span", { class: "bound" });
  private closeButton = make("button", { type: "button", class: "button button-primary", "aria-label": text("send_close"), title: text("send_close") }, icon("check"));
  private laterButton = make("button", { type: "button", class: "button button-primary", "aria-haspopup": "menu", "aria-label": text("send_later"), title: text("send_later") }, icon("clock"));
  private formatButton: HTMLButtonElement;
  private previewButton: HTMLButtonElement;

  constructor(private customer: string, private ticket: string, doings: Doings) {
    this.tabs = { reply: this.tab("reply", "reply", doings), note: this.tab("note", "sticky-note", doings) };
    const picker = make("input", { type: "file", multiple: true, hidden: true, "aria-label": text("attach") });
    picker.addEventListener("change", () => {
      doings.attach(picker.files ?? []);
      picker.value = "";
    });
    const attach = tool("paperclip", text("attach"), () => picker.click());
    const macro = tool("zap", `${text("macro")} (/)`, () => doings.macro(macro));
    const article = tool("book-open", text("article"), () => doings.article(article));
    this.previewButton = tool("eye", text("preview"), () => doings.preview());
    this.formatButton = tool("type", text("formatting"), () => doings.format());
    this.sendButton.addEventListener("click", () => doings.send(false));
    this.closeButton.addEventListener("click", () => doings.send(true));
    this.laterButton.addEventListener("click", () => doings.later(this.laterButton));
    this.head = make("div", { class: "composer-tabs" }, make("div", { role: "tablist", "aria-label": text("write") }, may("ticket:reply") && this.tabs.reply, this.tabs.note), make("span", { class: "grow" }), this.saved);
    this.foot = make("div", { class: "composer-foot" }, attach, macro, article, this.formatButton, this.previewButton, picker, this.place, make("span", { class: "split-button" }, this.sendButton, this.laterButton, this.closeButton));
  }

  show(mode: Mode): void {
    for (const kind of MODES) {
      this.tabs[kind].setAttribute("aria-selected", String(kind === mode));
      this.tabs[kind].tabIndex = kind === mode ? 0 : -1;
    }
    this.sendButton.className = `button ${mode === "reply" ? "button-primary" : "button-note"}`;
    this.sendButton.replaceChildren(icon(mode === "reply" ? "send" : "sticky-note"), make("span", {}, text(mode === "reply" ? "send" : "save_note")));
    this.place.textContent = this.place.title = mode === "reply" ? text("bound_to", this.customer, this.ticket) : `#${this.ticket}`;
    this.closeButton.hidden = mode === "note" || !may("ticket:close");
    this.previewButton.hidden = this.laterButton.hidden = mode === "note";
  }

  formatted(on: boolean): void {
    this.formatButton.setAttribute("aria-pressed", String(on));
    this.formatButton.title = text(on ? "plain_on" : "plain_off");
  }

  wait(on: boolean): void {
    this.sendButton.disabled = this.laterButton.disabled = this.closeButton.disabled = on;
  }

  private tab(mode: Mode, name: string, doings: Doings): HTMLButtonElement {
    const button = make("button", { type: "button", role: "tab" }, icon(name), text(mode));
    button.addEventListener("click", () => doings.choose(mode));
    return button;
  }
}

function tool(name: string, label: string, run: () => void): HTMLButtonElement {
  const button = make("button", { type: "button", class: "icon-button", "aria-label": label, title: label }, icon(name));
  button.addEventListener("click", run);
  return button;
}
