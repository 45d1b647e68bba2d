// <reply-composer ticket customer channel to-name to-address>: an island that owns its inside. Bound to one ticket for
// life; the server refuses a mismatch. Plain text: Enter makes a new line, Ctrl or Cmd with Enter sends.
import { isComposing } from "../behaviours/ime";
import { showDialog } from "../desk/dialog";
import { Refusal, send } from "../desk/fetching";
import { refreshTicket } from "../desk/refreshing";
import { currentTicket, may } from "../desk/state";
import { icon, make, text } from "../desk/texts";
import { Conflict, Drafts, Mode } from "./drafts";
import { doubtAbout } from "./doubts";
import { takeFiles } from "./dropping";
import { Files } from "./files";
import { growWithText } from "./growing";
import { Lock } from "./lock";
import { applyMacro, macroMenu } from "./macros";
import { Notices } from "./notices";
import { Person, Recipients } from "./recipients";
import { Seen } from "./seen";
import { newKey, Outgoing, post } from "./sending";
import { Suggesting, Suggestion } from "./suggesting";

class ReplyComposer extends HTMLElement {
  private ticket = "";
  private mode: Mode = "reply";
  private texts: Record<Mode, string> = { reply: "", note: "" };
  private mentions = new Map<string, number>();
  private drafts!: Drafts;
  private recipients!: Recipients;
  private files!: Files;
  private lock!: Lock;
  private seen!: Seen;
  private area!: HTMLTextAreaElement;
  private box!: HTMLDivElement;
  private notices = new Notices();
  private sendButton!: HTMLButtonElement;
  private closeButton!: HTMLButtonElement;
  private tabs!: Record<Mode, HTMLButtonElement>;
  private saved = make("span", { class: "saved", "aria-live": "off" });
  private warned = false;

  connectedCallback(): void {
    if (this.ticket) return;
    this.ticket = this.getAttribute("ticket") ?? "";
    this.drafts = new Drafts(this.ticket, (mode, theirs) => this.askConflict(mode, theirs), () => this.flashSaved());
    this.files = new Files(() => this.changed());
    this.seen = new Seen(this.ticket);
    this.lock = new Lock(this.ticket, (refusal) => this.showLocked(refusal));
    this.build();
    for (const mode of ["reply", "note"] as const) this.showDraft(mode, this.drafts.body(mode));
    this.choose(may("ticket:reply") && (this.texts.reply || !this.texts.note) ? "reply" : "note");
    window.setTimeout(() => this.isConnected && void this.drafts.load((mode, body) => this.showDraft(mode, body)), 400);
    document.addEventListener("desk:taken-back", this.onTakenBack);
    document.addEventListener("desk:refused", this.onRefused);
    document.addEventListener("desk:presence", this.onPresence);
    document.addEventListener("desk:ticket", this.onNews);
  }

  disconnectedCallback(): void {
    this.drafts.close();
    this.lock.release();
    document.removeEventListener("desk:taken-back", this.onTakenBack);
    document.removeEventListener("desk:refused", this.onRefused);
    document.removeEventListener("desk:presence", this.onPresence);
    document.removeEventListener("desk:ticket", this.onNews);
  }

  /** Focuses the editor in a mode (keys r and n). */
  open(mode: Mode): void {
    this.choose(mode);
    this.area.focus();
  }

  private build(): void {
    const name = this.getAttribute("to-name") ?? "";
    const address = this.getAttribute("to-address") ?? "";
    this.recipients = new Recipients(address ? [{ name, address }] : [], () => this.changed());
    const cc = this.getAttribute("cc");
    if (cc) this.recipients.set("cc", JSON.parse(cc) as Person[]);
    this.area = make("textarea", { rows: "2", "aria-label": text("write_reply") });
    const suggesting = new Suggesting(this.area, () => this.mode, (kind, suggestion, from, to) => void this.take(kind, suggestion, from, to));
    this.tabs = { reply: this.tab("reply", "reply"), note: this.tab("note", "sticky-note") };
    const picker = make("input", { type: "file", multiple: true, hidden: true, "aria-label": text("attach") });
    picker.addEventListener("change", () => {
      this.files.add(picker.files ?? []);
      picker.value = "";
    });
    const attach = this.tool("paperclip", text("attach"), () => picker.click());
    const macro = this.tool("zap", `${text("macro")} (/)`, () => void macroMenu(macro, (id) => void this.insertMacro(id, this.area.selectionStart, this.area.selectionEnd)));
    const preview = this.tool("eye", text("preview"), () => void this.preview());
    this.sendButton = make("button", { type: "button", class: "button button-primary" });
    this.sendButton.addEventListener("click", () => void this.send());
    this.closeButton = make("button", { type: "button", class: "button button-primary", "aria-label": text("send_close"), title: text("send_close") }, icon("check"));
    this.closeButton.addEventListener("click", () => void this.send({ close: true }));
    const bound = make("span", { class: "bound" }, text("bound_to", this.getAttribute("customer") ?? "", this.ticket));
    const tabs = make("div", { class: "composer-tabs" }, make("div", { role: "tablist", "aria-label": text("write") }, may("ticket:reply") && this.tabs.reply, this.tabs.note), make("span", { class: "grow" }), this.saved);
    const foot = make("div", { class: "composer-foot" }, attach, macro, preview, picker, bound, make("span", { class: "split-button" }, this.sendButton, this.closeButton));
    this.box = make("div", { class: "composer" }, tabs, this.recipients.element, this.notices.element, this.area, this.files.element, foot, suggesting.element);
    this.append(this.box);
    this.area.addEventListener("input", () => this.typed());
    this.area.addEventListener("keydown", (event) => this.key(event));
    growWithText(this.area);
    takeFiles(this.box, this.area, this.files);
  }

  private tab(mode: Mode, name: string): HTMLButtonElement {
    const button = make("button", { type: "button", role: "tab" }, icon(name), text(mode));
    button.addEventListener("click", () => this.open(mode));
    return button;
  }

  private tool(name: string, label: string, run: () => void): HTMLButtonElement {
    const button = make("button", { type: "button", class: "icon-button", "aria-label": label, title: label }, icon(name));
    button.addEventListener("click", run);
    return button;
  }

  private choose(mode: Mode): void {
    if (mode === "reply" && !may("ticket:reply")) return;
    if (this.area.value || this.mode !== mode) this.texts[this.mode] = this.area.value || this.texts[this.mode];
    this.mode = mode;
    this.area.value = this.texts[mode];
    this.box.classList.toggle("note", mode === "note");
    this.recipients.element.hidden = mode === "note" || this.getAttribute("channel") === "chat";
    for (const kind of ["reply", "note"] as const) {
      this.tabs[kind].setAttribute("aria-selected", String(kind === mode));
      this.tabs[kind].tabIndex = kind === mode ? 0 : -1;
    }
    const words = text(mode === "reply" ? "write_reply" : "write_note");
    this.area.placeholder = words;
    this.area.setAttribute("aria-label", words);
    this.sendButton.className = `button ${mode === "reply" ? "button-primary" : "button-note"}`;
    this.sendButton.replaceChildren(icon(mode === "reply" ? "send" : "sticky-note"), make("span", {}, text(mode === "reply" ? "send" : "save_note")));
    this.sendButton.title = "Ctrl/⌘ + Enter";
    this.closeButton.hidden = mode === "note" || !may("ticket:close");
  }

  private typed(): void {
    if (!this.texts.reply) this.seen.all();
    this.texts[this.mode] = this.area.value;
    this.warned = false;
    this.changed();
    if (this.mode === "reply" && this.area.value) void this.lock.touch();
  }

  private changed(): void {
    if (!this.drafts || !this.area) return;
    const people = this.mode === "reply" ? { to: this.recipients.to, cc: this.recipients.cc, bcc: this.recipients.bcc } : {};
    this.drafts.change(this.mode, { text: this.texts[this.mode], ...people });
  }

  private key(event: KeyboardEvent): void {
    if (isComposing(event)) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      event.stopPropagation();
      void this.send({ close: event.shiftKey });
    } else if (event.key === "Escape") this.area.blur();
  }

  private async send(options: { close?: boolean; confirmed?: boolean } = {}): Promise<void> {
    const words = this.area.value;
    const article = currentTicket();
    if (article?.dataset.ticketId !== this.ticket) return;
    if (this.files.busy) return void this.notices.show("info", text("uploading"));
    if (!words.trim() && !this.files.count) return void this.notices.show("error", text("empty"));
    const mode = this.mode;
    if (mode === "reply" && !this.recipients.element.hidden) {
      const wrong = this.recipients.settle();
      if (wrong) return void this.notices.show("error", text("bad_address", wrong));
    }
    const doubt = mode === "reply" && !this.warned ? doubtAbout(words, this.files.count) : "";
    if (doubt) {
      this.warned = true;
      return void this.notices.show("warning", text(doubt), [text("send_anyway"), () => void this.send(options)]);
    }
    const values: Outgoing["values"] = { text: words, client_key: newKey(), attachment_ids: this.files.ids, last_seen_id: this.seen.id };
    if (mode === "note") values.mention_ids = [...this.mentions].filter(([name]) => words.includes(`@${name}`)).map(([, id]) => id);
    else {
      if (this.recipients.to.length) values.to = JSON.stringify(this.recipients.to);
      values.cc = JSON.stringify(this.recipients.cc);
      values.bcc = JSON.stringify(this.recipients.bcc);
      if (options.close) values.close = "yes";
      if (options.confirmed) values.confirm_newer = "yes";
    }
    this.texts[mode] = this.area.value = "";
    this.notices.clear();
    this.sendButton.disabled = this.closeButton.disabled = true;
    const refusal = await post({ ticket: this.ticket, mode, values });
    this.sendButton.disabled = this.closeButton.disabled = false;
    if (refusal) return this.refused({ ticket: this.ticket, mode, values }, refusal);
    this.files.release();
    this.lock.release();
    if (!this.texts[mode]) void this.drafts.clear(mode);
  }

  private refused(outgoing: Outgoing, refusal: Refusal): void {
    if (!this.texts[outgoing.mode]) this.texts[outgoing.mode] = String(outgoing.values.text);
    this.area.value = this.texts[this.mode];
    this.changed();
    if (refusal.code === "newer_message") {
      void refreshTicket(this.ticket);
      this.notices.show("warning", `${text("newer_title")}。${text("newer_text")}`, [text("confirm_send"), () => void this.send({ confirmed: true, close: outgoing.values.close === "yes" })]);
    } else this.notices.show("error", refusal.message);
  }

  private showLocked(refusal: Refusal): void {
    this.notices.hint(refusal.message, [text("take_over"), () => void this.lock.touch(true)]);
  }

  private askConflict(mode: Mode, theirs: Conflict): void {
    this.notices.show("warning", text("draft_conflict"), [text("draft_mine"), () => this.drafts.insist(mode, theirs.revision)], [
      text("draft_theirs"),
      () => {
        this.drafts.adopt(mode, theirs);
        this.showDraft(mode, theirs.body);
      },
    ]);
  }

  private showDraft(mode: Mode, body: { text: string; to?: Person[]; cc?: Person[]; bcc?: Person[] }): void {
    this.texts[mode] = body.text;
    if (this.mode === mode) this.area.value = body.text;
    if (mode === "reply") for (const kind of ["to", "cc", "bcc"] as const) if (body[kind]?.length) this.recipients.set(kind, body[kind] ?? []);
  }

  private flashSaved(): void {
    this.saved.textContent = text("draft_saved");
    window.setTimeout(() => (this.saved.textContent = ""), 2000);
  }

  private async preview(): Promise<void> {
    if (this.mode === "note") return;
    try {
      showDialog(await (await send("POST", `/tickets/${this.ticket}/previews`, { text: this.area.value })).text());
    } catch (error) {
      this.notices.show("error", (error as Refusal).message);
    }
  }

  private async take(kind: "macro" | "mention", suggestion: Suggestion, from: number, to: number): Promise<void> {
    if (kind === "macro") return this.insertMacro(suggestion.id, from, to);
    this.mentions.set(suggestion.label, suggestion.id);
    this.area.setRangeText(`@${suggestion.label} `, from, to, "end");
    this.typed();
  }

  private async insertMacro(id: number, from: number, to: number): Promise<void> {
    try {
      const words = await applyMacro(this.ticket, id);
      this.area.focus();
      this.area.setRangeText(words, from, to, "end");
      this.typed();
    } catch (error) {
      this.notices.show("error", (error as Refusal).message);
    }
  }

  private onTakenBack = (event: Event): void => {
    const detail = (event as CustomEvent).detail as { ticket_id: number; text: string; to: Person[]; cc: Person[] };
    if (String(detail.ticket_id) !== this.ticket) return;
    this.choose("reply");
    this.area.value = this.texts.reply = this.texts.reply ? `${detail.text}\n\n${this.texts.reply}` : detail.text;
    this.recipients.set("to", detail.to);
    this.recipients.set("cc", detail.cc);
    this.changed();
    this.area.focus();
  };

  private onRefused = (event: Event): void => {
    const { outgoing, refusal } = (event as CustomEvent).detail as { outgoing: Outgoing; refusal: Refusal };
    if (outgoing.ticket === this.ticket) this.refused(outgoing, refusal);
  };

  private onNews = (event: Event): void => {
    if ((event as CustomEvent).detail.id !== this.ticket || !this.seen.missed()) return;
    if (!this.texts.reply) this.seen.all();
    else this.notices.hint(text("newer_title"), [text("seen_it"), () => this.seen.all()]);
  };

  private onPresence = (event: Event): void => {
    const { id, others } = (event as CustomEvent).detail as { id: string; others: Array<{ name: string; editing: boolean }> };
    const writer = others.find((person) => person.editing);
    if (id === this.ticket && writer && this.mode === "reply" && this.area.value && document.activeElement === this.area) this.notices.hint(text("is_replying", writer.name), [text("take_over"), () => void this.lock.touch(true)]);
  };
}

customElements.define("reply-composer", ReplyComposer);
export type { ReplyComposer };
