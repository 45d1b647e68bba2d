// The wall: its board is fetched again when the stream names a change, at most every two seconds, and every half minute.
import htmx from "htmx.org";

const board = document.querySelector<HTMLElement>("[data-wall]");
const channel = new BroadcastChannel("madoguchi-live");
const SOON = 2_000;
const FIRST_WAIT = 500;
const LONGEST_WAIT = 60_000;
let due = 0;
let wait = FIRST_WAIT;
let lastId = "";
let source: EventSource | null = null;

async function draw(): Promise<void> {
  due = 0;
  if (!board || board.contains(document.activeElement)) return;
  try {
    const answer = await fetch(board.dataset.wall ?? "", { headers: { "X-Fragment": "1" } });
    if (!answer.ok) return;
    board.innerHTML = await answer.text();
    htmx.process(board);
  } catch {
    // The next change, or the next half minute.
  }
}

const soon = () => (due ||= window.setTimeout(() => void draw(), SOON));
window.setInterval(() => document.visibilityState === "visible" && soon(), 30_000);
channel.onmessage = (event) => {
  lastId = (event.data as { id?: string }).id ?? lastId;
  soon();
};

// One stream per browser: whoever holds the lock listens and passes the names on (see desk/live).
if (navigator.locks) void navigator.locks.request("madoguchi-live", () => new Promise<never>(() => void listen()));
else void listen();

function again(): void {
  source?.close();
  window.setTimeout(() => void listen(), wait * (0.5 + Math.random()));
  wait = Math.min(LONGEST_WAIT, wait * 2);
}

async function listen(): Promise<void> {
  try {
    const { ticket } = (await (await fetch("/live-ticket", { headers: { "X-Fragment": "1" } })).json()) as { ticket: string };
    source = new EventSource(`/live?ticket=${encodeURIComponent(ticket)}${lastId ? `&after=${encodeURIComponent(lastId)}` : ""}`);
  } catch {
    return again();
  }
  source.onopen = () => (wait = FIRST_WAIT);
  source.onerror = again;
  source.addEventListener("renew", again);
  source.addEventListener("refresh", (event) => tell({ id: (event as MessageEvent).lastEventId, state: "refresh" }));
  source.addEventListener("change", (event) => tell({ id: (event as MessageEvent).lastEventId, change: JSON.parse((event as MessageEvent).data) }));
}

function tell(news: { id: string; state?: string; change?: unknown }): void {
  lastId = news.id || lastId;
  channel.postMessage(news);
  soon();
}
