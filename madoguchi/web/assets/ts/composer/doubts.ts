// A look at a reply before it is sent: what people forget most.
const ATTACHMENT = /添付|attach/i;
const PLACEHOLDER = /\{\{[^}]*\}\}|[○◯〇×]{2,}|［[^］]*］様/;

/** The key of a warning, or nothing. */
export function doubtAbout(words: string, files: number): "" | "attachment_missing" | "placeholder_left" {
  if (PLACEHOLDER.test(words)) return "placeholder_left";
  return !files && ATTACHMENT.test(words) ? "attachment_missing" : "";
}
