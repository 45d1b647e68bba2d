// The menus of a ticket's head: who, which team, how urgent, about what, tags, until when, and the rest.
import { toast } from "../behaviours/toasts";
import { change, close, guessChip, guessTags, shelve, snooze, togglePanel } from "./actions";
import { Agent, choices, fold } from "./choices";
import { dialog } from "./dialog";
import { Item, openMenu } from "./menu";
import { currentId, head, may, me } from "./state";
import { text } from "./texts";

export async function assignMenu(anchor: HTMLElement): Promise<void> {
  const all = await choices();
  const id = currentId();
  const now = Number(head()?.dataset.assignee);
  const pick = (agent: Agent | null) => void change(id, "POST", "/assignment", { agent_id: agent?.id ?? null }, guessChip("assignee", agent?.name ?? text("nobody")));
  const mine = all.agents.find((agent) => agent.id === me.id);
  const team = Number(head()?.dataset.team);
  const sorted = [...all.agents].filter((agent) => agent.id !== me.id).sort((a, b) => Number(b.teams.includes(team)) - Number(a.teams.includes(team)));
  const items: Item[] = [];
  if (mine) items.push({ label: `${mine.name} (${text("me")})`, search: mine.kana + "me", chosen: now === mine.id, run: () => pick(mine) });
  items.push({ label: text("nobody"), chosen: !now, run: () => pick(null) });
  for (const agent of sorted) items.push({ label: agent.name, search: agent.kana, hint: all.teams.filter((entry) => agent.teams.includes(Number(entry.id))).map((entry) => entry.name).join("、"), chosen: now === agent.id, run: () => pick(agent) });
  openMenu(anchor, text("assign"), items, { filter: true });
}

async function simpleMenu(anchor: HTMLElement, kind: "team" | "priority" | "category" | "status"): Promise<void> {
  const all = await choices();
  const id = currentId();
  const now = head()?.dataset[kind] ?? "";
  const pool = { team: all.teams, priority: all.priorities, category: all.categories, status: all.statuses }[kind];
  const items: Item[] = pool.map((entry) => ({
    label: entry.name,
    chosen: String(entry.id) === now,
    run: () => {
      if (kind === "team") void change(id, "POST", "/assignment", { team_id: entry.id }, guessChip("team", entry.name));
      else if (kind === "status" && entry.id === "closed") void close();
      else void change(id, "POST", "", { [kind === "category" ? "category_id" : kind]: entry.id }, guessChip(kind, entry.name));
    },
  }));
  if (kind === "status") items.splice(2, 0, { label: text("snoozed", "…"), chosen: now === "held", run: () => snoozeMenu(anchor) });
  if (kind === "team") items.unshift({ label: text("no_team"), chosen: !now, run: () => void change(id, "POST", "/assignment", { team_id: null }, guessChip("team", text("no_team"))) });
  if (kind === "category") items.unshift({ label: text("no_category"), chosen: !now, run: () => void change(id, "POST", "", { category_id: null }, guessChip("category", text("no_category"))) });
  openMenu(anchor, text(kind), items, { filter: pool.length > 8 });
}

export async function tagMenu(anchor: HTMLElement): Promise<void> {
  const all = await choices();
  const id = currentId();
  const before = (anchor.dataset.tags ?? "").split("\n").filter(Boolean);
  const now = new Set(before);
  const item = (name: string): Item => ({ label: name, chosen: now.has(name), run: () => void (now.has(name) ? now.delete(name) : now.add(name)) });
  const names = [...before, ...all.tags.filter((tag) => !now.has(tag))];
  openMenu(anchor, text("tags"), names.map(item), {
    filter: true,
    several: true,
    extra: (typed) => (names.some((name) => fold(name) === fold(typed)) ? null : { ...item(typed), label: typed, hint: text("add_tag", typed) }),
    onClose: () => {
      if ([...now].sort().join("\n") !== [...before].sort().join("\n")) void change(id, "POST", "/tags", { tags: [...now] }, guessTags([...now]));
    },
  });
}

export function snoozeMenu(anchor: HTMLElement): void {
  const id = currentId();
  const at = (days: number, hour: number) => {
    const time = new Date();
    time.setDate(time.getDate() + days);
    time.setHours(hour, 0, 0, 0);
    return time;
  };
  const later = (hours: number) => new Date(Date.now() + hours * 3600_000);
  const monday = ((8 - new Date().getDay()) % 7) || 7;
  const format = new Intl.DateTimeFormat(document.documentElement.lang, { month: "numeric", day: "numeric", weekday: "short", hour: "2-digit", minute: "2-digit" });
  const item = (key: string, time: Date): Item => ({ label: text(key), hint: format.format(time), icon: "alarm-clock", run: () => void snooze(id, time, format.format(time)) });
  openMenu(anchor, text("pick_time"), [item("in_1h", later(1)), item("in_3h", later(3)), item("tomorrow", at(1, 9)), item("next_monday", at(monday, 9)), { label: text("pick_time"), icon: "calendar-clock", run: () => dialog(`/tickets/${id}/hold`) }]);
}

export function moreMenu(anchor: HTMLElement): void {
  const id = currentId();
  const item = (key: string, name: string, permission: string, run: () => void): Item | false => may(permission) && { label: text(key), icon: name, run };
  const items = [
    item("subject", "pencil", "ticket:change", () => dialog(`/tickets/${id}/subject`)),
    item("fields", "list-checks", "ticket:change", () => dialog(`/tickets/${id}/fields`)),
    item("merge", "git-merge", "ticket:merge", () => dialog(`/tickets/${id}/merges`)),
    item("split", "split", "ticket:merge", () => dialog(`/tickets/${id}/splits`)),
    item("link", "link", "ticket:merge", () => dialog(`/tickets/${id}/links`)),
    item("escalate", "arrow-up-right", "ticket:escalate", () => dialog(`/tickets/${id}/escalations`)),
    item("consult", "messages-square", "ticket:reply", () => dialog(`/tickets/${id}/consultations`)),
    item("complaint", "message-square-warning", "complaint:write", () => dialog(`/tickets/${id}/complaint`)),
    item("abuse", "hand", "abuse:report", () => dialog(`/tickets/${id}/abuse`)),
    item("watch", "eye", "ticket:read", () => dialog(`/tickets/${id}/watch`)),
    item("activity", "history", "ticket:read", () => dialog(`/tickets/${id}/activity`)),
    item("copy_link", "copy", "ticket:read", () => void navigator.clipboard?.writeText(`${location.origin}/tickets/${id}`).then(() => toast(text("copied")))),
    item("spam", "shield-alert", "ticket:delete", () => void shelve("spam")),
    item("bin", "trash-2", "ticket:delete", () => void shelve("bin")),
  ];
  openMenu(anchor, "", items.filter((entry): entry is Item => !!entry));
}

export function openNamedMenu(name: string, anchor: HTMLElement): void {
  if (name === "assignee") void assignMenu(anchor);
  else if (name === "tags") void tagMenu(anchor);
  else if (name === "snooze") snoozeMenu(anchor);
  else if (name === "more") moreMenu(anchor);
  else if (name === "team" || name === "priority" || name === "category" || name === "status") void simpleMenu(anchor, name);
}

document.addEventListener("click", (event) => {
  const target = (event.target as HTMLElement).closest<HTMLElement>("[data-menu], [data-act], [data-dialog], [data-panel-toggle]");
  if (!target) return;
  const id = currentId();
  if (target.dataset.menu) openNamedMenu(target.dataset.menu, target);
  else if (target.dataset.act === "close" || target.dataset.act === "reopen") void close();
  else if (target.dataset.act === "wake") void change(id, "DELETE", "/snooze");
  else if (target.dataset.act === "restore") void change(id, "DELETE", "/shelf");
  else if (target.dataset.dialog) void dialog(target.dataset.dialog);
  else togglePanel();
});
