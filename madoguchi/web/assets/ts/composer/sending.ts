// Sending: a bubble at once, the server's copy replaces it; what cannot reach the server waits in this browser and goes
// out later under the same key, so that it is never sent twice.
import { toast } from "../behaviours/toasts";
import { outdated } from "../desk/cache";
import { Refusal, send, Values } from "../desk/fetching";
import { takeBack } from "../desk/messages";
import { refreshList, refreshTicket } from "../desk/refreshing";
import { currentId, me } from "../desk/state";
import { icon, make, text } from "../desk/texts";
import type { Mode } from "./drafts";
import type { Kept } from "./files";

export interface Outgoing {
  ticket: string;
  mode: Mode;
  values: Values;
  files: Kept[];
}
/** How a message is sent: what its writer has confirmed, and when it leaves. */
export interface Options {
  close?: boolean;
  confirmed?: boolean;
  accepted?: string[];
  later?: string;
  ask?: Values; // whom to ask for approval instead of sending
}
/** The options as fields of the reply. */
export function asFields({ close, confirmed, accepted, later, ask }: Options): Values {
  return { close: close ? "yes" : undefined, confirm_newer: confirmed ? "yes" : undefined, accepted: accepted ?? [], send_after: later, ...ask };
}

/** The options that a reply with these fields was sent with. */
export function asOptions({ close, confirm_newer: confirmed, accepted, send_after: later, approver_id, approval_note }: Values): Options {
  return { close: close === "yes", confirmed: confirmed === "yes", accepted: accepted as string[], later: later as string, ask: approver_id === undefined ? undefined : { approver_id, approval_note } };
}

const QUEUE = `outbox:${me.id}`;

export function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export async function post(outgoing: Outgoing): Promise<Refusal | null> {
  const bubble = draw(outgoing);
  try {
    const asking = outgoing.values.approver_id !== undefined;
    const path = asking ? "approvals" : outgoing.mode === "reply" ? "replies" : "notes";
    const response = await send("POST", `/tickets/${outgoing.ticket}/${path}`, outgoing.values);
    const made = (await response.json()) as { id: number; undo_seconds: number };
    outdated(outgoing.ticket);
    if (asking) toast(text("approval_asked"));
    else if (outgoing.mode === "note") toast(text("note_saved"));
    else if (outgoing.values.send_after) toast(text("scheduled"));
    else countdown(made.id, made.undo_seconds);
    await refreshTicket(outgoing.ticket);
    bubble?.remove();
    refreshList();
    return null;
  } catch (error) {
    const refusal = error as Refusal;
    if (refusal.offline) {
      keep(outgoing);
      bubble?.querySelector(".badge")?.replaceChildren(icon("wifi-off"), text("waits_offline"));
      return null;
    }
    bubble?.remove();
    return refusal;
  }
}

function draw(outgoing: Outgoing): HTMLElement | null {
  const messages = document.getElementById(`messages-${outgoing.ticket}`);
  if (!messages) return null;
  const key = String(outgoing.values.client_key);
  messages.querySelector(`.m-pending[data-key="${key}"]`)?.remove();
  const bubble = make(
    "section",
    { class: `message m-pending m-${outgoing.mode === "reply" ? "outward" : "note"}`, "data-key": key },
    make("header", {}, make("span", { class: "avatar" }, me.name.slice(0, 1)), make("h3", {}, me.name), make("span", { class: "grow" }), make("span", { class: "badge badge-key" }, icon("loader-circle"), text("sending"))),
    make("div", { class: "body" }, String(outgoing.values.text)),
  );
  messages.append(bubble);
  messages.scrollTop = messages.scrollHeight;
  return bubble;
}

function countdown(id: number, seconds: number): void {
  if (!seconds) return void toast(text("sent"));
  let left = seconds;
  const shown = toast(text("sending_in", left), { action: text("undo"), seconds: seconds + 1, onAction: () => void takeBack(String(id)).catch((error: Refusal) => toast(error.message, { kind: "error" })) });
  const timer = window.setInterval(() => {
    left -= 1;
    const words = shown.element.querySelector("p");
    if (words) words.textContent = left > 0 ? text("sending_in", left) : text("sent");
    if (left <= 0 || !shown.element.isConnected) {
      window.clearInterval(timer);
      shown.element.querySelector("button")?.remove();
    }
  }, 1000);
}

function waiting(): Outgoing[] {
  try {
    return JSON.parse(localStorage.getItem(QUEUE) ?? "[]") as Outgoing[];
  } catch {
    return [];
  }
}

function keep(outgoing: Outgoing): void {
  const others = waiting().filter((entry) => entry.values.client_key !== outgoing.values.client_key);
  localStorage.setItem(QUEUE, JSON.stringify([...others, outgoing]));
}

async function flush(): Promise<void> {
  const all = waiting();
  if (!all.length || !navigator.onLine) return;
  localStorage.removeItem(QUEUE);
  for (const outgoing of all) {
    const refusal = await post(outgoing);
    if (refusal) {
      toast(`#${outgoing.ticket} ${text("not_sent")}: ${refusal.message}`, { kind: "error", seconds: 20 });
      document.dispatchEvent(new CustomEvent("desk:refused", { detail: { outgoing, refusal } }));
      if (currentId() !== outgoing.ticket) localStorage.setItem(`draft:${me.id}:${outgoing.ticket}:${outgoing.mode}`, JSON.stringify({ body: { text: outgoing.values.text, html: outgoing.values.html, files: outgoing.files }, revision: 0, dirty: true }));
    }
  }
}

window.addEventListener("online", () => void flush());
window.setTimeout(() => void flush(), 3000);
