// The customer panel, fetched after the ticket is on screen (never by prefetching).
import htmx from "htmx.org";
import { getFragment } from "./fetching";
import { currentId } from "./state";
import { parse } from "./swapping";

async function load(id: string): Promise<void> {
  const panel = document.getElementById("panel");
  if (!panel) return;
  try {
    const html = await getFragment(`/tickets/${id}/panel`);
    if (id !== currentId()) return;
    panel.replaceChildren(parse(html));
    htmx.process(panel);
  } catch {
    if (id === currentId()) panel.replaceChildren();
  }
}

document.addEventListener("desk:opened", (event) => void load((event as CustomEvent).detail.id as string));
document.addEventListener("desk:panel", () => void (currentId() && load(currentId())));
document.addEventListener("click", (event) => {
  if ((event.target as HTMLElement).closest("[data-panel-close]")) document.body.classList.remove("panel-on");
});
