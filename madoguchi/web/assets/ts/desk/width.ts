// The list's width: dragged or moved with the arrow keys, remembered in this browser.
import { make, text } from "./texts";

const LEAST = 280;
const MOST = 640;
const KEY = "list-width";
const list = document.querySelector<HTMLElement>(".list");
const main = document.querySelector<HTMLElement>("main");

function set(width: number): void {
  const kept = Math.round(Math.min(MOST, Math.max(LEAST, width)));
  main?.style.setProperty("--list-width", `${kept}px`);
  handle.setAttribute("aria-valuenow", String(kept));
  localStorage.setItem(KEY, String(kept));
}

const handle = make("div", { class: "list-resize", role: "separator", tabindex: "0", "aria-orientation": "vertical", "aria-label": text("list_width"), "aria-valuemin": String(LEAST), "aria-valuemax": String(MOST), "aria-valuenow": "360" });
list?.append(handle);
const kept = Number(localStorage.getItem(KEY));
if (kept) set(kept);

handle.addEventListener("pointerdown", (event) => {
  handle.setPointerCapture(event.pointerId);
  const left = list?.getBoundingClientRect().left ?? 0;
  const drag = (moved: PointerEvent) => set(moved.clientX - left);
  handle.addEventListener("pointermove", drag);
  handle.addEventListener("pointerup", () => handle.removeEventListener("pointermove", drag), { once: true });
});
handle.addEventListener("keydown", (event) => {
  if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
  event.preventDefault();
  set((list?.offsetWidth ?? 360) + (event.key === "ArrowRight" ? 20 : -20));
});
