// Who else is here: told to the server while a ticket is open, shown in list and head. Reading counts after one second.
import { getJson, send } from "./fetching";
import { painted } from "./painting";
import { currentId } from "./state";
import { icon, make, text } from "./texts";

interface Present {
  ticket_id: number;
  agent_id: number;
  name: string;
  editing: boolean;
}

const EVERY = 45_000;
let timer = 0;

async function stay(id: string): Promise<void> {
  window.clearTimeout(timer);
  if (id !== currentId()) return;
  try {
    const answer = (await (await send("POST", `/tickets/${id}/presence`)).json()) as { others: Present[] };
    show(id, answer.others);
  } catch {
    // Presence is a courtesy: the check at sending holds without it.
  }
  timer = window.setTimeout(() => void (document.visibilityState === "visible" && stay(id)), EVERY);
}

export function show(id: string, others: Present[]): void {
  for (const place of document.querySelectorAll<HTMLElement>(`[data-presence="${id}"], [data-presence-names="${id}"]`)) {
    const names = "presenceNames" in place.dataset;
    place.replaceChildren(
      ...others.slice(0, 3).map((person) => {
        const words = text(person.editing ? "is_replying" : "is_viewing", person.name);
        return make("span", { title: words }, icon(person.editing ? "pencil" : "eye"), names ? words : make("span", { class: "sr" }, words), names ? null : person.name);
      }),
    );
  }
  document.dispatchEvent(new CustomEvent("desk:presence", { detail: { id, others } }));
}

export async function refreshPresence(): Promise<void> {
  const ids = [...document.querySelectorAll<HTMLElement>(".row")].map((row) => row.dataset.id as string).slice(0, 250);
  if (currentId() && !ids.includes(currentId())) ids.push(currentId());
  if (!ids.length) return;
  try {
    const { present } = await getJson<{ present: Present[] }>(`/desk/presence?ids=${ids.join(",")}`);
    for (const id of ids) {
      const others = present.filter((person) => String(person.ticket_id) === id);
      if (others.length || document.querySelector(`[data-presence="${id}"] span`) || id === currentId()) show(id, others);
    }
  } catch {
    // The next announcement asks again.
  }
}

function leave(id: string): void {
  if (id) void send("DELETE", `/tickets/${id}/presence`, {}, true).catch(() => undefined);
}

let read = "";
document.addEventListener("desk:read", (event) => {
  read = (event as CustomEvent).detail.id;
  void stay(read);
});
document.addEventListener("desk:leave", (event) => {
  const id = (event as CustomEvent).detail.id as string;
  window.clearTimeout(timer);
  if (id === read) void painted().then(() => leave(id));
  read = "";
});
window.addEventListener("pagehide", () => read && leave(read));
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible" && currentId()) void stay(currentId());
});
