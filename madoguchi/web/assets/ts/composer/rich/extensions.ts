// What can be written: paragraphs that are lines, bold, italic, underline, strike, code, links, lists, quotes, tables and
// pictures. No headings, no colours: mail programs of customers show the rest differently anyway.
import type { Extensions } from "@tiptap/core";
import { TableKit } from "@tiptap/extension-table";
import StarterKit from "@tiptap/starter-kit";
import type { Hooks } from "../surface";
import { picture } from "./pictures";

const SAFE = /^(https?:|mailto:|tel:)/i;

export function extensions(hooks: Hooks): Extensions {
  return [
    StarterKit.configure({
      heading: false,
      horizontalRule: false,
      dropcursor: { class: "drop-cursor", color: false },
      link: { openOnClick: false, autolink: true, linkOnPaste: true, protocols: ["mailto", "tel"], isAllowedUri: (address) => SAFE.test(address ?? "") || /^[\w-]+(\.[\w-]+)+/.test(address ?? ""), HTMLAttributes: { target: null, rel: null } },
    }),
    TableKit.configure({ table: { resizable: false, View: null } }),
    picture(hooks),
  ];
}
