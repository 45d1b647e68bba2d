// The first rows of the places one has been to: shown at once on coming back, while the fresh ones are on their way.
import { getFragment } from "./fetching";

const FRESH_MS = 60_000;
const MOST = 20;
const seen = new Map<string, { html: string; at: number }>();

export async function getRows(query: string, signal?: AbortSignal): Promise<string> {
  const html = await getFragment(`/desk?${query}`, signal);
  seen.delete(query);
  seen.set(query, { html, at: Date.now() });
  if (seen.size > MOST) seen.delete(seen.keys().next().value as string);
  return html;
}

export function seenRows(query: string): string | undefined {
  const known = seen.get(query);
  return known && Date.now() - known.at < FRESH_MS ? known.html : undefined;
}
