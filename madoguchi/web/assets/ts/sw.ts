// The service worker. Hashed assets come from the cache; pages come from the network, and when there is none the last copy
// is shown with its time. Copies live in memory unless offline reading is switched on; forms are never kept. Push is shown here.
interface Waiting extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetching extends Waiting {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Pushed extends Waiting {
  readonly data: { json(): { id?: number; ticket?: number | null; text?: string; subject?: string } } | null;
}
interface Clicked extends Waiting {
  readonly notification: Notification;
}
interface Windowed {
  readonly url: string;
  focus(): Promise<unknown>;
  navigate(address: string): Promise<unknown>;
}
interface Worker_ extends EventTarget {
  readonly registration: ServiceWorkerRegistration;
  readonly clients: { matchAll(options: { type: "window" }): Promise<Windowed[]>; openWindow(address: string): Promise<unknown>; claim(): Promise<void> };
  skipWaiting(): Promise<void>;
}

const here = self as unknown as Worker_;
const STATIC = "static";
const PAGES = "pages";
const READABLE = /^\/(desk|tickets\/\d+)$/;
const MOST = 60;
const memory = new Map<string, { html: string; at: string }>();
const on = <T extends Event>(name: string, act: (event: T) => void) => here.addEventListener(name, act as EventListener);

on<Waiting>("install", (event) => event.waitUntil(caches.open(STATIC).then((cache) => cache.add("/offline")).then(() => here.skipWaiting())));
on<Waiting>("activate", (event) => event.waitUntil(here.clients.claim()));
on<Waiting & { data: { offlineReading?: boolean } }>("message", (event) => {
  if (event.data?.offlineReading === false) event.waitUntil(caches.delete(PAGES));
  if (event.data?.offlineReading === true) event.waitUntil(caches.open(PAGES));
});

on<Fetching>("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (address.origin !== location.origin) return;
  if (request.method === "POST" && address.pathname === "/sign-out") event.waitUntil(forget(true));
  if (request.method !== "GET") return;
  if (address.pathname.startsWith("/static/")) event.respondWith(fromCache(request));
  else if (request.mode === "navigate") event.respondWith(page(request, address));
  else if (request.headers.has("X-Fragment") && /^\/tickets\/\d+$/.test(address.pathname)) event.respondWith(fragment(request, address));
});

async function fromCache(request: Request): Promise<Response> {
  const cache = await caches.open(STATIC);
  const kept = await cache.match(request);
  if (kept) return kept;
  const fresh = await fetch(request);
  if (fresh.ok) void cache.put(request, fresh.clone()).then(() => trim(cache));
  return fresh;
}

/** Old builds leave by themselves: only the newest names stay. */
async function trim(cache: Cache): Promise<void> {
  const names = (await cache.keys()).filter((one) => new URL(one.url).pathname !== "/offline");
  await Promise.all(names.slice(0, Math.max(0, names.length - MOST)).map((one) => cache.delete(one)));
}

async function page(request: Request, address: URL): Promise<Response> {
  let fresh: Response;
  try {
    fresh = await fetch(request);
  } catch {
    return (READABLE.test(address.pathname) && (await stale(address.pathname))) || ((await caches.match("/offline")) ?? Response.error());
  }
  if (new URL(fresh.url || address.href).pathname === "/sign-in") await forget(false);
  else if (fresh.ok && !fresh.redirected && READABLE.test(address.pathname)) void fresh.clone().text().then((html) => keep(address.pathname, html));
  return fresh;
}

async function fragment(request: Request, address: URL): Promise<Response> {
  const name = `fragment:${address.pathname}`;
  try {
    const fresh = await fetch(request);
    if (fresh.ok) void fresh.clone().text().then((html) => hold(name, html));
    return fresh;
  } catch (problem) {
    const kept = memory.get(name);
    if (!kept) throw problem;
    return new Response(kept.html, { headers: { "Content-Type": "text/html; charset=utf-8" } });
  }
}

function hold(name: string, html: string): void {
  memory.delete(name);
  memory.set(name, { html, at: new Date().toISOString() });
  for (const old of memory.keys()) if (memory.size > MOST) memory.delete(old);
}

async function keep(path: string, html: string): Promise<void> {
  hold(path, html);
  if (await caches.has(PAGES)) {
    const cache = await caches.open(PAGES);
    await cache.put(path, new Response(html, { headers: { "Content-Type": "text/html; charset=utf-8", "X-Kept-At": new Date().toISOString() } }));
    await trim(cache);
  }
}

/** The last copy, marked with when it was made: the page then shows its banner. */
async function stale(path: string): Promise<Response | null> {
  const held = memory.get(path);
  const kept = held ? null : (await caches.has(PAGES)) ? await (await caches.open(PAGES)).match(path) : null;
  const html = held?.html ?? (await kept?.text());
  if (!html) return null;
  const at = held?.at ?? kept?.headers.get("X-Kept-At") ?? "";
  return new Response(html.replace("<body ", `<body data-stale="${at}" `), { headers: { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": POLICY } });
}
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** Nothing of the person who was signed in stays on the device. */
async function forget(signedOut: boolean): Promise<void> {
  memory.clear();
  const reading = await caches.has(PAGES);
  await caches.delete(PAGES);
  if (signedOut) await (await here.registration.pushManager.getSubscription())?.unsubscribe();
  else if (reading) await caches.open(PAGES);
}

on<Pushed>("push", (event) => {
  const told = event.data?.json() ?? {};
  const japanese = navigator.language.startsWith("ja");
  const title = told.text || (japanese ? "お知らせがあります" : "Something new on your desk");
  const about = told.ticket ? `#${told.ticket} ${told.subject ?? ""}`.trim() : "";
  event.waitUntil(here.registration.showNotification(title, { body: about, tag: `notice-${told.id ?? "test"}`, data: { ticket: told.ticket ?? null } }));
});

on<Clicked>("notificationclick", (event) => {
  event.notification.close();
  const ticket = (event.notification.data as { ticket: number | null } | null)?.ticket;
  event.waitUntil(open(ticket ? `/tickets/${ticket}` : "/desk"));
});

async function open(address: string): Promise<void> {
  const [first] = await here.clients.matchAll({ type: "window" });
  if (!first) return void (await here.clients.openWindow(address));
  await first.focus();
  if (new URL(first.url).pathname !== address) await first.navigate(address);
}
