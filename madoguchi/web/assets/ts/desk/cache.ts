// Ticket fragments in memory: neighbours are fetched before they are asked for. A sequence number per ticket makes sure
// that an answer that was overtaken by news is never shown.
import { getFragment } from "./fetching";

interface Kept {
  html: Promise<string>;
  sequence: number;
  at: number;
}

const MOST = 40;
const FRESH_MS = 60_000;
const kept = new Map<string, Kept>();
const sequences = new Map<string, number>();

export function ticketFragment(id: string): Promise<string> {
  const known = kept.get(id);
  if (known && known.sequence === sequence(id) && Date.now() - known.at < FRESH_MS) return known.html;
  const html = getFragment(`/tickets/${id}`);
  kept.delete(id);
  kept.set(id, { html, sequence: sequence(id), at: Date.now() });
  html.catch(() => kept.delete(id));
  if (kept.size > MOST) kept.delete(kept.keys().next().value as string);
  return html;
}

export function prefetch(id: string | undefined): void {
  if (id && navigator.onLine) ticketFragment(id).catch(() => undefined);
}

export function outdated(id: string): void {
  sequences.set(id, sequence(id) + 1);
  kept.delete(id);
}

export function forgetAll(): void {
  kept.clear();
}

function sequence(id: string): number {
  return sequences.get(id) ?? 0;
}
