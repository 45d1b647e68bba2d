// The customer panel, fetched after the ticket is on screen (never by prefetching).
import { getFragment } from "./fetching";
import { currentId } from "./state";
import { parse } from "./swapping";

document.addEventListener("desk:opened", async (event) => {
  const id = (event as CustomEvent).detail.id as string;
  const panel = document.getElementById("panel");
  if (!panel) return;
  try {
    const html = await getFragment(`/tickets/${id}/panel`);
    if (id === currentId()) panel.replaceChildren(parse(html));
  } catch {
    if (id === currentId()) panel.replaceChildren();
  }
});
document.addEventListener("click", (event) => {
  if ((event.target as HTMLElement).closest("[data-panel-close]")) document.body.classList.remove("panel-on");
});
