// What other programs put on the clipboard, made sane: Word's list paragraphs become lists, Excel's cells stay a table,
// Gmail's lines stay lines, a PDF's odd letters become the ones people type.
const MOST_CELLS = 2000;
const BULLET = /^[\s　]*(?:[·•●○◦■□▪▫◆◇➢✓⁃–-]|[o§üØv](?=[\s\u00A0]))[\s\u00A0　]*/;
const NUMBER = /^[\s　]*[(（]?(?:[0-9０-９]{1,3}|[a-zA-Z]|[ivx]{1,5})[.)．）][\s\u00A0　]*/;
// Radicals and ligatures that a PDF gives instead of the letters, and marks that stand apart from their kana.
const ODD = /[\u2E80-\u2FDF\uFB00-\uFB06]|[\u3040-\u30FF][\u3099\u309A]/g;

export function pastedText(text: string): string {
  return text.replace(/\r\n?/g, "\n").replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u00AD\u200B\u2060\uFEFF]/g, "").replace(/\u00A0/g, " ").replace(ODD, (odd) => odd.normalize("NFKC")).replace(/\n$/, "");
}

/** Excel and Word put a picture of what was copied beside the thing itself; a browser's copied picture has HTML without words. */
export function worthMoreThanFiles(data: DataTransfer | null): boolean {
  const html = data?.getData("text/html") ?? "";
  if (!html) return !!data?.getData("text/plain");
  const body = read(html);
  return !!body.querySelector("table") || !!body.textContent?.trim();
}

export function pastedHtml(html: string): string {
  if (/data-pm-slice/.test(html)) return html; // our own, from this editor
  const body = read(html);
  body.querySelectorAll("script, style, meta, link, title, xml, o\\:p:empty, img:not([src^='cid:'])").forEach((element) => element.remove());
  for (const comment of comments(body)) comment.remove();
  wordLists(body);
  for (const heading of body.querySelectorAll("h1, h2, h3, h4, h5, h6")) replace(heading, "p", "strong");
  for (const styled of body.querySelectorAll<HTMLElement>("span, font")) bolden(styled);
  for (const line of body.querySelectorAll("p, div")) if (!line.textContent?.replace(/[\s\u00A0]/g, "") && !line.querySelector("img, table, div, p")) line.replaceWith(document.createElement("p"));
  for (const table of body.querySelectorAll("table")) tidyTable(table);
  for (const words of texts(body)) words.data = words.data.replace(/\u00A0/g, " ").replace(ODD, (odd) => odd.normalize("NFKC")).replace(/\u00AD/g, "");
  return body.innerHTML;
}

/** The page's policy lets no style attribute in, not even in a document that is never shown: they are read as data. */
function read(html: string): HTMLElement {
  const quiet = html.replace(/<style\b[\s\S]*?<\/style>/gi, "").replace(/(<[a-z][^<>]*?\s)style(?=\s*=)/gi, "$1data-style");
  return new DOMParser().parseFromString(quiet, "text/html").body;
}

function wordLists(body: HTMLElement): void {
  let list: HTMLElement | null = null;
  for (const line of [...body.querySelectorAll<HTMLElement>("p")]) {
    const style = line.dataset.style ?? "";
    if (!/mso-list:\s*l\d/i.test(style)) {
      list = null;
      continue;
    }
    line.querySelectorAll<HTMLElement>("span").forEach((span) => /mso-list:\s*ignore/i.test(span.dataset.style ?? "") && span.setAttribute("data-mark", ""));
    const mark = line.querySelector("[data-mark]");
    const shown = mark?.textContent ?? line.textContent ?? "";
    const kind = NUMBER.test(shown) && !BULLET.test(shown) ? "ol" : "ul";
    if (mark) mark.remove();
    else stripMark(line);
    if (!list || list.localName !== kind || list.nextElementSibling !== line) {
      list = document.createElement(kind);
      line.before(list);
    }
    const item = document.createElement("li");
    item.append(...line.childNodes);
    list.append(item);
    line.remove();
  }
}

function stripMark(line: HTMLElement): void {
  const first = texts(line)[0];
  if (first) first.data = first.data.replace(BULLET, "").replace(NUMBER, "");
}

function bolden(styled: HTMLElement): void {
  const heavy = /font-weight:\s*(bold|[6-9]00)/i.test(styled.dataset.style ?? "");
  if (heavy && styled.textContent?.trim()) replace(styled, "strong");
}

function replace(element: Element, ...names: string[]): void {
  const fresh = names.map((name) => document.createElement(name));
  fresh.reduce((outer, inner) => (outer.append(inner), inner)).append(...element.childNodes);
  element.replaceWith(fresh[0]!);
}

/** One cell is words; a huge table is lines: an editor with thousands of cells only stutters. */
function tidyTable(table: HTMLTableElement): void {
  const cells = table.querySelectorAll("td, th");
  if (cells.length === 1) return void table.replaceWith(...[...cells[0]!.childNodes, document.createElement("br")]);
  if (cells.length > MOST_CELLS) {
    const lines = [...table.rows].map((row) => {
      const line = document.createElement("p");
      line.textContent = [...row.cells].map((cell) => cell.textContent?.trim() ?? "").join("\t");
      return line;
    });
    return void table.replaceWith(...lines);
  }
  table.querySelectorAll("colgroup, caption").forEach((element) => element.remove());
  for (const row of [...table.rows]) if (![...row.cells].some((cell) => cell.textContent?.trim() || cell.rowSpan > 1)) row.remove();
  for (const element of [table, ...table.querySelectorAll("*")]) for (const { name } of [...element.attributes]) if (!["href", "colspan", "rowspan", "src", "alt"].includes(name)) element.removeAttribute(name);
}

function comments(body: HTMLElement): ChildNode[] {
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_COMMENT);
  const found: ChildNode[] = [];
  while (walker.nextNode()) found.push(walker.currentNode as ChildNode);
  return found;
}

function texts(body: HTMLElement): Text[] {
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  const found: Text[] = [];
  while (walker.nextNode()) found.push(walker.currentNode as Text);
  return found;
}
