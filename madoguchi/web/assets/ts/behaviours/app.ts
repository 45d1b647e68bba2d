// The desk as an app: registers the service worker, tells it whether tickets may be kept on this device, and says so when
// a page is an old copy.
const worker = navigator.serviceWorker as ServiceWorkerContainer | undefined;

export const registered: Promise<ServiceWorkerRegistration | undefined> = worker && window.isSecureContext ? worker.register("/sw.js").catch(() => undefined) : Promise.resolve(undefined);

void registered.then(async (found) => {
  const reading = document.body.dataset.offlineReading;
  if (!found || reading === undefined || document.body.dataset.stale !== undefined) return;
  (await worker?.ready)?.active?.postMessage({ offlineReading: reading === "yes" });
});

const banner = document.getElementById("stale");
const at = document.body.dataset.stale;
if (banner && at !== undefined) {
  banner.hidden = false;
  const time = banner.querySelector("time");
  if (time && at) {
    time.dateTime = at;
    time.textContent = new Date(at).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
  }
  window.addEventListener("online", () => location.reload());
}
