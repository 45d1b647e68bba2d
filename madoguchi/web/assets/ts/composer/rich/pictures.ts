// Pictures in the text: named by a content id, shown through the address that this agent may read, uploading meanwhile.
import { Editor, Node } from "@tiptap/core";
import { make } from "../../desk/texts";
import type { Files } from "../files";
import type { Hooks } from "../surface";

let passing = 0;

export function picture(hooks: Hooks) {
  return Node.create({
    name: "picture",
    group: "inline",
    inline: true,
    draggable: true,
    addAttributes() {
      return { cid: { default: "", rendered: false }, alt: { default: "" } };
    },
    parseHTML() {
      return [{ tag: "img[src^='cid:']", getAttrs: (element) => ({ cid: (element.getAttribute("src") ?? "").slice(4), alt: element.getAttribute("alt") ?? "" }) }];
    },
    renderHTML({ node }) {
      return ["img", { src: `cid:${node.attrs.cid}`, alt: node.attrs.alt as string }];
    },
    addNodeView() {
      return ({ node }) => {
        const known = hooks.files().picture(node.attrs.cid as string);
        const image = make("img", { src: known?.address ?? "", alt: node.attrs.alt as string, title: node.attrs.alt as string });
        image.classList.toggle("uploading", (node.attrs.cid as string).startsWith("passing"));
        return { dom: image };
      };
    },
  });
}

/** Shows the picture at once; its lasting content id is put in when the server has it. */
export function insertPicture(editor: Editor, files: Files, file: File, at?: number): void {
  const cid = `passing-${++passing}`;
  const named = file.name && file.name !== "image.png" ? file : new File([file], `screenshot-${stamp()}.${file.type.split("/")[1] ?? "png"}`, { type: file.type });
  files.addPicture(named, cid, (kept) => rename(editor, cid, kept.cid));
  const node = { type: "picture", attrs: { cid, alt: named.name } };
  if (at === undefined) editor.commands.insertContent(node);
  else editor.commands.insertContentAt(at, node);
}

function rename(editor: Editor, from: string, to: string): void {
  if (editor.isDestroyed) return;
  const change = editor.state.tr.setMeta("addToHistory", false);
  editor.state.doc.descendants((node, position) => {
    if (node.type.name === "picture" && node.attrs.cid === from) change.setNodeMarkup(position, undefined, { ...node.attrs, cid: to });
  });
  if (change.docChanged) editor.view.dispatch(change);
}

function stamp(): string {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate(), now.getHours(), now.getMinutes(), now.getSeconds()].map((part) => String(part).padStart(2, "0")).join("");
}
