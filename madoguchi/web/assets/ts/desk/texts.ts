// The words of the desk, put into the page by the server in the agent's language.
const source = document.getElementById("texts");
const all: Record<string, string> = source ? JSON.parse(source.textContent ?? "{}") : {};

export function text(key: string, ...values: Array<string | number>): string {
  let index = 0;
  return (all[key] ?? key).replace(/%s/g, () => String(values[index++] ?? ""));
}

export function icon(name: string): SVGSVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${sprite()}#${name}`);
  svg.append(use);
  return svg;
}

let spriteAddress = "";
function sprite(): string {
  if (!spriteAddress) spriteAddress = document.querySelector("svg.icon use")?.getAttribute("href")?.split("#")[0] ?? "";
  return spriteAddress;
}

type Child = Node | string | null | undefined | false;
export function make<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Record<string, string | boolean> = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== false) element.setAttribute(name, value === true ? "" : value);
  for (const child of children) if (child) element.append(child);
  return element;
}
