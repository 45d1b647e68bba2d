// What one can do to a message: show it whole, as HTML, older ones; take it back; send it again.
import { toast } from "../behaviours/toasts";
import { getFragment, Refusal, send } from "./fetching";
import { refreshTicket, showParts } from "./refreshing";
import { currentId } from "./state";
import { parse } from "./swapping";
import { make, text } from "./texts";

document.addEventListener("click", async (event) => {
  const button = (event.target as HTMLElement).closest<HTMLButtonElement>("[data-unclip], [data-older], [data-html], [data-retry], [data-take-back]");
  if (!button) return;
  const message = button.closest<HTMLElement>(".message");
  try {
    if ("unclip" in button.dataset) {
      message?.querySelector(".body.long")?.classList.add("open");
      button.remove();
    } else if (button.dataset.older) await older(button);
    else if (button.dataset.html && message) showHtml(button, message);
    else if (button.dataset.retry) {
      button.disabled = true;
      showParts(currentId(), await (await send("POST", `/messages/${button.dataset.retry}/attempts`)).text());
    } else if (button.dataset.takeBack) await takeBack(button.dataset.takeBack);
  } catch (error) {
    button.disabled = false;
    toast((error as Refusal).message, { kind: "error" });
  }
});

export async function takeBack(id: string): Promise<void> {
  const answer = await (await send("DELETE", `/messages/${id}`)).json();
  document.dispatchEvent(new CustomEvent("desk:taken-back", { detail: answer }));
  toast(text("taken_back"));
  refreshTicket(String(answer.ticket_id));
}

async function older(button: HTMLButtonElement): Promise<void> {
  button.disabled = true;
  const id = currentId();
  const messages = document.getElementById(`messages-${id}`) as HTMLElement;
  const fresh = parse(await getFragment(`/tickets/${id}/messages?before=${button.dataset.older}`));
  const height = messages.scrollHeight;
  button.replaceWith(fresh);
  messages.scrollTop += messages.scrollHeight - height;
}

function showHtml(button: HTMLButtonElement, message: HTMLElement): void {
  const open = message.querySelector(".html-box");
  const body = message.querySelector<HTMLElement>("[data-text]");
  if (open) {
    open.remove();
    if (body) body.hidden = false;
    label(button, "html_show");
    return;
  }
  const address = `/messages/${button.dataset.html}/html`;
  const frame = make("iframe", { class: "html-frame", sandbox: "allow-same-origin allow-popups allow-popups-to-escape-sandbox", referrerpolicy: "no-referrer", title: message.querySelector("h3")?.textContent ?? "", src: address });
  const images = make("button", { type: "button", class: "button button-plain small" }, text("html_images"));
  images.addEventListener("click", () => {
    frame.src = `${address}?images=1`;
    images.remove();
  });
  frame.addEventListener("load", () => {
    const height = frame.contentDocument?.documentElement.scrollHeight ?? 0;
    if (height) frame.style.height = `${Math.min(1200, height + 24)}px`;
  });
  if (body) body.hidden = true;
  label(button, "html_text");
  (body ?? button).after(make("div", { class: "html-box stack" }, frame, make("div", {}, images)));
}

function label(button: HTMLElement, key: string): void {
  const words = button.querySelector("span");
  if (words) words.textContent = text(key);
}
