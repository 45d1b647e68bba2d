// Files come by drag and drop anywhere on the composer; the editor takes pictures dropped into its text itself.
import type { Files } from "./files";

export function takeFiles(box: HTMLElement, files: () => Files): void {
  const end = () => box.classList.remove("dropping");
  box.addEventListener("dragover", (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    box.classList.add("dropping");
  });
  box.addEventListener("dragleave", (event) => void (box.contains(event.relatedTarget as Node | null) || end()));
  box.addEventListener("dropped", end);
  box.addEventListener("drop", (event) => {
    end();
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    files().add(event.dataTransfer.files);
  });
}
