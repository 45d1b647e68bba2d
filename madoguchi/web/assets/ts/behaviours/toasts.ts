// Passing messages: any element with data-toast leaves by itself, later when it holds a button to press.
const box = () => document.getElementById("toasts") as HTMLElement;

export interface Toast {
  element: HTMLElement;
  close(): void;
}

export function toast(text: string, options: { kind?: "info" | "error"; action?: string; onAction?: () => void; seconds?: number } = {}): Toast {
  const element = document.createElement("div");
  element.className = `toast toast-${options.kind ?? "info"}`;
  element.dataset.toast = String(options.seconds ?? "");
  const paragraph = document.createElement("p");
  paragraph.textContent = text;
  element.append(paragraph);
  const close = () => element.remove();
  if (options.action) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button";
    button.textContent = options.action;
    button.addEventListener("click", () => {
      close();
      options.onAction?.();
    });
    element.append(button);
  }
  box().append(element);
  return { element, close };
}

// A modal window makes everything outside it inert: the box moves into the topmost one, and back when it closes.
function raise(): void {
  const window = [...document.querySelectorAll<HTMLDialogElement>("dialog:modal")].at(-1);
  const host = window ?? document.body;
  if (box().parentElement !== host) host.append(box());
  if (!box().hasAttribute("popover")) return;
  if (box().matches(":popover-open")) box().hidePopover();
  box().showPopover();
}
document.addEventListener("close", (event) => {
  if ((event.target as HTMLElement).contains(box())) {
    document.body.append(box());
    if (box().childElementCount) box().showPopover();
  }
}, true);

function arrange(element: HTMLElement): void {
  raise();
  const seconds = Number(element.dataset.toast) || (element.querySelector("form, .button") ? 12 : element.classList.contains("toast-error") ? 9 : 4.5);
  let timer = window.setTimeout(() => element.remove(), seconds * 1000);
  element.addEventListener("pointerenter", () => window.clearTimeout(timer));
  element.addEventListener("pointerleave", () => (timer = window.setTimeout(() => element.remove(), 3000)));
  element.querySelector("[data-dismiss]")?.addEventListener("click", () => element.remove());
}

new MutationObserver((changes) => {
  for (const change of changes) for (const node of change.addedNodes) if (node instanceof HTMLElement && node.matches("[data-toast]")) arrange(node);
}).observe(box(), { childList: true });
box().querySelectorAll<HTMLElement>("[data-toast]").forEach(arrange);
