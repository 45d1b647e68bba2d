// What one can do to a message: show it whole, as HTML, older ones; take it back; send it again.
import { toast } from "../behaviours/toasts";
import { getFragment, Refusal, send } from "./fetching";
import { showHtml } from "./html_frame";
import { refreshTicket, showParts } from "./refreshing";
import { currentId } from "./state";
import { parse } from "./swapping";
import { text } from "./texts";

document.addEventListener("click", async (event) => {
  const button = (event.target as HTMLElement).closest<HTMLButtonElement>("[data-unclip], [data-unfold], [data-older], [data-html], [data-retry], [data-confirm-sent], [data-take-back]");
  if (!button) return;
  const message = button.closest<HTMLElement>(".message");
  try {
    if ("unclip" in button.dataset) {
      message?.querySelector(".body.long")?.classList.add("open");
      button.remove();
    } else if ("unfold" in button.dataset && message) unfold(message);
    else if (button.dataset.older) await older(button);
    else if (button.dataset.html && message) showHtml(button, message);
    else if (button.dataset.retry) {
      button.disabled = true;
      showParts(currentId(), await (await send("POST", `/messages/${button.dataset.retry}/attempts`)).text());
    } else if (button.dataset.confirmSent) {
      button.disabled = true;
      showParts(currentId(), await (await send("POST", `/messages/${button.dataset.confirmSent}/confirmation`)).text());
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

// The whole message and back: its folded quotes and signatures, also in the frame of its HTML.
export function unfold(message: HTMLElement | undefined): void {
  if (!message) return;
  const folds = [...message.querySelectorAll("details.folded")] as HTMLDetailsElement[];
  const frame = message.querySelector<HTMLElement>("[data-unfold-frame]");
  if (frame) return frame.click();
  const open = folds.some((one) => !one.open);
  for (const one of folds) one.open = open;
  const button = message.querySelector("[data-unfold]");
  button?.setAttribute("aria-expanded", String(open));
  if (button) button.textContent = text(open ? "fold" : "whole");
}
