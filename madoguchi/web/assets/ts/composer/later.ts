// Sending later (送信予約): a few times that people mean, or one of one's own. The server keeps the message until then.
import type { Values } from "../desk/fetching";
import { Item, openMenu } from "../desk/menu";
import { make, text } from "../desk/texts";
import { askApproval } from "./approval";

const MORNING = 9;

export function laterMenu(anchor: HTMLElement, take: (iso: string) => void, approval: (asked: Values) => void): void {
  const format = new Intl.DateTimeFormat(document.documentElement.lang, { month: "numeric", day: "numeric", weekday: "short", hour: "2-digit", minute: "2-digit" });
  const hours = (count: number) => new Date(Date.now() + count * 3_600_000);
  const morning = (days: number) => {
    const day = new Date();
    day.setDate(day.getDate() + days);
    day.setHours(MORNING, 0, 0, 0);
    return day;
  };
  const monday = (8 - new Date().getDay()) % 7 || 7;
  const item = (key: string, time: Date): Item => ({ label: text(key), hint: format.format(time), icon: "clock", run: () => take(time.toISOString()) });
  openMenu(anchor, text("send_later"), [item("in_1h", hours(1)), item("in_3h", hours(3)), item("tomorrow", morning(1)), item("next_monday", morning(monday)), { label: text("pick_time"), icon: "calendar-clock", run: () => pick(anchor, take) }, { label: text("ask_approval"), icon: "stamp", run: () => void askApproval(approval) }]);
}

function pick(anchor: HTMLElement, take: (iso: string) => void): void {
  const soon = new Date(Date.now() + 600_000 - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
  const input = make("input", { class: "input", type: "datetime-local", min: soon, value: soon, "aria-label": text("send_later") });
  const done = make("button", { type: "button", class: "button button-primary" }, text("reserve"));
  const box = make("div", { class: "later-box" }, input, done);
  const close = () => box.remove();
  done.addEventListener("click", () => {
    if (!input.value || !input.checkValidity()) return void input.reportValidity();
    close();
    take(new Date(input.value).toISOString());
  });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    close();
    anchor.focus();
  });
  anchor.closest(".composer-foot")?.before(box);
  input.focus();
}
