// One live stream per browser: the tab that holds the lock listens and passes the names on to the others.
// Only names arrive; what changed is fetched with this page's own rights.
import { forgetAll, outdated } from "./cache";
import { forgetChoices } from "./choices";
import { getJson } from "./fetching";
import { refreshPresence } from "./presence";
import { refreshList, refreshTicket } from "./refreshing";
import { body, currentId, me } from "./state";
import { text } from "./texts";

interface Change {
  name: string;
  ticket_id: number | null;
  actor_id: number | null;
}

interface News {
  id?: string;
  change?: Change;
  state?: string;
  joined?: string; // a page that was drawn at this position listens from now on
}

const channel = new BroadcastChannel("madoguchi-live");
const FIRST_WAIT = 500;
const LONGEST_WAIT = 60_000;
let wait = FIRST_WAIT;
let lastId = body.dataset.position ?? ""; // news since this page was drawn is told again when the stream opens
let source: EventSource | null = null;
let timer = 0;

channel.onmessage = (event) => {
  const news = event.data as News;
  if (news.joined === undefined) return hear(news);
  if (source && Number(lastId) > Number(news.joined)) channel.postMessage({ id: lastId, state: "refresh" });
};
channel.postMessage({ joined: lastId });

if (navigator.locks) void navigator.locks.request("madoguchi-live", () => new Promise<never>(() => void connect()));
else void connect();

async function connect(): Promise<void> {
  window.clearTimeout(timer);
  source?.close();
  try {
    const { ticket } = await getJson<{ ticket: string }>("/live-ticket");
    source = new EventSource(`/live?ticket=${encodeURIComponent(ticket)}${lastId ? `&after=${encodeURIComponent(lastId)}` : ""}`);
  } catch {
    return again();
  }
  source.onopen = () => {
    if (wait > FIRST_WAIT) tell({ state: "back" });
    wait = FIRST_WAIT;
  };
  source.addEventListener("change", (event) => {
    tell({ id: (event as MessageEvent).lastEventId, change: JSON.parse((event as MessageEvent).data) });
  });
  source.addEventListener("refresh", (event) => {
    tell({ id: (event as MessageEvent).lastEventId, state: "refresh" });
  });
  source.addEventListener("renew", () => {
    source?.close();
    void connect();
  });
  source.onerror = () => {
    source?.close();
    again();
  };
}

function again(): void {
  window.clearTimeout(timer);
  timer = window.setTimeout(() => void connect(), wait * (0.5 + Math.random()));
  wait = Math.min(LONGEST_WAIT, wait * 2);
}

// A machine that slept wakes with a stream that may be dead without knowing: the clock tells.
const BEAT_MS = 4000;
let beat = Date.now();
window.setInterval(() => {
  const slept = Date.now() - beat > BEAT_MS * 3;
  beat = Date.now();
  if (slept && source && document.visibilityState === "visible") {
    wait = FIRST_WAIT;
    void connect();
  }
}, BEAT_MS);

window.addEventListener("online", () => {
  if (!source || source.readyState === EventSource.CLOSED) {
    wait = FIRST_WAIT;
    if (timer) void connect();
  }
});

function tell(news: News): void {
  channel.postMessage(news);
  hear(news);
}

function hear(news: News): void {
  lastId = news.id || lastId; // every tab counts, so that the next leader goes on where this one stopped
  if (news.state) {
    forgetAll();
    if (currentId()) void refreshTicket(currentId());
    refreshList();
    void refreshPresence();
    return;
  }
  const change = news.change;
  if (!change) return;
  if (change.name.startsWith("presence")) return void presenceSoon();
  if (change.name.startsWith("notification")) return void document.dispatchEvent(new CustomEvent("desk:bell"));
  if (change.name.startsWith("bulk_change")) return void document.dispatchEvent(new CustomEvent("desk:bulk"));
  if (change.name.startsWith("draft")) return void document.dispatchEvent(new CustomEvent("desk:draft", { detail: { id: String(change.ticket_id) } }));
  if (change.name.startsWith("ticket_setup") || change.name.startsWith("team") || change.name.startsWith("agent")) forgetChoices();
  if (change.ticket_id) {
    outdated(String(change.ticket_id));
    if (String(change.ticket_id) === currentId()) void refreshTicket(currentId());
    refreshList();
  }
  if (change.name === "message.received" && change.actor_id !== me.id) say();
}

let presenceTimer = 0;
function presenceSoon(): void {
  window.clearTimeout(presenceTimer);
  presenceTimer = window.setTimeout(() => void refreshPresence(), 150);
}

// Spoken politely: one summary in five seconds.
let heard = 0;
let sayTimer = 0;
function say(): void {
  heard += 1;
  if (sayTimer) return;
  sayTimer = window.setTimeout(() => {
    const place = document.getElementById("spoken");
    if (place) place.textContent = text("new_tickets", heard);
    heard = 0;
    sayTimer = 0;
  }, 5000);
}

const banner = document.getElementById("offline");
const showOffline = () => {
  if (banner) banner.hidden = navigator.onLine;
  body.classList.toggle("is-offline", !navigator.onLine);
};
window.addEventListener("online", showOffline);
window.addEventListener("offline", showOffline);
showOffline();
