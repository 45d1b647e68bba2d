// Switching push on for this browser (the account's page of notices), and asking for desktop notifications.
import { registered } from "./app";
import { csrfToken } from "./csrf";

const box = document.querySelector<HTMLElement>("[data-push]");
const key = box?.dataset.push ?? "";

async function switchOn(): Promise<void> {
  const worker = await registered;
  if (!worker || (await Notification.requestPermission()) !== "granted") return say("refused");
  try {
    const old = await worker.pushManager.getSubscription();
    if (old && !sameKey(old)) await old.unsubscribe();
    const made = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) });
    await tell(made);
    location.reload();
  } catch {
    say("failed");
  }
}

async function tell(made: PushSubscription): Promise<void> {
  const { endpoint, keys } = made.toJSON();
  const body = new URLSearchParams({ endpoint: endpoint ?? "", public_key: keys?.p256dh ?? "", secret: keys?.auth ?? "" });
  const answer = await fetch("/account/devices", { method: "POST", body, headers: { "X-CSRFToken": csrfToken(), Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
}

function say(which: "refused" | "failed"): void {
  for (const one of box?.querySelectorAll<HTMLElement>("[data-push-said]") ?? []) one.hidden = one.dataset.pushSaid !== which;
}

function sameKey(made: PushSubscription): boolean {
  const own = new Uint8Array(made.options.applicationServerKey ?? new ArrayBuffer(0));
  return own.length === 65 && own.every((value, index) => value === bytes(key)[index]);
}

function bytes(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
}

box?.querySelector("[data-push-on]")?.addEventListener("click", () => void switchOn());
document.querySelector("[data-desktop-on]")?.addEventListener("click", () => void Notification.requestPermission().then(show));

function show(): void {
  const state = document.querySelector<HTMLElement>("[data-desktop]");
  if (state) state.dataset.desktop = "Notification" in window ? Notification.permission : "denied";
}
show();
// After a new secret key of the installation, or a changed endpoint, the browser is told again by itself.
if (box) void registered.then(async (worker) => {
  const made = await worker?.pushManager.getSubscription();
  if (made && sameKey(made) && !box.dataset.known?.split(" ").includes(made.endpoint)) await tell(made).then(() => location.reload());
});
