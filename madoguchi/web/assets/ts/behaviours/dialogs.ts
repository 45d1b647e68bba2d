import htmx from "htmx.org";

// Dialogs: data-open-dialog="id" opens one of the page; one that htmx puts into #dialogs opens by itself and is removed when closed.
document.addEventListener("click", (event) => {
  const target = event.target as HTMLElement;
  const opener = target.closest<HTMLElement>("[data-open-dialog]");
  if (opener) (document.getElementById(opener.dataset.openDialog ?? "") as HTMLDialogElement | null)?.showModal();
  const dialog = target.closest("dialog");
  if (target.closest("[data-close-dialog]") || (target === dialog && outside(dialog, event))) dialog?.close();
});

function outside(dialog: HTMLDialogElement | null, event: MouseEvent): boolean {
  const box = dialog?.getBoundingClientRect();
  return !!box && (event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom);
}

const shelf = document.getElementById("dialogs");
if (shelf) {
  new MutationObserver(() => {
    const dialog = shelf.querySelector<HTMLDialogElement>("dialog:not([open])");
    if (!dialog || !dialog.isConnected || dialog.dataset.shown) return;
    dialog.dataset.shown = "yes";
    htmx.process(dialog);
    dialog.showModal();
    dialog.addEventListener("close", () => dialog.remove());
  }).observe(shelf, { childList: true });
}

document.addEventListener("close-dialogs", () => shelf?.querySelectorAll("dialog").forEach((dialog) => dialog.close()));
