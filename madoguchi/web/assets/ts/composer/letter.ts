// What a message consists of, in the forms the server takes: fields to post, and the body of a draft.
import { showDialog } from "../desk/dialog";
import { send, Values } from "../desk/fetching";
import { make } from "../desk/texts";
import type { Body, Mode } from "./drafts";
import type { Files } from "./files";
import type { Recipients } from "./recipients";
import type { Words } from "./surface";
import { isFormatted } from "./writing";

export interface Letter {
  mode: Mode;
  words: Words;
  files: Files;
  recipients: Recipients;
  mentions: Map<string, number>;
  lastSeen: number;
}

export function valuesOf({ mode, words, files, recipients, mentions, lastSeen }: Letter): Values {
  const kept = files.kept(cidsOf(words.html));
  const values: Values = { text: words.text, html: isFormatted(words.html) ? words.html : "", attachment_ids: kept.map((file) => file.id), last_seen_id: lastSeen };
  if (mode === "note") return { ...values, mention_ids: [...mentions].filter(([name]) => words.text.includes(`@${name}`)).map(([, id]) => id) };
  if (recipients.to.length) values.to = JSON.stringify(recipients.to);
  return { ...values, cc: JSON.stringify(recipients.cc), bcc: JSON.stringify(recipients.bcc) };
}

export function bodyOf({ mode, words, files, recipients }: Letter): Body {
  const people = mode === "reply" ? { to: recipients.to, cc: recipients.cc, bcc: recipients.bcc } : {};
  return { text: words.text, html: isFormatted(words.html) ? words.html : "", ...people, files: files.kept(cidsOf(words.html)) };
}

/** Shows it as the customer will read it, with name and signature. */
export async function showPreview(ticket: string, values: Values): Promise<void> {
  showDialog(await (await send("POST", `/tickets/${ticket}/previews`, values)).text());
}

/** Content ids of the pictures in a text. */
export function cidsOf(html: string): string[] {
  return [...html.matchAll(/\bsrc="cid:([^"]+)"/g)].map((found) => found[1] ?? "");
}

/** One text below another, with the formatting of both. */
export function joined(first: Body, second: Words): Words {
  const html = first.html || second.html ? `${asHtml(first)}<p></p>${asHtml(second)}` : "";
  return { text: `${first.text}\n\n${second.text}`, html };
}

function asHtml(words: { text: string; html?: string }): string {
  if (words.html) return words.html;
  const box = make("div");
  for (const line of words.text.split("\n")) box.append(make("p", {}, line));
  return box.innerHTML;
}
