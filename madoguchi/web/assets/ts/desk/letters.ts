// Which key means what for this agent; the server puts {action: key} into the page.
import { body } from "./state";

const keyOfAction: Record<string, string> = JSON.parse(body.dataset.keys ?? "{}");
const actionOfKey = new Map(Object.entries(keyOfAction).map(([action, key]) => [key, action]));

export function actionOf(key: string): string {
  return actionOfKey.get(key) ?? "";
}

/** The key of an action, nothing when it has none or letters are switched off. */
export function keyOf(action: string): string | undefined {
  return (body.dataset.letters !== "off" && keyOfAction[action]) || undefined;
}
