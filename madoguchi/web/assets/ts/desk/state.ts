// What the desk shows right now, read from the page itself.
export const body = document.body;
export const me = { id: Number(body.dataset.agent), name: body.dataset.agentName ?? "" };

export function currentTicket(): HTMLElement | null {
  return document.querySelector<HTMLElement>("#ticket-pane > .ticket");
}

export function currentId(): string {
  return currentTicket()?.dataset.ticketId ?? "";
}

export function head(): HTMLElement | null {
  return document.querySelector<HTMLElement>("#ticket-pane .ticket-head");
}

export function may(permission: string): boolean {
  const all = (body.dataset.permissions ?? "").split(" ");
  return all.includes("*") || all.includes(permission);
}

export function place(): string {
  return body.dataset.query ?? "";
}

export function rowOf(id: string): HTMLElement | null {
  return document.getElementById(`row-${id}`);
}
