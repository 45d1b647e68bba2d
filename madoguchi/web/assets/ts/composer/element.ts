// <reply-composer ticket customer channel to-name to-address>: an island that owns its inside. Bound to one ticket for
// life; the server refuses a mismatch. Enter makes a new line, Ctrl or Cmd with Enter sends.
import type { Refusal } from "../desk/fetching";
import { idle, painted } from "../desk/painting";
import { refreshTicket } from "../desk/refreshing";
import { currentTicket, may } from "../desk/state";
import { make, text } from "../desk/texts";
import { articleMenu } from "./articles";
import { Colleagues } from "./colleagues";
import { Body, Conflict, Drafts, Mode, MODES } from "./drafts";
import { Doubts } from "./doubts";
import { takeFiles } from "./dropping";
import { Frame } from "./frame";
import { hear } from "./hearing";
import { bodyOf, cidsOf, joined, Letter, showPreview, valuesOf } from "./letter";
import { laterMenu } from "./later";
import { Lock } from "./lock";
import { applyMacro, macroMenu } from "./macros";
import { Notices } from "./notices";
import { Pages } from "./pages";
import { Person, Recipients } from "./recipients";
import { Seen } from "./seen";
import { asFields, asOptions, newKey, Options, Outgoing, post } from "./sending";
import { Suggesting, Suggestion } from "./suggesting";
import type { Surface } from "./surface";

const EDITOR_AFTER_MS = 600; // not for tickets that are only passed by

class ReplyComposer extends HTMLElement {
  private ticket = "";
  private begun = false;
  private pages!: Pages;
  private mentions = new Map<string, number>();
  private drafts!: Drafts;
  private colleagues!: Colleagues;
  private recipients!: Recipients;
  private suggesting!: Suggesting;
  private lock!: Lock;
  private seen!: Seen;
  private frame!: Frame;
  private doubts!: Doubts;
  private box!: HTMLDivElement;
  private notices = new Notices();
  private wasEmpty = true;
  private deaf = (): void => undefined;

  connectedCallback(): void {
    if (this.ticket) return;
    this.ticket = this.getAttribute("ticket") ?? "";
    void painted().then(() => this.isConnected && this.begin());
  }

  /** Builds the inside, in the frame after the ticket's own or when it is wanted at once. */
  private begin(): void {
    if (this.begun) return;
    this.begun = true;
    this.drafts = new Drafts(this.ticket, (mode, theirs) => this.askConflict(mode, theirs), () => this.flashSaved(), (others) => this.colleagues.show(others));
    this.colleagues = new Colleagues(this.ticket, (mode, body) => this.receive(mode, body), (words) => this.notices.show("error", words));
    this.seen = new Seen(this.ticket);
    this.lock = new Lock(this.ticket, (refusal) => this.showLocked(refusal));
    this.build();
    for (const mode of MODES) this.showDraft(mode, this.drafts.body(mode));
    this.choose(may("ticket:reply") && (this.pages.words("reply").text || !this.pages.words("note").text) ? "reply" : "note");
    window.setTimeout(() => this.isConnected && this.loadDrafts(), 400);
    window.setTimeout(() => idle(() => this.isConnected && this.pages.writing.ready()), EDITOR_AFTER_MS);
    this.deaf = hear(this.ticket, {
      takenBack: (message) => this.receive("reply", message),
      refused: (outgoing, refusal) => this.refused(outgoing, refusal),
      writing: (name) => this.somebodyWrites(name),
      news: () => this.news(),
      drafts: () => this.drafts.justSaved || this.loadDrafts(),
    });
  }

  disconnectedCallback(): void {
    if (!this.begun) return;
    this.drafts.close();
    this.lock.release();
    this.doubts.stop();
    void painted().then(() => this.pages.close());
    this.deaf();
  }

  /** Focuses the editor in a mode (keys r and n). */
  open(mode: Mode): void {
    this.begin();
    this.choose(mode);
    this.surface.focus();
  }

  private get mode(): Mode {
    return this.pages.mode;
  }

  private get surface(): Surface {
    return this.pages.writing.surface;
  }

  private build(): void {
    const name = this.getAttribute("to-name") ?? "";
    const address = this.getAttribute("to-address") ?? "";
    this.recipients = new Recipients(address ? [{ name, address }] : [], () => this.changed());
    const cc = this.getAttribute("cc");
    if (cc) this.recipients.set("cc", JSON.parse(cc) as Person[]);
    this.pages = new Pages({ typed: () => this.typed(), changed: () => this.changed(), key: (event) => this.key(event), formatted: (on) => this.frame.formatted(on) });
    const { files, writing } = this.pages;
    this.suggesting = new Suggesting(this.ticket, () => this.surface, () => this.mode, (kind, suggestion, length) => void this.take(kind, suggestion, length));
    this.doubts = new Doubts(this.ticket, () => valuesOf(this.letter(this.mode)));
    this.frame = new Frame(this.getAttribute("customer") ?? "", this.ticket, {
      choose: (mode) => this.open(mode),
      send: (close) => void this.send({ close }),
      later: (anchor) => laterMenu(anchor, (later) => void this.send({ later }), (asked) => void this.send({ ask: asked })),
      attach: (list) => files[this.mode].add(list),
      macro: (anchor) => void macroMenu(anchor, (id) => void this.insertMacro(id, 0)),
      article: (anchor) => articleMenu(anchor, (words) => this.put(words, 0)),
      preview: () => void showPreview(this.ticket, valuesOf(this.letter("reply"))).catch((error: Refusal) => this.notices.show("error", error.message)),
      format: () => void this.format(),
    });
    this.box = make("div", { class: "composer" }, this.frame.head, this.recipients.element, this.colleagues.element, this.notices.element, this.surface.element, files.reply.element, files.note.element, this.doubts.element, this.frame.foot, this.suggesting.element);
    this.append(this.box);
    this.frame.formatted(writing.formatted);
    takeFiles(this.box, () => files[this.mode]);
    this.box.addEventListener("focusout", () => window.setTimeout(() => this.box.contains(document.activeElement) || this.suggesting.hide(), 150));
    // A press on a button must not move the focus: the composer would grow under the pointer, and the click be lost.
    this.box.addEventListener("mousedown", (event) => void ((event.target as Element).closest("button, summary") && event.preventDefault()));
    this.box.addEventListener("compositionend", () => this.suggesting.look());
  }

  private choose(mode: Mode): void {
    if (mode === "reply" && !may("ticket:reply")) return;
    this.pages.turn(mode);
    this.wasEmpty = this.surface.empty;
    this.box.classList.toggle("note", mode === "note");
    this.recipients.element.hidden = mode === "note" || this.getAttribute("channel") === "chat";
    this.frame.show(mode);
    this.surface.label(text(mode === "reply" ? "write_reply" : "write_note"), mode === "reply" ? (this.getAttribute("language") ?? "") : document.documentElement.lang);
    this.doubts.turn(mode === "reply");
  }

  private typed(): void {
    const { empty } = this.surface;
    if (this.mode === "reply" && this.wasEmpty) this.seen.all();
    this.wasEmpty = empty;
    this.changed();
    this.suggesting.look();
    if (this.mode === "reply" && !empty) void this.lock.touch();
  }

  private changed(): void {
    const { mode } = this;
    this.drafts?.change(mode, () => bodyOf(this.letter(mode)));
    this.doubts?.later();
  }

  private letter(mode: Mode): Letter {
    return { mode, words: this.pages.words(mode), files: this.pages.files[mode], recipients: this.recipients, mentions: this.mentions, lastSeen: this.seen.id };
  }

  private key(event: KeyboardEvent): boolean {
    if (this.suggesting.key(event)) return true;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.stopPropagation();
      void this.send({ close: event.shiftKey });
      return true;
    }
    if (event.key === "Escape") this.surface.field.blur();
    return false;
  }

  private async send(options: Options = {}): Promise<void> {
    const { mode, ticket } = this;
    const files = this.pages.files[mode];
    const words = this.pages.words(mode);
    if (currentTicket()?.dataset.ticketId !== ticket) return;
    if (files.busy) return void this.notices.show("info", text("uploading"));
    if (files.failed) return void this.notices.show("error", text("upload_left"));
    const kept = files.kept(cidsOf(words.html));
    if (!words.text.trim() && !kept.length) return void this.notices.show("error", text("empty"));
    if (mode === "reply" && !this.recipients.element.hidden) {
      const wrong = this.recipients.settle();
      if (wrong) return void this.notices.show("error", text("bad_address", wrong));
    }
    const values = { ...valuesOf(this.letter(mode)), client_key: newKey() } as Outgoing["values"];
    if (mode === "reply") Object.assign(values, this.doubts.take(), asFields(options));
    const outgoing: Outgoing = { ticket, mode, values, files: kept };
    this.pages.clear(mode);
    this.wasEmpty = true;
    this.notices.clear();
    this.doubts.clear();
    this.frame.wait(true);
    const refusal = await post(outgoing);
    this.frame.wait(false);
    if (refusal) return this.refused(outgoing, refusal);
    this.lock.release();
    if (!this.pages.words(mode).text) void this.drafts.clear(mode);
  }

  private refused(outgoing: Outgoing, refusal: Refusal): void {
    const { mode, values } = outgoing;
    const again = asOptions(values);
    this.pages.files[mode].restore(outgoing.files);
    if (!this.pages.words(mode).text) {
      this.showDraft(mode, { text: String(values.text), html: String(values.html ?? "") });
      if (mode === "reply") this.doubts.restore(values);
    }
    this.changed();
    if (refusal.code === "newer_message") {
      void refreshTicket(this.ticket);
      this.notices.show("warning", `${text("newer_title")}。${text("newer_text")}`, [text("confirm_send"), () => void this.send({ ...again, confirmed: true })]);
    } else if (["reply_doubted", "promises_open"].includes(refusal.code)) this.doubts.ask(refusal, (accepted, ask) => void this.send({ ...again, ask: ask ?? again.ask, accepted: [...(again.accepted ?? []), ...accepted] }));
    else this.notices.show("error", refusal.message);
  }

  private showLocked(refusal: Refusal): void {
    this.notices.hint(refusal.message, [text("take_over"), () => void this.lock.touch(true)]);
  }

  private loadDrafts(): void {
    void this.drafts.load((mode, body) => this.showDraft(mode, body));
  }

  private askConflict(mode: Mode, theirs: Conflict): void {
    this.notices.choose(`${text("draft_conflict")} ${theirs.body.text.replace(/\s+/g, " ").slice(0, 60)}`, text("draft_mine"), text("draft_theirs"), (mine) => {
      if (mine) return this.drafts.insist(mode, theirs.revision);
      this.drafts.adopt(mode, theirs);
      this.showDraft(mode, theirs.body);
    });
  }

  private showDraft(mode: Mode, body: Body): void {
    this.pages.show(mode, body);
    if (mode === "reply") for (const kind of ["to", "cc", "bcc"] as const) if (body[kind]?.length) this.recipients.set(kind, body[kind] ?? []);
  }

  /** A text that comes back or is taken over: above what stands here already, with its files. */
  private receive(mode: Mode, body: Body): void {
    this.choose(mode);
    const mine = this.pages.words(mode);
    this.showDraft(mode, mine.text ? { ...body, ...joined(body, mine) } : body);
    this.changed();
    this.open(mode);
  }

  private flashSaved(): void {
    this.frame.saved.textContent = text("draft_saved");
    window.setTimeout(() => (this.frame.saved.textContent = ""), 2000);
  }

  private async format(): Promise<void> {
    const back = await this.pages.format();
    if (back) this.notices.show("info", text("unformatted"), [text("undo"), back]);
    this.frame.formatted(this.pages.writing.formatted);
    this.surface.focus();
  }

  private async take(kind: "macro" | "mention", suggestion: Suggestion, length: number): Promise<void> {
    if (kind === "macro") return this.insertMacro(suggestion.id, length);
    this.mentions.set(suggestion.label, suggestion.id);
    this.put(`@${suggestion.label} `, length);
  }

  private put(words: string, length: number): void {
    this.surface.focus();
    this.surface.insert(words, length);
  }

  private async insertMacro(id: number, length: number): Promise<void> {
    try {
      this.put(await applyMacro(this.ticket, id), length);
    } catch (error) {
      this.notices.show("error", (error as Refusal).message);
    }
  }

  private news(): void {
    if (!this.seen.missed()) return;
    if (!this.pages.words("reply").text) this.seen.all();
    else this.notices.hint(text("newer_title"), [text("seen_it"), () => this.seen.all()]);
  }

  private somebodyWrites(name: string): void {
    const busy = this.mode === "reply" && !this.surface.empty && this.box.contains(document.activeElement);
    if (busy) this.notices.hint(text("is_replying", name), [text("take_over"), () => void this.lock.touch(true)]);
  }
}

customElements.define("reply-composer", ReplyComposer);
export type { ReplyComposer };
