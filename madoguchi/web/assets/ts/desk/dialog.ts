// Puts a window's fragment on the page; it opens by itself (behaviours/dialogs).
import { toast } from "../behaviours/toasts";
import { getFragment, Refusal } from "./fetching";
import { parse } from "./swapping";

export function showDialog(html: string): void {
  document.getElementById("dialogs")?.replaceChildren(parse(html));
}

export async function dialog(address: string): Promise<void> {
  try {
    showDialog(await getFragment(address));
  } catch (error) {
    toast((error as Refusal).message, { kind: "error" });
  }
}
