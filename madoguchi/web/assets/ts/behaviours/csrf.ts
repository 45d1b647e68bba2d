// Puts the page's token on every htmx request and tells the server that a script asks.
export function csrfToken(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csrf"]')?.content ?? "";
}

document.addEventListener("htmx:config:request", (event) => {
  const context = (event as CustomEvent).detail.ctx;
  context.request.headers["X-CSRFToken"] = csrfToken();
});
