// The buttons above the text: what they do shows in what they mark. Arrow keys move between them.
import type { Editor } from "@tiptap/core";
import { icon, make, text } from "../../desk/texts";
import { askLink } from "./linking";

interface Tool {
  name: string;
  icon: string;
  keys?: string;
  run(editor: Editor): void;
  on(editor: Editor): boolean;
}

const TOOLS: Tool[] = [
  { name: "bold", icon: "bold", keys: "Ctrl+B", run: (editor) => editor.commands.toggleBold(), on: (editor) => editor.isActive("bold") },
  { name: "underline", icon: "underline", keys: "Ctrl+U", run: (editor) => editor.commands.toggleUnderline(), on: (editor) => editor.isActive("underline") },
  { name: "strike", icon: "strikethrough", run: (editor) => editor.commands.toggleStrike(), on: (editor) => editor.isActive("strike") },
  { name: "bullets", icon: "list", run: (editor) => editor.commands.toggleBulletList(), on: (editor) => editor.isActive("bulletList") },
  { name: "numbers", icon: "list-ordered", run: (editor) => editor.commands.toggleOrderedList(), on: (editor) => editor.isActive("orderedList") },
  { name: "quote", icon: "text-quote", run: (editor) => editor.commands.toggleBlockquote(), on: (editor) => editor.isActive("blockquote") },
  { name: "code", icon: "code", run: (editor) => editor.commands.toggleCodeBlock(), on: (editor) => editor.isActive("codeBlock") },
  { name: "link", icon: "link", run: (editor) => askLink(editor), on: (editor) => editor.isActive("link") },
  { name: "table", icon: "table", run: (editor) => (editor.isActive("table") ? editor.commands.deleteTable() : editor.commands.insertTable({ rows: 3, cols: 3, withHeaderRow: true })), on: (editor) => editor.isActive("table") },
  { name: "unformat", icon: "remove-formatting", run: (editor) => editor.chain().unsetAllMarks().clearNodes().run(), on: () => false },
];

export class Toolbar {
  readonly element = make("div", { class: "format-bar", role: "toolbar", "aria-label": text("formatting") });
  private buttons: HTMLButtonElement[];
  private asked = 0;

  constructor(private editor: Editor) {
    this.buttons = TOOLS.map((tool, index) => {
      const label = text(`format_${tool.name}`);
      const button = make("button", { type: "button", class: "icon-button small", "aria-label": label, title: tool.keys ? `${label} (${tool.keys})` : label, "aria-pressed": "false", tabindex: index ? "-1" : "0" }, icon(tool.icon));
      button.addEventListener("pointerdown", (event) => event.preventDefault());
      button.addEventListener("click", () => {
        tool.run(editor);
        if (!document.querySelector(".link-box")) editor.view.focus();
      });
      return button;
    });
    this.element.append(...this.buttons);
    this.element.addEventListener("keydown", (event) => this.move(event));
  }

  /** Once per frame at most: a key must not wait for buttons. */
  refresh(): void {
    if (this.asked) return;
    this.asked = requestAnimationFrame(() => {
      this.asked = 0;
      if (this.editor.isDestroyed) return;
      this.buttons.forEach((button, index) => {
        const on = String(TOOLS[index]!.on(this.editor));
        if (button.getAttribute("aria-pressed") !== on) button.setAttribute("aria-pressed", on);
      });
    });
  }

  private move(event: KeyboardEvent): void {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const now = this.buttons.indexOf(document.activeElement as HTMLButtonElement);
    const next = this.buttons[(now + step + this.buttons.length) % this.buttons.length]!;
    this.buttons.forEach((button) => (button.tabIndex = button === next ? 0 : -1));
    next.focus();
  }
}
