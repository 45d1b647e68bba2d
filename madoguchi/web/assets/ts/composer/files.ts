// Attachments: by picker, drag and drop, or paste; each uploads at once and shows how far it is.
import { csrfToken } from "../behaviours/csrf";
import { toast } from "../behaviours/toasts";
import { send } from "../desk/fetching";
import { icon, make, text } from "../desk/texts";

export class Files {
  readonly element = make("ul", { class: "files", "aria-label": text("attach") });
  private uploads = new Map<HTMLLIElement, { id: number; request: XMLHttpRequest }>();

  constructor(private onChange: () => void) {
    this.element.hidden = true;
  }

  get ids(): number[] {
    return [...this.uploads.values()].map((upload) => upload.id).filter(Boolean);
  }
  get busy(): boolean {
    return [...this.uploads.values()].some((upload) => !upload.id);
  }
  get count(): number {
    return this.uploads.size;
  }
  get names(): string[] {
    return [...this.uploads.keys()].map((item) => item.querySelector("span")?.textContent ?? "");
  }

  add(list: Iterable<File>): void {
    for (const file of list) this.upload(file);
  }

  /** Empties the list without deleting: the message has taken the files. */
  release(): void {
    this.uploads.clear();
    this.element.replaceChildren();
    this.element.hidden = true;
  }

  private upload(file: File): void {
    const bar = make("progress", { max: "1", value: "0", "aria-label": text("uploading") });
    const remove = make("button", { type: "button", "aria-label": `${text("remove")}: ${file.name}` }, "×");
    const item = make("li", { class: "file" }, icon("paperclip"), make("span", {}, file.name || "image.png"), bar, remove);
    const request = new XMLHttpRequest();
    this.uploads.set(item, { id: 0, request });
    this.element.append(item);
    this.element.hidden = false;
    remove.addEventListener("click", () => this.remove(item));
    request.upload.onprogress = (event) => (bar.value = event.loaded / (event.total || 1));
    request.onload = () => {
      if (request.status === 201) {
        (this.uploads.get(item) as { id: number }).id = JSON.parse(request.responseText).id;
        bar.remove();
        this.onChange();
      } else this.fail(item, request);
    };
    request.onerror = () => this.fail(item, request);
    const body = new FormData();
    body.append("file", file, file.name || "image.png");
    request.open("POST", "/attachments");
    request.setRequestHeader("X-CSRFToken", csrfToken());
    request.setRequestHeader("X-Fragment", "1");
    request.setRequestHeader("Accept", "application/json");
    request.send(body);
    this.onChange();
  }

  private fail(item: HTMLLIElement, request: XMLHttpRequest): void {
    let message = text("upload_failed");
    try {
      message = JSON.parse(request.responseText).message ?? message;
    } catch {
      // Not JSON: our own words say enough.
    }
    this.uploads.delete(item);
    item.remove();
    this.element.hidden = !this.uploads.size;
    toast(message, { kind: "error" });
    this.onChange();
  }

  private remove(item: HTMLLIElement): void {
    const upload = this.uploads.get(item);
    upload?.request.abort();
    if (upload?.id) void send("DELETE", `/attachments/${upload.id}`).catch(() => undefined);
    this.uploads.delete(item);
    item.remove();
    this.element.hidden = !this.uploads.size;
    this.onChange();
  }
}
