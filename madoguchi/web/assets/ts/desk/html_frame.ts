// A message as its sender's program drew it: in a frame without scripts, quote and signature folded, pictures on demand.
import { make, text } from "./texts";

const TALLEST = 1200;
const SANDBOX = "allow-same-origin allow-popups allow-popups-to-escape-sandbox";

export function showHtml(button: HTMLButtonElement, message: HTMLElement): void {
  const shown = message.querySelector(".html-box");
  message.classList.toggle("as-html", !shown);
  label(button, shown ? "html_show" : "html_text");
  if (shown) return shown.remove();
  const address = `/messages/${button.dataset.html}/html`;
  const title = message.querySelector("h3")?.textContent ?? "";
  const frame = make("iframe", { class: "html-frame", sandbox: SANDBOX, referrerpolicy: "no-referrer", title, src: address });
  const whole = make("button", { type: "button", class: "button button-plain small", "data-unfold-frame": true, "aria-expanded": "false", hidden: true }, make("span", {}, text("html_whole")));
  const images = make("button", { type: "button", class: "button button-plain small" }, text("html_images"));
  whole.addEventListener("click", () => {
    const open = whole.getAttribute("aria-expanded") !== "true";
    whole.setAttribute("aria-expanded", String(open));
    label(whole, open ? "html_fold" : "html_whole");
    draw(frame, whole);
  });
  images.addEventListener("click", () => {
    frame.src = `${address}?images=1`;
    images.remove();
  });
  frame.addEventListener("load", () => draw(frame, whole));
  button.before(make("div", { class: "html-box stack" }, frame, make("div", { class: "cluster" }, whole, images)));
}

/** Carries an open frame over to the fresh copy of its message. Moving loads it anew; `draw` restores the rest. */
export function keepHtml(old: HTMLElement, fresh: HTMLElement): void {
  const box = old.querySelector(".html-box");
  const button = fresh.querySelector<HTMLElement>("[data-html]");
  if (!box || !button) return;
  button.before(box);
  label(button, "html_text");
  fresh.classList.add("as-html");
}

function draw(frame: HTMLIFrameElement, whole: HTMLElement): void {
  const body = frame.contentDocument?.body;
  if (!body) return;
  whole.hidden = !body.querySelector("[data-part]");
  body.classList.toggle("whole", whole.getAttribute("aria-expanded") === "true");
  const height = Math.max(body.offsetHeight, body.scrollHeight);
  if (height) frame.style.height = `${Math.min(TALLEST, height + 30)}px`;
}

function label(button: HTMLElement, key: string): void {
  const words = button.querySelector("span");
  if (words) words.textContent = text(key);
}
