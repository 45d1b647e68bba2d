// The command palette: commands first, then tickets and customers from the server, cancelled by the next key.
import { isComposing } from "../behaviours/ime";
import { close } from "./actions";
import { fold } from "./choices";
import { dialog } from "./dialog";
import { getJson } from "./fetching";
import { keyOf } from "./letters";
import { go } from "./list";
import { openNamedMenu } from "./menus";
import { takeNext } from "./next";
import { openTicket } from "./opening";
import { currentId, head, may } from "./state";
import { icon, make, text } from "./texts";

interface Entry {
  label: string;
  hint?: string;
  icon: string;
  keys?: string;
  group: string;
  run(): void;
}
interface Found {
  tickets: Array<{ id: number; subject: string; customer: string }>;
  customers: Array<{ id: number; name: string; company: string }>;
}

export function openPalette(): void {
  if (document.querySelector(".palette")) return;
  const input = make("input", { class: "input", type: "text", placeholder: text("palette"), "aria-label": text("palette"), role: "combobox", "aria-expanded": "true", "aria-controls": "palette-list", autocomplete: "off" });
  const list = make("ul", { role: "listbox", id: "palette-list", "aria-label": text("palette") });
  const dialogBox = make("dialog", { class: "dialog palette", "aria-label": text("palette") }, input, list);
  let entries: Entry[] = [];
  let found: Entry[] = [];
  let active = 0;
  let asked: AbortController | null = null;
  let timer = 0;

  const draw = () => {
    const typed = fold(input.value);
    entries = [...commands().filter((entry) => !typed || fold(entry.label).includes(typed)).slice(0, typed ? 8 : 20), ...(typed ? found : [])];
    active = Math.min(active, Math.max(0, entries.length - 1));
    let group = "";
    list.replaceChildren();
    entries.forEach((entry, index) => {
      if (entry.group !== group) list.append(make("li", { class: "group", role: "presentation" }, (group = entry.group)));
      const item = make("li", { role: "option", id: `palette-${index}`, "aria-selected": String(index === active) }, icon(entry.icon), make("span", {}, entry.label), entry.hint ? make("small", {}, entry.hint) : null, entry.keys ? make("small", {}, make("kbd", {}, entry.keys)) : null);
      item.addEventListener("click", () => run(entry));
      list.append(item);
    });
    input.setAttribute("aria-activedescendant", `palette-${active}`);
    list.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  };
  const run = (entry: Entry | undefined) => {
    dialogBox.close();
    entry?.run();
  };
  const ask = () => {
    window.clearTimeout(timer);
    asked?.abort();
    const words = input.value.trim();
    if (!words) return void ((found = []), draw());
    timer = window.setTimeout(async () => {
      asked = new AbortController();
      try {
        const answer = await getJson<Found>(`/desk/search?q=${encodeURIComponent(words)}`, asked.signal);
        found = [
          ...answer.tickets.map((row): Entry => ({ label: `#${row.id} ${row.subject}`, hint: row.customer, icon: "inbox", group: text("ticket"), run: () => void openTicket(String(row.id)) })),
          ...answer.customers.map((row): Entry => ({ label: row.name, hint: row.company, icon: "user", group: text("customers"), run: () => (location.href = `/customers/${row.id}`) })),
        ];
        draw();
      } catch {
        // Overtaken by the next key.
      }
    }, 180);
  };
  input.addEventListener("input", (event) => {
    if (isComposing(event as InputEvent)) return;
    active = 0;
    draw();
    ask();
  });
  input.addEventListener("compositionend", () => window.setTimeout(() => (draw(), ask())));
  input.addEventListener("keydown", (event) => {
    if (isComposing(event)) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      active = (active + (event.key === "ArrowDown" ? 1 : entries.length - 1)) % Math.max(1, entries.length);
      draw();
    } else if (event.key === "Enter") run(entries[active]);
    else return;
    event.preventDefault();
  });
  dialogBox.addEventListener("close", () => dialogBox.remove());
  document.body.append(dialogBox);
  dialogBox.showModal();
  draw();
}

function commands(): Entry[] {
  const group = text("commands");
  const menu = (name: string) => () => {
    const anchor = head()?.querySelector<HTMLElement>(`[data-menu="${name}"]`);
    if (anchor) openNamedMenu(name, anchor);
  };
  const open = (mode: "reply" | "note") => () => document.querySelector<HTMLElement & { open(mode: string): void }>("reply-composer")?.open(mode);
  const ticket: Entry[] = currentId()
    ? [
        { label: text("reply"), icon: "reply", keys: keyOf("reply"), group, run: open("reply") },
        { label: text("note"), icon: "sticky-note", keys: keyOf("note"), group, run: open("note") },
        { label: text("assign"), icon: "user", keys: keyOf("assign"), group, run: menu("assignee") },
        { label: text("tags"), icon: "tag", keys: keyOf("tags"), group, run: menu("tags") },
        { label: text("status"), icon: "circle-dot", keys: keyOf("status"), group, run: menu("status") },
        { label: text("priority"), icon: "flag", group, run: menu("priority") },
        { label: head()?.dataset.status === "closed" ? text("reopen_ticket") : text("close_ticket"), icon: "check", keys: keyOf("close"), group, run: () => void close() },
      ]
    : [];
  const boxes = [...document.querySelectorAll<HTMLAnchorElement>("#boxes nav a[data-place]")].map((link): Entry => ({ label: text("goto", link.querySelector(".grow")?.textContent ?? ""), icon: "inbox", group, run: () => void go(link.search.slice(1)) }));
  const next: Entry[] = may("ticket:assign") ? [{ label: text("take_next"), icon: "hand", keys: keyOf("take"), group, run: () => void takeNext() }] : [];
  return [...ticket, ...next, { label: text("new_ticket"), icon: "plus", keys: keyOf("create"), group, run: () => void dialog("/tickets/new") }, { label: text("keys"), icon: "keyboard", keys: keyOf("keys"), group, run: () => void dialog("/desk/keys") }, ...boxes];
}

