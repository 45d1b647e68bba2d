// The customer panel, fetched after the ticket is on screen (never by prefetching).
import htmx from "htmx.org";
import { getFragment } from "./fetching";
import { currentId, currentTicket } from "./state";
import { parse } from "./swapping";

async function load(id: string): Promise<void> {
  const panel = document.getElementById("panel");
  if (!panel) return;
  try {
    const html = await getFragment(`/tickets/${id}/panel`);
    if (id !== currentId()) return;
    panel.replaceChildren(parse(html));
    popUp(panel.querySelector<HTMLElement>("[data-popups]"));
    htmx.process(panel);
  } catch {
    if (id === currentId()) panel.replaceChildren();
  }
}

// What must be read before answering stands above the messages, where nobody works past it.
function popUp(notes: HTMLElement | null): void {
  const ticket = currentTicket();
  ticket?.querySelector(":scope > [data-popups]")?.remove();
  if (!ticket || !notes) return;
  ticket.querySelector(".ticket-head")?.after(notes);
  htmx.process(notes);
}

document.addEventListener("desk:opened", (event) => void load((event as CustomEvent).detail.id as string));
document.addEventListener("desk:panel", () => void (currentId() && load(currentId())));
document.addEventListener("click", (event) => {
  if ((event.target as HTMLElement).closest("[data-panel-close]")) document.body.classList.remove("panel-on");
});
