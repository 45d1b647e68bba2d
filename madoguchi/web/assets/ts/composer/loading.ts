// The editor with formatting is a script of its own: fetched when the browser has nothing else to do, or when one begins
// to write. Whether an agent writes with formatting is their own choice; where none was made, iOS writes plain text.
import { send } from "../desk/fetching";
import { idle } from "../desk/painting";
import { body } from "../desk/state";

type Rich = typeof import("./rich/surface");
let asked: Promise<Rich> | null = null;
let here: Rich | null = null;

export function richEditor(): Promise<Rich> {
  asked ??= import("./rich/surface").then(
    (module) => (here = module),
    (error) => {
      asked = null;
      throw error;
    },
  );
  return asked;
}

export function richEditorNow(): Rich | null {
  return here;
}

export function wantsRich(): boolean {
  const chosen = body.dataset.plainText;
  if (chosen) return chosen === "no";
  const apple = /iPhone|iPad|iPod/.test(navigator.userAgent) || (/Macintosh/.test(navigator.userAgent) && navigator.maxTouchPoints > 1);
  return !apple;
}

/** Remembers the choice for this agent, here at once and on the server for the next page. */
export function prefer(rich: boolean): void {
  body.dataset.plainText = rich ? "no" : "yes";
  void send("POST", "/desk/writing", { plain_text: rich ? "no" : "yes" }).catch(() => undefined);
}

window.setTimeout(() => idle(() => void (wantsRich() && richEditor().catch(() => undefined))), 1200);
