// Macros: choosing one at the button, seeing it filled for this ticket, and having the server make its changes.
import { toast } from "../behaviours/toasts";
import { choices } from "../desk/choices";
import { getJson, Refusal, send } from "../desk/fetching";
import { Item, openMenu } from "../desk/menu";
import { refreshTicket } from "../desk/refreshing";
import { text } from "../desk/texts";

const FRESH_MS = 120_000;
const filled = new Map<string, { words: string; at: number }>();
let timer = 0;

export async function macroMenu(anchor: HTMLElement, take: (id: number) => void): Promise<void> {
  const all = await choices();
  const items: Item[] = all.macros.map((macro) => ({ label: macro.name, hint: macro.shortcut && `/${macro.shortcut}`, search: macro.text, preview: macro.text, run: () => take(macro.id) }));
  openMenu(anchor, text("macro"), items, { filter: true });
}

/** Calls back with the macro's text as it would stand in this ticket; nothing is changed by looking. */
export function macroPreview(ticket: string, id: number, show: (words: string) => void): void {
  const known = filled.get(`${ticket}:${id}`);
  if (known && Date.now() - known.at < FRESH_MS) return void show(known.words);
  window.clearTimeout(timer);
  timer = window.setTimeout(async () => {
    try {
      const { text: words } = await getJson<{ text: string }>(`/tickets/${ticket}/macros/${id}`);
      filled.set(`${ticket}:${id}`, { words, at: Date.now() });
      show(words);
    } catch {
      // The text with its placeholders stays: good enough to choose by.
    }
  }, 80);
}

/** The macro's text for this ticket, at once where it has been looked at; its changes to the ticket are made and shown. */
export async function applyMacro(ticket: string, id: number): Promise<string> {
  const applied = apply(ticket, id);
  const known = filled.get(`${ticket}:${id}`);
  if (!known || Date.now() - known.at > FRESH_MS) return applied;
  applied.catch((error: Refusal) => toast(error.message, { kind: "error" }));
  return known.words;
}

async function apply(ticket: string, id: number): Promise<string> {
  const answer = (await (await send("POST", `/tickets/${ticket}/macros/${id}`)).json()) as { text: string; changed: boolean };
  if (answer.changed) {
    void refreshTicket(ticket);
    toast(text("changes_with"));
  }
  return answer.text;
}
