// Choosing the customer of a new ticket: names and addresses from the server while typing, never while composing.
import { isComposing } from "../behaviours/ime";
import { getJson } from "./fetching";
import { make } from "./texts";

interface Found {
  customers: Array<{ id: number; name: string; honorific: string; company: string; address: string }>;
}

let timer = 0;
function look(input: HTMLInputElement): void {
  window.clearTimeout(timer);
  const form = input.form;
  const list = form?.querySelector<HTMLElement>("#customer-list");
  const hidden = form?.elements.namedItem("customer_id") as HTMLInputElement;
  hidden.value = "";
  if (!list || !input.value.trim()) return void (list && (list.hidden = true));
  timer = window.setTimeout(async () => {
    const { customers } = await getJson<Found>(`/desk/customers?q=${encodeURIComponent(input.value)}`);
    list.replaceChildren(
      ...customers.map((person) => {
        const option = make("div", { role: "option", tabindex: "-1" }, `${person.name} ${person.honorific}`, make("small", {}, [person.company, person.address].filter(Boolean).join(" · ")));
        option.addEventListener("click", () => {
          input.value = person.address || person.name;
          hidden.value = String(person.id);
          list.hidden = true;
          input.setAttribute("aria-expanded", "false");
          (form?.elements.namedItem("subject") as HTMLElement).focus();
        });
        return option;
      }),
    );
    list.hidden = !customers.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
  }, 200);
}

document.addEventListener("input", (event) => {
  const input = (event.target as HTMLElement).closest<HTMLInputElement>("[data-find-customer]");
  if (input && !isComposing(event as InputEvent)) look(input);
});
document.addEventListener("compositionend", (event) => {
  const input = (event.target as HTMLElement).closest<HTMLInputElement>("[data-find-customer]");
  if (input) look(input);
});
document.addEventListener("keydown", (event) => {
  if (isComposing(event)) return;
  const target = event.target as HTMLElement;
  const list = target.closest("form")?.querySelector<HTMLElement>("#customer-list:not([hidden])");
  if (!list) return;
  const options = [...list.children] as HTMLElement[];
  const at = options.indexOf(target);
  if (event.key === "ArrowDown") (options[at + 1] ?? options[0])?.focus();
  else if (event.key === "ArrowUp") (options[at - 1] ?? options.at(-1))?.focus();
  else if (event.key === "Enter" && at >= 0) target.click();
  else if (event.key === "Escape") list.hidden = true;
  else return;
  event.preventDefault();
  event.stopPropagation();
});
