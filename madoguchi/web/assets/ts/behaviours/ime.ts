// Is this key part of Japanese (or any) input in composition? Every key handler asks here first.
// Safari ends the composition before the keydown of the confirming Enter, hence the own flag kept for one more tick.
let composing = false;

document.addEventListener("compositionstart", () => (composing = true), true);
document.addEventListener("compositionend", () => window.setTimeout(() => (composing = false), 0), true);

export function isComposing(event: KeyboardEvent | InputEvent): boolean {
  if (composing || event.isComposing) return true;
  return event instanceof KeyboardEvent && (event.key === "Process" || event.keyCode === 229);
}

/** Between keys: is something being composed right now? */
export function composingNow(): boolean {
  return composing;
}
