// Talking to the server: fragments and small JSON answers; refusals carry the server's own words.
import { csrfToken } from "../behaviours/csrf";
import { text } from "./texts";

export class Refusal extends Error {
  constructor(readonly status: number, readonly code: string, message: string, readonly body: Record<string, unknown> = {}) {
    super(message);
  }
  get offline(): boolean {
    return this.status === 0;
  }
}

export async function getFragment(address: string, signal?: AbortSignal): Promise<string> {
  const response = await reach(address, { headers: { "X-Fragment": "1", Accept: "text/html, application/json;q=0.5" }, signal });
  return response.text();
}

export async function getJson<T>(address: string, signal?: AbortSignal): Promise<T> {
  const response = await reach(address, { headers: { "X-Fragment": "1", Accept: "application/json" }, signal });
  return (await response.json()) as T;
}

export type Values = Record<string, string | number | boolean | null | undefined | Array<string | number>>;

export async function send(method: "POST" | "DELETE", address: string, values: Values = {}, keepalive = false): Promise<Response> {
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (Array.isArray(value)) value.forEach((entry) => body.append(name, String(entry)));
    else if (value !== undefined) body.append(name, value === null ? "" : String(value));
  }
  return reach(address, { method, keepalive, body: method === "POST" ? body : undefined, headers: { "X-Fragment": "1", "X-CSRFToken": csrfToken(), Accept: "application/json, text/html;q=0.9" } });
}

async function reach(address: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(address, { credentials: "same-origin", ...init });
  } catch (error) {
    if ((error as Error).name === "AbortError") throw error;
    throw new Refusal(0, "offline", text("offline"));
  }
  if (response.status === 401) location.href = `/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`;
  if (response.ok) return response;
  let body: Record<string, unknown> = {};
  try {
    body = await response.json();
  } catch {
    // A page or a plain text: the status says enough.
  }
  throw new Refusal(response.status, String(body.code ?? ""), String(body.message ?? text("failed")), body);
}
