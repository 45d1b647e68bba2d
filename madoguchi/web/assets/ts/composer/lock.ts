// The soft lock: taken with the first letter of a reply, renewed while writing, given back when the composer goes.
import { Refusal, send } from "../desk/fetching";

const RENEW = 45_000;

export class Lock {
  private held = false;
  private last = 0;

  constructor(private ticket: string, private onRefused: (refusal: Refusal) => void) {}

  async touch(takeOver = false): Promise<void> {
    if (!takeOver && Date.now() - this.last < RENEW) return;
    this.last = Date.now();
    try {
      await send("POST", `/tickets/${this.ticket}/lock`, takeOver ? { take_over: "yes" } : {});
      this.held = true;
    } catch (error) {
      if ((error as Refusal).code === "being_edited") this.onRefused(error as Refusal);
    }
  }

  release(): void {
    if (this.held) void send("DELETE", `/tickets/${this.ticket}/lock`, {}, true).catch(() => undefined);
    this.held = false;
    this.last = 0;
  }
}
