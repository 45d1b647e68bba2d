// The editor's document as plain text and back: every block is a line. The server makes the text that is sent by the same
// rules (kernel/plain/written.py); this one is for the bubble, drafts and plain mode.
import { Fragment, Node, Schema } from "@tiptap/pm/model";

export function linesOf(schema: Schema, text: string): Fragment {
  const paragraph = schema.nodes.paragraph!;
  return Fragment.from(text.split("\n").map((line) => paragraph.create(null, line ? schema.text(line) : null)));
}

export function textOf(content: Fragment): string {
  const lines: string[] = [];
  content.forEach((block) => write(block, "", lines));
  return lines.join("\n");
}

function write(block: Node, before: string, lines: string[]): void {
  if (block.isTextblock) return lines.push(...inline(block).split("\n").map((line) => before + line)) as unknown as void;
  if (block.isText) return lines.push(before + (block.text ?? "")) as unknown as void;
  if (block.type.name === "table") return block.forEach((row) => lines.push(before + cells(row)));
  if (block.type.name === "blockquote") return block.forEach((child) => write(child, `${before}> `, lines));
  const ordered = block.type.name === "orderedList";
  if (!ordered && block.type.name !== "bulletList") return block.forEach((child) => write(child, before, lines));
  let number = Number(block.attrs.start ?? 1);
  block.forEach((item) => {
    const mark = ordered ? `${number++}. ` : "・";
    item.forEach((child, _offset, index) => write(child, before + (index ? "  " : child.isTextblock ? mark : "  "), lines));
  });
}

function cells(row: Node): string {
  const found: string[] = [];
  row.forEach((cell) => {
    const words: string[] = [];
    cell.forEach((block) => write(block, "", words));
    found.push(words.join(" ").trim());
  });
  return found.join("\t");
}

function inline(block: Node): string {
  let words = "";
  block.forEach((node) => {
    if (node.type.name === "hardBreak") words += "\n";
    else if (node.type.name === "picture") words += `[${node.attrs.alt || "image"}]`;
    else words += node.text ?? "";
  });
  return words;
}
