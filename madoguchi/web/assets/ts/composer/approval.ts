// 承認: whom the writer asks to read the answer before it leaves, and what they should look at.
import { answer, ask } from "../desk/asking";
import { getJson, Values } from "../desk/fetching";
import { make, text } from "../desk/texts";

export async function askApproval(take: (asked: Values) => void): Promise<void> {
  const { approvers } = await getJson<{ approvers: Array<{ id: number; name: string }> }>("/desk/approvers");
  const whom = make("select", { class: "input", id: "approver" }, make("option", { value: "" }, text("approver_any")), ...approvers.map((one) => make("option", { value: String(one.id) }, one.name)));
  const note = make("textarea", { class: "input", id: "approval-note", rows: "3", maxlength: "500" });
  const body = make("div", { class: "stack" }, make("div", { class: "field" }, make("label", { for: "approver" }, text("approver")), whom), make("div", { class: "field" }, make("label", { for: "approval-note" }, text("approval_note")), note));
  ask(text("ask_approval"), body, answer(text("ask_approval_do"), "primary", () => take({ approver_id: whom.value, approval_note: note.value })));
}
