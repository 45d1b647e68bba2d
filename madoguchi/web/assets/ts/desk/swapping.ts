// Puts fragments in place. An island (reply-composer) is never touched; elements with an id replace the one on screen.
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
  old.querySelectorAll("details[open]").forEach((_, index) => fresh.querySelectorAll("details")[index]?.setAttribute("open", ""));
  if (old.querySelector(".body.long.open")) fresh.querySelector(".body.long")?.classList.add("open");
  if (focused) {
    const key = focused.dataset.menu ?? focused.dataset.act;
    window.setTimeout(() => fresh.querySelector<HTMLElement>(`[data-menu="${key}"], [data-act="${key}"]`)?.focus());
  }
}
