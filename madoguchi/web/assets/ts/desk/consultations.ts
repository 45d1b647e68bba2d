// 相談: an open talk hears what is new by itself, and advice goes into the reply as a quote with one click.
import htmx from "htmx.org";
import { getFragment } from "./fetching";
import { currentTicket } from "./state";
import { parse } from "./swapping";

interface Composer extends HTMLElement {
  open(mode: "reply" | "note"): void;
}

document.addEventListener("desk:ticket", () => {
  const said = document.querySelector<HTMLElement>("#dialogs [data-talk]");
  if (said) void refresh(said, said.dataset.talk ?? "");
});

async function refresh(said: HTMLElement, id: string): Promise<void> {
  const fresh = parse(await getFragment(`/consultations/${id}/messages`).catch(() => "")).firstElementChild;
  if (!fresh || !said.isConnected || fresh.outerHTML === said.outerHTML) return;
  said.replaceWith(fresh);
  htmx.process(fresh);
  fresh.scrollTop = fresh.scrollHeight;
}

document.addEventListener("click", (event) => {
  const said = (event.target as HTMLElement).closest("[data-quote]")?.closest<HTMLElement>("[data-said]");
  const composer = currentTicket()?.querySelector<Composer>("reply-composer");
  if (!said || !composer) return;
  const words = said.querySelector("[data-words]")?.textContent?.trim() ?? "";
  said.closest("dialog")?.close();
  composer.open("reply");
  window.setTimeout(() => document.execCommand("insertText", false, quoted(words)));
});

/** The customer must not read where it comes from: the words alone, for the agent to shape. */
function quoted(words: string): string {
  return `${words.split("\n").map((line) => `> ${line}`).join("\n")}\n`;
}
