// What the rest of the desk tells a composer about its ticket: a reply taken back or refused, news, a colleague's work.
import type { Refusal } from "../desk/fetching";
import type { Kept } from "./files";
import type { Person } from "./recipients";
import type { Outgoing } from "./sending";

export interface TakenBack {
  ticket_id: number;
  purpose: string; // empty for an answer; what was handed on to an outsider never comes back into a reply
  text: string;
  html: string;
  to: Person[];
  cc: Person[];
  files: Kept[];
}
interface Ears {
  takenBack(message: TakenBack): void;
  refused(outgoing: Outgoing, refusal: Refusal): void;
  writing(name: string): void;
  news(): void;
  drafts(): unknown;
}

/** Listens for one ticket; call what it returns when the composer goes away. */
export function hear(ticket: string, ears: Ears): () => void {
  const about: Record<string, (detail: never) => void> = {
    "desk:taken-back": (detail: TakenBack) => String(detail.ticket_id) === ticket && !detail.purpose && ears.takenBack(detail),
    "desk:refused": ({ outgoing, refusal }: { outgoing: Outgoing; refusal: Refusal }) => outgoing.ticket === ticket && ears.refused(outgoing, refusal),
    "desk:presence": ({ id, others }: { id: string; others: Array<{ name: string; editing: boolean }> }) => {
      const writer = others.find((person) => person.editing);
      if (id === ticket && writer) ears.writing(writer.name);
    },
    "desk:ticket": ({ id }: { id: string }) => id === ticket && ears.news(),
    "desk:draft": ({ id }: { id: string }) => id === ticket && ears.drafts(),
  };
  const listeners = Object.entries(about).map(([name, run]) => [name, (event: Event) => run((event as CustomEvent).detail as never)] as const);
  for (const [name, run] of listeners) document.addEventListener(name, run);
  return () => listeners.forEach(([name, run]) => document.removeEventListener(name, run));
}
