// Attachments of one message to come: by picker, drag and drop, or paste. Each uploads at once, shows how far it is, can
// be stopped, and can be tried again when it failed.
import { csrfToken } from "../behaviours/csrf";
import { send } from "../desk/fetching";
import { icon, make, text } from "../desk/texts";

/** A file the server keeps for this message. `cid` is set for pictures that stand in the text. */
export interface Kept {
  id: number;
  name: string;
  size: number;
  type: string;
  cid: string;
}
export interface Picture {
  address: string;
  name: string;
}
interface Upload {
  file?: File;
  kept?: Kept;
  cid: string;
  failed: boolean;
  request?: XMLHttpRequest;
  item: HTMLLIElement;
  done?: (kept: Kept) => void;
}
const LARGEST = 25 * 1024 * 1024;

export class Files {
  readonly element = make("ul", { class: "files", "aria-label": text("attach"), hidden: true });
  private uploads: Upload[] = [];
  private pictures = new Map<string, Picture>();

  constructor(private onChange: () => void) {
    window.addEventListener("online", this.again);
  }

  close(): void {
    window.removeEventListener("online", this.again);
  }

  get busy(): boolean {
    return this.uploads.some((upload) => !upload.kept && !upload.failed);
  }
  get failed(): boolean {
    return this.uploads.some((upload) => upload.failed);
  }

  /** The files to send with a text that shows the pictures of these content ids. */
  kept(cids: string[]): Kept[] {
    return this.uploads.flatMap(({ kept }) => (kept && (!kept.cid || cids.includes(kept.cid)) ? [kept] : []));
  }

  picture(cid: string): Picture | undefined {
    return this.pictures.get(cid);
  }

  add(list: Iterable<File>): void {
    for (const file of list) this.begin({ file, cid: "", failed: false, item: make("li", { class: "file" }) });
  }

  /** Uploads a picture that stands in the text already under a passing content id; `done` hears its lasting one. */
  addPicture(file: File, cid: string, done: (kept: Kept) => void): void {
    this.pictures.set(cid, { address: URL.createObjectURL(file), name: file.name });
    this.begin({ file, cid, failed: false, item: make("li", { class: "file" }), done });
  }

  /** Shows files that the server keeps already: a draft's, or those of a message that was taken back. */
  restore(list: Kept[]): void {
    for (const kept of list) {
      if (this.uploads.some((upload) => upload.kept?.id === kept.id)) continue;
      const upload: Upload = { kept, cid: kept.cid, failed: false, item: make("li", { class: "file" }) };
      this.uploads.push(upload);
      this.finished(upload, kept);
    }
  }

  /** Pictures of the text become ordinary attachments when it loses its formatting, and pictures again. */
  pin(on: boolean): void {
    for (const upload of this.uploads) if (upload.kept && upload.cid) {
      upload.kept = { ...upload.kept, cid: on ? upload.cid : "" };
      this.finished(upload, upload.kept);
    }
  }

  /** Empties the list without deleting: the message has taken the files. */
  release(): void {
    for (const upload of this.uploads) upload.request?.abort();
    this.uploads = [];
    this.element.replaceChildren();
    this.element.hidden = true;
  }

  private begin(upload: Upload): void {
    this.uploads.push(upload);
    if (upload.file) this.upload(upload, upload.file);
  }

  private upload(upload: Upload, file: File): void {
    upload.failed = false;
    const bar = make("progress", { max: "1", value: "0", "aria-label": `${text("uploading")} ${file.name}` });
    this.show(upload, file.name, size(file.size), bar);
    if (file.size > LARGEST) return this.fail(upload, text("too_big"), false);
    if (!file.size) return this.fail(upload, text("file_empty"), false);
    const request = (upload.request = new XMLHttpRequest());
    request.upload.onprogress = (event) => (bar.value = event.loaded / (event.total || 1));
    request.onload = () => {
      if (request.status !== 201) return this.fail(upload, said(request), request.status >= 500 || request.status === 429);
      upload.kept = JSON.parse(request.responseText) as Kept;
      upload.cid = upload.kept.cid;
      this.finished(upload, upload.kept);
      upload.done?.(upload.kept);
      this.onChange();
    };
    request.onerror = () => this.fail(upload, navigator.onLine ? text("upload_failed") : text("upload_offline"), true);
    const body = new FormData();
    if (upload.cid) body.append("inline", "yes");
    body.append("file", file, file.name || "image.png");
    request.open("POST", "/attachments");
    request.setRequestHeader("X-CSRFToken", csrfToken());
    request.setRequestHeader("X-Fragment", "1");
    request.setRequestHeader("Accept", "application/json");
    request.send(body);
    this.onChange();
  }

  private finished(upload: Upload, kept: Kept): void {
    if (kept.cid) {
      this.pictures.set(kept.cid, { address: `/attachments/${kept.id}?inline=1`, name: kept.name });
      upload.item.remove();
      this.settle();
    } else this.show(upload, kept.name, size(kept.size));
  }

  private show(upload: Upload, name: string, detail: string, bar?: HTMLProgressElement): void {
    const stop = make("button", { type: "button", "aria-label": `${text(bar ? "cancel" : "remove")}: ${name}` }, icon("x"));
    stop.addEventListener("click", () => this.remove(upload));
    const words = upload.kept ? make("a", { href: `/attachments/${upload.kept.id}`, download: name }, name) : make("span", {}, name || "image.png");
    upload.item.className = "file";
    upload.item.replaceChildren(icon(upload.cid ? "image" : "paperclip"), words, make("small", {}, detail), ...(bar ? [bar] : []), stop);
    if (!upload.item.isConnected) this.element.append(upload.item);
    this.settle();
  }

  private fail(upload: Upload, words: string, worthAnother: boolean): void {
    upload.failed = true;
    const again = make("button", { type: "button", "aria-label": `${text("try_again")}: ${upload.file?.name ?? ""}`, title: text("try_again") }, icon("refresh-cw"));
    again.addEventListener("click", () => upload.file && this.upload(upload, upload.file));
    upload.item.className = "file bad";
    upload.item.querySelector("progress")?.remove();
    upload.item.querySelector("small")?.replaceChildren(words);
    upload.item.setAttribute("role", "alert");
    if (worthAnother) upload.item.lastElementChild?.before(again);
    this.onChange();
  }

  private again = (): void => {
    for (const upload of this.uploads) if (upload.failed && upload.file && upload.item.querySelector("[title]")) this.upload(upload, upload.file);
  };

  private remove(upload: Upload): void {
    upload.request?.abort();
    if (upload.kept) void send("DELETE", `/attachments/${upload.kept.id}`).catch(() => undefined);
    this.uploads = this.uploads.filter((other) => other !== upload);
    upload.item.remove();
    this.settle();
    this.onChange();
  }

  private settle(): void {
    this.element.hidden = !this.element.childElementCount;
  }
}

function said(request: XMLHttpRequest): string {
  try {
    return (JSON.parse(request.responseText) as { message?: string }).message ?? text("upload_failed");
  } catch {
    return text("upload_failed");
  }
}

function size(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
