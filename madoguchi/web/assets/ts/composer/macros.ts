// Macros: choosing one at the button, and having the server fill it and make its changes.
import { toast } from "../behaviours/toasts";
import { choices } from "../desk/choices";
import { send } from "../desk/fetching";
import { Item, openMenu } from "../desk/menu";
import { refreshTicket } from "../desk/refreshing";
import { text } from "../desk/texts";

export async function macroMenu(anchor: HTMLElement, take: (id: number) => void): Promise<void> {
  const all = await choices();
  const items: Item[] = all.macros.map((macro) => ({ label: macro.name, hint: macro.shortcut && `/${macro.shortcut}`, search: macro.text, preview: macro.text, run: () => take(macro.id) }));
  openMenu(anchor, text("macro"), items, { filter: true });
}

/** The macro's text for this ticket; its changes to the ticket are made and shown. */
export async function applyMacro(ticket: string, id: number): Promise<string> {
  const answer = (await (await send("POST", `/tickets/${ticket}/macros/${id}`)).json()) as { text: string; changed: boolean };
  if (answer.changed) {
    void refreshTicket(ticket);
    toast(text("changes_with"));
  }
  return answer.text;
}
