// Who else has begun to write on this ticket: one line each, with what they wrote and a way to take it over.
import { send } from "../desk/fetching";
import { icon, make, text } from "../desk/texts";
import type { Body, Mode, Other } from "./drafts";

export class Colleagues {
  readonly element = make("div", { class: "colleagues", hidden: true });

  constructor(private ticket: string, private receive: (mode: Mode, body: Body) => void, private onError: (words: string) => void) {}

  show(others: Other[]): void {
    this.element.hidden = !others.length;
    this.element.replaceChildren(...others.map((other) => this.line(other)));
  }

  private line(other: Other): HTMLElement {
    const kind = text(other.kind);
    const take = make("button", { type: "button", class: "button button-plain small" }, text("take_over"));
    take.addEventListener("click", () => void this.take(other, take));
    const words = make("details", { class: "grow" }, make("summary", {}, icon("pencil"), make("b", {}, text("draft_of", other.name)), make("span", { class: "muted" }, kind), make("span", { class: "begin" }, other.text.replace(/\s+/g, " ").slice(0, 60))), make("div", { class: "whole" }, other.text));
    return make("div", { class: "begun" }, words, take);
  }

  private async take(other: Other, button: HTMLButtonElement): Promise<void> {
    button.disabled = true;
    try {
      const taken = (await (await send("POST", `/tickets/${this.ticket}/draft-handovers`, { draft_id: other.id })).json()) as { kind: Mode; body: Body };
      this.receive(taken.kind, taken.body);
      button.closest(".begun")?.remove();
      this.element.hidden = !this.element.childElementCount;
    } catch (error) {
      button.disabled = false;
      this.onError((error as Error).message);
    }
  }
}
