// What menus choose from, fetched once and kept while the page is open.
import { getJson } from "./fetching";

export interface Named {
  id: number | string;
  name: string;
}
export interface Agent extends Named {
  id: number;
  kana: string;
  teams: number[];
}
export interface Macro extends Named {
  id: number;
  shortcut: string;
  text: string;
  changes: Record<string, unknown>;
}
export interface Choices {
  agents: Agent[];
  teams: Array<Named & { tier: number }>;
  categories: Array<Named & { team_id: number | null }>;
  tags: string[];
  macros: Macro[];
  statuses: Named[];
  priorities: Named[];
}

let known: Promise<Choices> | null = null;

export function choices(): Promise<Choices> {
  known ??= getJson<Choices>("/desk/choices").catch((error) => {
    known = null;
    throw error;
  });
  return known;
}

export function forgetChoices(): void {
  known = null;
}

/** Folds widths, cases and katakana/hiragana so that people are found however one types them. */
export function fold(value: string): string {
  return value.normalize("NFKC").toLowerCase().replace(/[ァ-ヶ]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0x60)).replace(/\s+/g, "");
}

window.setTimeout(() => void choices().catch(() => undefined), 1500);
