// Asking for a link's address, above the text. Empty takes the link away.
import type { Editor } from "@tiptap/core";
import { isComposing } from "../../behaviours/ime";
import { icon, make, text } from "../../desk/texts";

export function askLink(editor: Editor): void {
  document.querySelector(".link-box")?.remove();
  const input = make("input", { class: "input", type: "text", inputmode: "url", "aria-label": text("link_address"), placeholder: "https://", value: (editor.getAttributes("link").href as string | undefined) ?? "" });
  const done = make("button", { type: "button", class: "button button-plain" }, icon("check"), text("insert"));
  const box = make("div", { class: "link-box" }, icon("link"), input, done);
  const close = () => {
    box.remove();
    editor.view.focus();
  };
  const take = () => {
    const address = tidy(input.value);
    const chain = editor.chain().extendMarkRange("link");
    if (!address) chain.unsetLink().run();
    else if (editor.state.selection.empty && !editor.isActive("link")) chain.insertContent({ type: "text", text: input.value.trim(), marks: [{ type: "link", attrs: { href: address } }] }).run();
    else chain.setLink({ href: address }).run();
    close();
  };
  input.addEventListener("keydown", (event) => {
    if (isComposing(event) || (event.key !== "Enter" && event.key !== "Escape")) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Enter") take();
    else close();
  });
  done.addEventListener("click", take);
  editor.view.dom.before(box);
  input.focus();
}

function tidy(typed: string): string {
  const address = typed.normalize("NFKC").trim();
  if (!address || /^(https?:\/\/|mailto:|tel:)/i.test(address)) return address;
  return /^[^\s@/]+@[^\s@/]+$/.test(address) ? `mailto:${address}` : `https://${address}`;
}
