// Files come by drag and drop on the composer, or by pasting into its text.
import type { Files } from "./files";

export function takeFiles(box: HTMLElement, area: HTMLTextAreaElement, files: Files): void {
  area.addEventListener("paste", (event) => {
    const pasted = [...(event.clipboardData?.files ?? [])];
    if (!pasted.length) return;
    event.preventDefault();
    files.add(pasted);
  });
  box.addEventListener("dragover", (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    box.classList.add("dropping");
  });
  box.addEventListener("dragleave", () => box.classList.remove("dropping"));
  box.addEventListener("drop", (event) => {
    event.preventDefault();
    box.classList.remove("dropping");
    files.add(event.dataTransfer?.files ?? []);
  });
}
