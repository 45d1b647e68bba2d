// Drafts: 300 ms later in this browser, 3 s later on the server; the newest wins, a conflict asks.
import { getJson, Refusal, send } from "../desk/fetching";
import { me } from "../desk/state";
import type { Kept } from "./files";
import type { Person } from "./recipients";

const ECHO_MS = 1500;
export type Mode = "reply" | "note";
export const MODES = ["reply", "note"] as const;
export interface Body {
  text: string;
  html?: string;
  to?: Person[];
  cc?: Person[];
  bcc?: Person[];
  files?: Kept[];
}
interface Local {
  body: Body;
  revision: number;
  dirty: boolean;
}
export type Conflict = { body: Body; revision: number };
/** A colleague's draft on the ticket. */
export interface Other {
  id: number;
  kind: Mode;
  name: string;
  text: string;
  saved_at: string;
}

export class Drafts {
  private local: Record<Mode, Local>;
  private read: Partial<Record<Mode, () => Body>> = {};
  private timers: Record<Mode, number[]> = { reply: [], note: [] };
  private closed = false;
  private savedAt = 0;

  constructor(private ticket: string, private onConflict: (mode: Mode, theirs: Conflict) => void, private onSaved: () => void, private onOthers: (others: Other[]) => void) {
    this.local = { reply: this.recall("reply"), note: this.recall("note") };
  }

  /** News about a draft so soon after this window saved one is most likely its own echo. */
  get justSaved(): boolean {
    return Date.now() - this.savedAt < ECHO_MS;
  }

  body(mode: Mode): Body {
    return this.local[mode].body;
  }

  /** Asks the server for newer drafts; calls back with the ones to show. */
  async load(show: (mode: Mode, body: Body) => void): Promise<void> {
    let found: Partial<Record<Mode, Conflict>> & { others?: Other[] };
    try {
      found = await getJson(`/tickets/${this.ticket}/drafts`);
    } catch {
      return;
    }
    this.onOthers(found.others ?? []);
    for (const mode of MODES) {
      const theirs = found[mode];
      const mine = this.local[mode];
      if (!theirs || theirs.revision === mine.revision) continue;
      this.keep(mode);
      if (mine.dirty && mine.body.text && mine.body.text !== theirs.body.text) this.onConflict(mode, theirs);
      else {
        this.adopt(mode, theirs);
        show(mode, theirs.body);
      }
    }
  }

  adopt(mode: Mode, theirs: Conflict): void {
    this.local[mode] = { body: theirs.body, revision: theirs.revision, dirty: false };
    this.read[mode] = undefined;
    this.write(mode);
  }

  /** Keeps what is here over the other window's draft. */
  insist(mode: Mode, revision: number): void {
    this.local[mode].revision = revision;
    this.change(mode, () => this.local[mode].body);
  }

  /** Something was typed. What it is now is asked for only when it is kept: a key must not wait for it. */
  change(mode: Mode, read: () => Body): void {
    this.local[mode].dirty = true;
    this.read[mode] = read;
    this.forget(mode);
    this.timers[mode] = [window.setTimeout(() => this.write(mode), 300), window.setTimeout(() => void this.save(mode), 3000)];
  }

  async clear(mode: Mode): Promise<void> {
    this.forget(mode);
    const known = this.local[mode].revision;
    this.local[mode] = { body: { text: "" }, revision: 0, dirty: false };
    this.read[mode] = undefined;
    localStorage.removeItem(this.key(mode));
    if (known) await send("DELETE", `/tickets/${this.ticket}/drafts/${mode}`).catch(() => undefined);
  }

  /** The composer goes away: what is unsaved goes out now. */
  close(): void {
    for (const mode of MODES) {
      this.forget(mode);
      if (!this.local[mode].dirty) continue;
      this.write(mode);
      void this.save(mode);
      this.read[mode] = undefined;
    }
    this.closed = true;
  }

  private async save(mode: Mode): Promise<void> {
    this.keep(mode);
    const mine = this.local[mode];
    if (!mine.dirty) return;
    if (blank(mine.body)) return void (mine.revision && this.clear(mode));
    mine.dirty = false;
    try {
      const response = await send("POST", `/tickets/${this.ticket}/drafts/${mode}`, { body: JSON.stringify(mine.body), revision: mine.revision }, true);
      this.local[mode].revision = ((await response.json()) as { revision: number }).revision;
      this.savedAt = Date.now();
      this.store(mode);
      this.onSaved();
    } catch (error) {
      mine.dirty = true;
      const refusal = error as Refusal;
      if (refusal.code === "draft_conflict" && !this.closed) this.onConflict(mode, refusal.body as unknown as Conflict);
    }
  }

  private forget(mode: Mode): void {
    this.timers[mode].forEach((timer) => window.clearTimeout(timer));
  }

  private key(mode: Mode): string {
    return `draft:${me.id}:${this.ticket}:${mode}`;
  }

  private recall(mode: Mode): Local {
    try {
      const kept = JSON.parse(localStorage.getItem(this.key(mode)) ?? "null") as Local | null;
      if (kept?.body && typeof kept.body.text === "string") return kept;
    } catch {
      localStorage.removeItem(this.key(mode));
    }
    return { body: { text: "" }, revision: 0, dirty: false };
  }

  private keep(mode: Mode): void {
    const read = this.read[mode];
    if (read && !this.closed) this.local[mode].body = read();
  }

  private write(mode: Mode): void {
    this.keep(mode);
    this.store(mode);
  }

  private store(mode: Mode): void {
    const mine = this.local[mode];
    if (!blank(mine.body) || mine.revision) localStorage.setItem(this.key(mode), JSON.stringify(mine));
    else localStorage.removeItem(this.key(mode));
  }
}

function blank(body: Body): boolean {
  return !body.text && !body.html && !body.files?.length;
}
