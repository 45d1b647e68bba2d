// To, Cc and Bcc as chips; an address is taken over at Enter, comma, or leaving the field.
import { isComposing } from "../behaviours/ime";
import { make, text } from "../desk/texts";

export interface Person {
  name: string;
  address: string;
}
const ADDRESS = /^[^\s@<>,"]+@[^\s@<>,"]+$/;

export class Recipients {
  readonly element: HTMLDivElement;
  private fields: Record<"to" | "cc" | "bcc", { people: Person[]; row: HTMLDivElement; input: HTMLInputElement }>;

  constructor(to: Person[], private onChange: () => void) {
    this.fields = { to: this.field("to", to), cc: this.field("cc", []), bcc: this.field("bcc", []) };
    const more = make("button", { type: "button", class: "button button-quiet small" }, text("add_cc"));
    more.addEventListener("click", () => {
      this.fields.cc.row.hidden = this.fields.bcc.row.hidden = false;
      more.remove();
      this.fields.cc.input.focus();
    });
    this.fields.cc.row.hidden = this.fields.bcc.row.hidden = true;
    this.fields.to.row.append(more);
    this.element = make("div", { class: "recipients" }, this.fields.to.row, this.fields.cc.row, this.fields.bcc.row);
  }

  get to(): Person[] {
    return this.fields.to.people;
  }
  get cc(): Person[] {
    return this.fields.cc.people;
  }
  get bcc(): Person[] {
    return this.fields.bcc.people;
  }

  set(kind: "to" | "cc" | "bcc", people: Person[]): void {
    this.fields[kind].people = people;
    if (people.length && kind !== "to") this.fields[kind].row.hidden = false;
    this.draw(kind);
  }

  /** Takes over what is still being typed; returns the first text that is no address. */
  settle(): string | null {
    for (const kind of ["to", "cc", "bcc"] as const) {
      this.take(kind);
      const wrong = this.fields[kind].people.find((person) => !ADDRESS.test(person.address));
      if (wrong) return wrong.address;
    }
    return null;
  }

  private field(kind: "to" | "cc" | "bcc", people: Person[]) {
    const input = make("input", { type: "text", inputmode: "email", autocomplete: "off", "aria-label": text(kind), spellcheck: "false" });
    const row = make("div", {}, make("label", {}, text(kind)), input);
    const field = { people, row, input };
    input.addEventListener("keydown", (event) => {
      if (isComposing(event)) return;
      if (event.key === "Enter" || event.key === "," || event.key === ";") {
        event.preventDefault();
        this.take(kind);
      } else if (event.key === "Backspace" && !input.value && field.people.length) {
        field.people = field.people.slice(0, -1);
        this.draw(kind);
        this.onChange();
      }
    });
    input.addEventListener("blur", () => this.take(kind));
    queueMicrotask(() => this.draw(kind));
    return field;
  }

  private take(kind: "to" | "cc" | "bcc"): void {
    const field = this.fields[kind];
    const typed = field.input.value.split(/[,;]/).map((part) => part.trim()).filter(Boolean);
    if (!typed.length) return;
    const read = typed.map((part) => {
      const found = part.match(/^"?([^"<]*)"?\s*<([^>]+)>$/);
      return found ? { name: (found[1] ?? "").trim(), address: (found[2] ?? "").trim() } : { name: "", address: part.normalize("NFKC") };
    });
    field.people = [...field.people, ...read.filter((person) => !field.people.some((other) => other.address === person.address))];
    field.input.value = "";
    this.draw(kind);
    this.onChange();
  }

  private draw(kind: "to" | "cc" | "bcc"): void {
    const field = this.fields[kind];
    field.row.querySelectorAll(".recipient").forEach((chip) => chip.remove());
    for (const person of field.people) {
      const remove = make("button", { type: "button", "aria-label": `${text("remove")}: ${person.name || person.address}` }, "×");
      remove.addEventListener("click", () => {
        field.people = field.people.filter((other) => other !== person);
        this.draw(kind);
        field.input.focus();
        this.onChange();
      });
      field.input.before(make("span", { class: ADDRESS.test(person.address) ? "recipient" : "recipient bad", title: person.address }, person.name || person.address, remove));
    }
  }
}
