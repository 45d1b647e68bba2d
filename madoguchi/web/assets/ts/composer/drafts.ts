// Drafts: 300 ms later in this browser, 3 s later on the server; the newest wins, a conflict asks.
import { getJson, Refusal, send } from "../desk/fetching";
import { me } from "../desk/state";
import type { Person } from "./recipients";

export type Mode = "reply" | "note";
export interface Body {
  text: string;
  to?: Person[];
  cc?: Person[];
  bcc?: Person[];
}
interface Local {
  body: Body;
  revision: number;
  dirty: boolean;
}
export type Conflict = { body: Body; revision: number };

export class Drafts {
  private local: Record<Mode, Local>;
  private timers: number[] = [0, 0];
  private closed = false;

  constructor(private ticket: string, private onConflict: (mode: Mode, theirs: Conflict) => void, private onSaved: () => void) {
    this.local = { reply: this.read("reply"), note: this.read("note") };
  }

  body(mode: Mode): Body {
    return this.local[mode].body;
  }

  revision(mode: Mode): number {
    return this.local[mode].revision;
  }

  /** Asks the server for newer drafts; calls back with the ones to show. */
  async load(show: (mode: Mode, body: Body) => void): Promise<void> {
    let found: Partial<Record<Mode, Conflict>>;
    try {
      found = await getJson(`/tickets/${this.ticket}/drafts`);
    } catch {
      return;
    }
    for (const mode of ["reply", "note"] as const) {
      const theirs = found[mode];
      const mine = this.local[mode];
      if (!theirs || theirs.revision === mine.revision) continue;
      if (mine.dirty && mine.body.text && mine.body.text !== theirs.body.text) this.onConflict(mode, theirs);
      else {
        this.adopt(mode, theirs);
        show(mode, theirs.body);
      }
    }
  }

  adopt(mode: Mode, theirs: Conflict): void {
    this.local[mode] = { body: theirs.body, revision: theirs.revision, dirty: false };
    this.write(mode);
  }

  /** Keeps what is here over the other window's draft. */
  insist(mode: Mode, revision: number): void {
    this.local[mode].revision = revision;
    this.change(mode, this.local[mode].body);
  }

  change(mode: Mode, body: Body): void {
    this.local[mode] = { ...this.local[mode], body, dirty: true };
    window.clearTimeout(this.timers[0]);
    window.clearTimeout(this.timers[1]);
    this.timers[0] = window.setTimeout(() => this.write(mode), 300);
    this.timers[1] = window.setTimeout(() => void this.save(mode), 3000);
  }

  async clear(mode: Mode): Promise<void> {
    this.timers.forEach((timer) => window.clearTimeout(timer));
    const known = this.local[mode].revision;
    this.local[mode] = { body: { text: "" }, revision: 0, dirty: false };
    localStorage.removeItem(this.key(mode));
    if (known) await send("DELETE", `/tickets/${this.ticket}/drafts/${mode}`).catch(() => undefined);
  }

  /** The composer goes away: what is unsaved goes out now. */
  close(): void {
    this.timers.forEach((timer) => window.clearTimeout(timer));
    for (const mode of ["reply", "note"] as const) if (this.local[mode].dirty) {
      this.write(mode);
      void this.save(mode);
    }
    this.closed = true;
  }

  private async save(mode: Mode): Promise<void> {
    const mine = this.local[mode];
    if (!mine.dirty || (!mine.body.text && !mine.revision)) return;
    mine.dirty = false;
    try {
      const response = await send("POST", `/tickets/${this.ticket}/drafts/${mode}`, { body: JSON.stringify(mine.body), revision: mine.revision }, true);
      this.local[mode].revision = ((await response.json()) as { revision: number }).revision;
      this.write(mode);
      this.onSaved();
    } catch (error) {
      mine.dirty = true;
      const refusal = error as Refusal;
      if (refusal.code === "draft_conflict" && !this.closed) this.onConflict(mode, refusal.body as unknown as Conflict);
    }
  }

  private key(mode: Mode): string {
    return `draft:${me.id}:${this.ticket}:${mode}`;
  }

  private read(mode: Mode): Local {
    try {
      const kept = JSON.parse(localStorage.getItem(this.key(mode)) ?? "null") as Local | null;
      if (kept?.body && typeof kept.body.text === "string") return kept;
    } catch {
      localStorage.removeItem(this.key(mode));
    }
    return { body: { text: "" }, revision: 0, dirty: false };
  }

  private write(mode: Mode): void {
    const mine = this.local[mode];
    if (mine.body.text || mine.revision) localStorage.setItem(this.key(mode), JSON.stringify(mine));
    else localStorage.removeItem(this.key(mode));
  }
}
