import { quoted, visible } from "../../lib/text-table.ts";
import type { Change, ChangeList } from "../contract/change.ts";

/** A line of the change log. */
export function changeText({ id, at, table, key, operation, field, old, new: now, commit }: Change): string {
  const what = field === null ? operation : `${visible(field)}: ${quoted(old)} -> ${quoted(now)}`;
  return `${at}  #${id}  ${table} ${visible(key)}  ${what}  ${commit?.slice(0, 10) ?? "(not committed yet)"}\n`;
}

/** A page of it, and how to go on. */
export function changesText({ changes, since, before, more }: ChangeList): string {
  const none = changes.length === 0 ? "No changes match.\n" : "";
  const older = before === null ? "" : `older: ?before=${encodeURIComponent(before)}\n`;
  const newer = `${more ? "more" : "what comes later"}: ?since=${encodeURIComponent(since)}\n`;
  return `${changes.map(changeText).join("")}${none}${older}${newer}`;
}
