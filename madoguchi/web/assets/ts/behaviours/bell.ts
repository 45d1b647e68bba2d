// The number on the bell; asked when the page opens and whenever the stream says that something concerns me.
import { csrfToken } from "./csrf";

interface Answer {
  unread: number;
  newest: number;
  lines?: Array<{ id: number; text: string; ticket: number | null; subject: string }>;
}

let newest = 0;
const badge = document.querySelector<HTMLElement>("[data-bell-count]");

async function count(rung = false): Promise<void> {
  if (!badge) return;
  const wanted = rung && newest > 0 && document.hidden && "Notification" in window && Notification.permission === "granted";
  try {
    const answer = (await (await fetch(`/desk/bell/count${wanted ? `?after=${newest}` : ""}`, { headers: { Accept: "application/json", "X-Fragment": "1" } })).json()) as Answer;
    for (const line of answer.lines ?? []) show(line);
    newest = Math.max(newest, answer.newest);
    badge.hidden = !answer.unread;
    badge.textContent = answer.unread > 99 ? "99+" : String(answer.unread);
  } catch {
    badge.hidden = true;
  }
}

// All tabs of a browser and its push show one line under one tag: it appears once.
function show(line: NonNullable<Answer["lines"]>[number]): void {
  const made = new Notification(line.text, { body: line.ticket ? `#${line.ticket} ${line.subject}` : "", tag: `notice-${line.id}` });
  made.onclick = () => {
    window.focus();
    if (line.ticket) location.href = `/tickets/${line.ticket}`;
  };
}

document.addEventListener("desk:bell", () => void count(true));
document.addEventListener("click", (event) => {
  if ((event.target as HTMLElement).closest("[data-bell-read]")) void fetch("/desk/bell", { method: "DELETE", headers: { "X-CSRFToken": csrfToken(), "X-Fragment": "1" } }).then(() => count());
});
window.setTimeout(() => void count(), 800);
