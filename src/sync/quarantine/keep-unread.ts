import { inflate } from "../../canonical/blob.ts";
import { parseRecord } from "../../canonical/parse-record.ts";
import { BLANK_MODTIME, type RecordKey } from "../../domain/ids.ts";
import type { TableSchema } from "../../domain/schema/schema.ts";
import type { RunContext } from "../context.ts";
import { writePage } from "../write-page.ts";

/**
 * Rows that came from git and that no read has met are deletions, unless their record is one that cannot be read: such
 * a row gets the number that its file holds and stays as it is. Call it before unread rows are counted as gone.
 */
export function keepUnreadable(context: RunContext, schema: TableSchema): void {
  const { staging } = context.ports;
  const { table } = schema;
  if (staging.unread(table) === 0) return;
  const stamps = new Map(staging.quarantined(table).map(({ seq, modtime }) => [seq, modtime ?? BLANK_MODTIME]));
  if (stamps.size === 0) return;
  const touches = staging.unreadKeys(table).flatMap((key) => {
    const seq = numberInFile(context, schema, key);
    const modtime = stamps.get(seq);
    // Another row may have the number by now: then this one is an older name of the record.
    return modtime === undefined || staging.rowsBySeq(table, [seq]).length > 0 ? [] : [{ key, seq, modtime }];
  });
  const write = { upserts: [], touches, changes: [] };
  if (touches.length > 0)
    writePage(context, schema, { classified: { write, added: 0, changed: 0, same: 0, renamed: [] } });
}

/** 0 for a file without one. */
function numberInFile({ ports }: RunContext, { table, prefix }: TableSchema, key: RecordKey): number {
  const stored = ports.staging.body(table, key);
  if (stored === null) return 0;
  const { fields } = parseRecord(inflate(stored.body));
  const names = ["sequencenumber", `${prefix}sequencenumber`];
  return Number(fields.find(({ name }) => names.includes(name))?.value ?? 0);
}
