// Puts the page's token on every htmx request and tells the server that a script asks.
// The cookie comes first: it is fresh when somebody has signed in again in another window.
export function csrfToken(): string {
  const cookie = document.cookie.match(/(?:^|;\s*)csrftoken=([^;]+)/)?.[1];
  if (cookie) return cookie;
  return document.querySelector<HTMLMetaElement>('meta[name="csrf"]')?.content ?? "";
}

document.addEventListener("htmx:config:request", (event) => {
  const context = (event as CustomEvent).detail.ctx;
  context.request.headers["X-CSRFToken"] = csrfToken();
});
