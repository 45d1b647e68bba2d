// Small windows that ask: for a time, or what is to become of open promises when their ticket is closed.
import { icon, make, text } from "./texts";

export function ask(title: string, body: HTMLElement, ...buttons: HTMLButtonElement[]): void {
  const cancel = make("button", { type: "button", class: "button button-plain", "data-close-dialog": true }, text("cancel"));
  const box = make("dialog", { class: "dialog", "aria-labelledby": "ask-title" }, make("header", {}, make("h2", { id: "ask-title" }, title)), make("div", { class: "body" }, body, make("footer", {}, cancel, ...buttons)));
  document.getElementById("dialogs")?.replaceChildren(box);
}

export function answer(words: string, kind: string, run: () => boolean | void): HTMLButtonElement {
  const button = make("button", { type: "button", class: `button button-${kind}` }, words);
  button.addEventListener("click", () => {
    if (run() !== false) button.closest("dialog")?.close();
  });
  return button;
}

/** Asks for a time to come; calls back with it in ISO 8601. */
export function askTime(title: string, words: string, now: string, take: (iso: string) => void): void {
  const input = make("input", { class: "input", type: "datetime-local", min: local(new Date()), value: local(new Date(now)), "aria-label": title, autofocus: true });
  const done = () => {
    if (!input.value || !input.reportValidity()) return false;
    take(new Date(input.value).toISOString());
    return true;
  };
  ask(title, make("div", { class: "stack" }, make("p", { class: "muted" }, words), input), answer(text("save_time"), "primary", done));
}

/** The ticket has open promises: are they kept, or do they go on being watched? */
export function askPromises(promises: HTMLElement[], take: (said: "keep" | "leave") => void): void {
  const lines = promises.map((one) => make("li", {}, icon("handshake"), make("span", {}, one.querySelector(".promise-due")?.textContent ?? "", " ", make("q", {}, one.querySelector("q")?.textContent ?? ""))));
  ask(text("promises_open"), make("ul", { class: "asked-promises" }, ...lines), answer(text("close_leave"), "plain", () => take("leave")), answer(text("close_kept"), "primary", () => take("keep")));
}

function local(time: Date): string {
  return new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
