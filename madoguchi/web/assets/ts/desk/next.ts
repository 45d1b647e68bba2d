// 次の1件: the server gives whoever has waited longest and has nobody; two who ask at once get different ones.
import { toast } from "../behaviours/toasts";
import { Refusal, send } from "./fetching";
import { openTicket } from "./opening";
import { refreshList } from "./refreshing";
import { text } from "./texts";

let asking = false;

export async function takeNext(): Promise<void> {
  if (asking) return;
  asking = true;
  try {
    const { ticket_id: id } = (await (await send("POST", "/desk/next")).json()) as { ticket_id: number | null };
    if (!id) return void toast(text("nobody_waits"));
    refreshList();
    await openTicket(String(id));
  } catch (error) {
    toast((error as Refusal).message, { kind: "error" });
  } finally {
    asking = false;
  }
}

document.addEventListener("click", (event) => void ((event.target as HTMLElement).closest("[data-next]") && takeNext()));
