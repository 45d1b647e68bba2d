// The number on the bell; asked when the page opens and whenever the stream says that something concerns me.
import { csrfToken } from "./csrf";

const badge = document.querySelector<HTMLElement>("[data-bell-count]");

async function count(): Promise<void> {
  if (!badge) return;
  try {
    const answer = (await (await fetch("/desk/bell/count", { headers: { Accept: "application/json", "X-Fragment": "1" } })).json()) as { unread: number };
    badge.hidden = !answer.unread;
    badge.textContent = answer.unread > 99 ? "99+" : String(answer.unread);
  } catch {
    badge.hidden = true;
  }
}

document.addEventListener("desk:bell", () => void count());
document.addEventListener("click", (event) => {
  if ((event.target as HTMLElement).closest("[data-bell-read]")) void fetch("/desk/bell", { method: "DELETE", headers: { "X-CSRFToken": csrfToken(), "X-Fragment": "1" } }).then(count);
});
window.setTimeout(() => void count(), 800);
