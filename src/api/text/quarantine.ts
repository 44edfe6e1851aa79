import { textTable, visible } from "../../lib/text-table.ts";
import type { Status } from "../contract/status.ts";

/** The records that are set aside, with their reasons; nothing when there are none. */
export function quarantineText(records: Status["quarantine"]): string {
  if (records.length === 0) return "";
  const count = records.length === 1 ? "1 record" : `${records.length} records`;
  const rows = records.map(({ table, number, key, since, tries, reason }) => [
    table,
    number,
    visible(key ?? "-"),
    since,
    tries,
    visible(reason),
  ]);
  const table = textTable(["table", "number", "key", "set aside since", "tries", "reason"], rows);
  return `\n${count} cannot be read and ${records.length === 1 ? "is" : "are"} set aside; a full sync tries again:\n${table}`;
}
