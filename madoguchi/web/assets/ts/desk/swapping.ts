// Puts fragments in place. An island (reply-composer) is never touched; elements with an id replace the one on screen.
import { keepHtml } from "./html_frame";

export function parse(html: string): DocumentFragment {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

/** Replaces by id every top-level element of `html`; returns the ones that were not on screen. */
export function replaceParts(html: string): HTMLElement[] {
  const strangers: HTMLElement[] = [];
  for (const fresh of [...parse(html).children] as HTMLElement[]) {
    const old = fresh.id ? document.getElementById(fresh.id) : null;
    if (!old) strangers.push(fresh);
    else if (!same(old, fresh)) {
      keepState(old, fresh);
      old.replaceWith(fresh);
    }
  }
  return strangers;
}

function same(old: Element, fresh: Element): boolean {
  return old.outerHTML === fresh.outerHTML;
}

function keepState(old: HTMLElement, fresh: HTMLElement): void {
  const focused = old.contains(document.activeElement) ? (document.activeElement as HTMLElement) : null;
  const folds = fresh.querySelectorAll("details");
  old.querySelectorAll("details").forEach((one, index) => one.open && folds[index]?.setAttribute("open", ""));
  const whole = old.querySelector("[data-unfold]");
  if (whole) fresh.querySelector("[data-unfold]")?.replaceWith(whole);
  keepHtml(old, fresh);
  if (old.querySelector(".body.long.open")) fresh.querySelector(".body.long")?.classList.add("open");
  if (focused) {
    const key = focused.dataset.menu ?? focused.dataset.act;
    window.setTimeout(() => fresh.querySelector<HTMLElement>(`[data-menu="${key}"], [data-act="${key}"]`)?.focus());
  }
}
