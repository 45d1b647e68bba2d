// Warnings inside the composer: one at a time, with what one can do about it.
import { icon, make } from "../desk/texts";

export class Notices {
  readonly element = make("div", { "aria-live": "polite" });

  show(kind: "info" | "warning" | "error", words: string, ...actions: Array<[string, () => void]>): void {
    const box = make("div", { class: `notice notice-${kind}`, role: kind === "info" ? "status" : "alert" }, icon(kind === "info" ? "info" : "triangle-alert"), make("span", { class: "grow" }, words));
    for (const [label, run] of actions) {
      const button = make("button", { type: "button", class: "button button-plain" }, label);
      button.addEventListener("click", () => {
        box.remove();
        run();
      });
      box.append(button);
    }
    this.element.replaceChildren(box);
  }

  /** A courtesy (somebody else is writing): never over something that must be answered. */
  hint(words: string, action: [string, () => void]): void {
    if (this.element.firstElementChild && !this.element.querySelector("[data-hint]")) return;
    this.show("warning", words, action);
    this.element.firstElementChild?.setAttribute("data-hint", "");
  }

  /** A question with two answers. */
  choose(words: string, first: string, second: string, answer: (first: boolean) => void): void {
    this.show("warning", words, [first, () => answer(true)], [second, () => answer(false)]);
  }

  clear(): void {
    this.element.replaceChildren();
  }
}
