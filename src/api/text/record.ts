import { quoted, textTable, visible } from "../../lib/text-table.ts";
import type { RecordList } from "../contract/record.ts";
import { moreText } from "./run.ts";

/** A page of the records of a table. */
export function recordsText({ table, total, records, scanned, next }: RecordList): string {
  const rows = records.map(({ key, seq, modtime, found }) => [
    visible(key),
    seq ?? "-",
    modtime ?? "-",
    found === null ? "" : `${visible(found.field)}: ${quoted(found.value)}`,
  ]);
  const list = rows.length === 0 ? "" : textTable(["key", "number", "modtime", ""], rows);
  return `${list}${records.length} of ${total} in ${table}, ${scanned} looked at\n${moreText("after", next)}`;
}
