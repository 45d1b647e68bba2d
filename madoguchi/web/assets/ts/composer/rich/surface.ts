// Writing with formatting: Tiptap with the few things a mail needs. Loaded as a script of its own (see loading).
import { Editor } from "@tiptap/core";
import { DOMParser, Slice } from "@tiptap/pm/model";
import { EditorState, TextSelection } from "@tiptap/pm/state";
import { isComposing } from "../../behaviours/ime";
import { make } from "../../desk/texts";
import type { Mode } from "../drafts";
import type { Hooks, Surface, Words } from "../surface";
import { extensions } from "./extensions";
import { pastedHtml, pastedText, worthMoreThanFiles } from "./paste";
import { insertPicture } from "./pictures";
import { linesOf, textOf } from "./text";
import { Toolbar } from "./toolbar";

export class RichSurface implements Surface {
  readonly rich = true;
  readonly element = make("div", { class: "rich" });
  readonly editor: Editor;
  readonly field: HTMLElement;
  private states: Partial<Record<Mode, EditorState>> = {};
  private mode: Mode;
  private toolbar: Toolbar;

  constructor(private hooks: Hooks, mode: Mode) {
    this.mode = mode;
    this.editor = new Editor({
      element: this.element,
      injectCSS: false,
      enableInputRules: ["bulletList", "orderedList", "blockquote"],
      enablePasteRules: false,
      extensions: extensions(hooks),
      editorProps: {
        attributes: { role: "textbox", "aria-multiline": "true" },
        handleKeyDown: (_view, event) => !isComposing(event) && hooks.key(event),
        handlePaste: (_view, event) => this.pasted(event),
        handleDrop: (view, event, _slice, moved) => {
          const files = [...(event.dataTransfer?.files ?? [])];
          if (moved || !files.length) return false;
          this.take(files, view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos);
          event.stopPropagation();
          this.element.dispatchEvent(new CustomEvent("dropped", { bubbles: true }));
          return true;
        },
        transformPastedHTML: (html) => pastedHtml(html),
        clipboardTextParser: (text, context) => new Slice(linesOf(this.editor.schema, pastedText(text)), context.parent.isTextblock ? 1 : 0, 1),
        clipboardTextSerializer: (slice) => textOf(slice.content),
      },
      onUpdate: () => {
        this.mark();
        hooks.changed();
      },
      onTransaction: () => this.toolbar?.refresh(),
    });
    this.field = this.editor.view.dom;
    this.toolbar = new Toolbar(this.editor);
    this.element.prepend(this.toolbar.element);
    this.mark();
  }

  get empty(): boolean {
    const { doc } = this.editor.state;
    let something = false;
    doc.descendants((node) => {
      if (node.type.name === "picture" || node.text?.trim()) something = true;
      return !something;
    });
    return !something;
  }

  focus(): void {
    this.editor.view.focus();
    this.editor.commands.scrollIntoView();
  }

  destroy(): void {
    this.editor.destroy();
  }

  get(): Words {
    const { doc } = this.editor.state;
    return { text: textOf(doc.content).replace(/^\n+|\s+$/g, ""), html: this.empty ? "" : bare(this.editor.getHTML()) };
  }

  set(words: Words): void {
    const { state, schema } = this.editor;
    let doc = schema.topNodeType.createAndFill(null, linesOf(schema, words.text)) ?? state.doc;
    if (words.html) {
      const box = document.implementation.createHTMLDocument("").body;
      box.innerHTML = words.html;
      doc = DOMParser.fromSchema(schema).parse(box);
    }
    this.editor.view.updateState(EditorState.create({ doc, plugins: state.plugins, selection: TextSelection.atEnd(doc) }));
    this.mark();
    this.toolbar.refresh();
  }

  turn(mode: Mode, words: Words): void {
    this.states[this.mode] = this.editor.state;
    this.mode = mode;
    const kept = this.states[mode];
    if (kept && textOf(kept.doc.content).trim() === words.text.trim()) {
      this.editor.view.updateState(kept);
      this.mark();
      this.toolbar.refresh();
    } else this.set(words);
  }

  before(): string {
    const { $from, empty } = this.editor.state.selection;
    if (!empty || $from.parent.type.spec.code) return "";
    const text = $from.parent.textBetween(0, $from.parentOffset, undefined, (leaf) => (leaf.type.name === "hardBreak" ? "\n" : "￼"));
    return text.slice(text.lastIndexOf("\n") + 1);
  }

  insert(words: string, length = 0): void {
    const { state, view, schema } = this.editor;
    const { from, to } = state.selection;
    const lines = linesOf(schema, words);
    const change = state.tr.setSelection(TextSelection.create(state.doc, from - length, to));
    view.dispatch(change.replaceSelection(new Slice(lines, 1, 1)).scrollIntoView());
  }

  caret(): DOMRect {
    const { left, top, bottom } = this.editor.view.coordsAtPos(this.editor.state.selection.from);
    return new DOMRect(left, top, 0, bottom - top);
  }

  /** Puts the caret after `offset` letters of a plain text that has just been set; in any other it stays at the end. */
  place(offset: number): void {
    if (this.editor.state.doc.children.some((block) => !block.isTextblock)) return;
    let left = offset;
    let at = 0;
    this.editor.state.doc.forEach((line, start) => {
      if (left < 0) return;
      at = start + 1 + Math.min(left, line.content.size);
      left -= line.content.size + 1;
    });
    this.editor.commands.setTextSelection(at);
  }

  label(words: string, language: string): void {
    this.field.lang = language;
    this.field.dataset.placeholder = words;
    this.field.setAttribute("aria-label", words);
  }

  private mark(): void {
    const { doc } = this.editor.state;
    this.field.classList.toggle("blank", doc.childCount === 1 && !!doc.firstChild?.isTextblock && !doc.firstChild.childCount);
  }

  private pasted(event: ClipboardEvent): boolean {
    const files = [...(event.clipboardData?.files ?? [])];
    if (!files.length || worthMoreThanFiles(event.clipboardData)) return false;
    this.take(files);
    return true;
  }

  private take(files: File[], at?: number): void {
    for (const file of files) {
      if (file.type.startsWith("image/") && file.type !== "image/svg+xml") insertPicture(this.editor, this.hooks.files(), file, at);
      else this.hooks.files().add([file]);
    }
  }
}

/** Without the sizes that the table extension writes: the page's policy allows no style attributes. */
function bare(html: string): string {
  return html.replace(/<colgroup>.*?<\/colgroup>/g, "").replace(/(<table)[^>]*>/g, "$1>").replace(/<p><\/p>$/, "");
}
