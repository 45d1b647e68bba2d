// お約束 in the head of a ticket: kept with one click, moved to another time, given up, each with undo.
import { toast } from "../behaviours/toasts";
import { change } from "./actions";
import { askTime } from "./asking";
import { openMenu } from "./menu";
import { currentId } from "./state";
import { text } from "./texts";

type State = "kept" | "broken" | "dropped";

document.addEventListener("click", (event) => {
  const target = (event.target as HTMLElement).closest<HTMLElement>("[data-settle], [data-promise-menu]");
  const promise = target?.closest<HTMLElement>("[data-commitment]");
  if (!target || !promise) return;
  if (target.dataset.settle) void settle(promise, target.dataset.settle as State);
  else menu(target, promise);
});

function menu(anchor: HTMLElement, promise: HTMLElement): void {
  openMenu(anchor, text("promise"), [
    { label: text("promise_move"), icon: "calendar-clock", run: () => askTime(text("promise_move"), words(promise), promise.dataset.due ?? "", (due) => void move(promise, due)) },
    { label: text("promise_broken"), icon: "circle-x", run: () => void settle(promise, "broken") },
    { label: text("promise_dropped"), icon: "trash-2", run: () => void settle(promise, "dropped") },
  ]);
}

async function settle(promise: HTMLElement, state: State): Promise<void> {
  const id = currentId();
  const path = `/commitments/${promise.dataset.commitment}/outcome`;
  const guess = () => {
    promise.classList.add("going");
    return () => promise.classList.remove("going");
  };
  if (!(await change(id, "POST", path, { state }, guess))) return;
  toast(text(`said_${state}`), { action: text("undo"), seconds: 12, onAction: () => void change(id, "DELETE", path) });
}

async function move(promise: HTMLElement, due: string): Promise<void> {
  const id = currentId();
  const path = `/commitments/${promise.dataset.commitment}`;
  const before = promise.dataset.due ?? "";
  if (!(await change(id, "POST", path, { due_at: due }))) return;
  const undo = { action: text("undo"), onAction: () => void change(id, "POST", path, { due_at: before }) };
  toast(text("promise_moved"), Date.parse(before) > Date.now() ? undo : {});
}

function words(promise: HTMLElement): string {
  return promise.querySelector("q")?.textContent ?? "";
}
