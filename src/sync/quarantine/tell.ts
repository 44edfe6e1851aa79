import { fail } from "../../domain/errors/tidemark-error.ts";
import type { TableName } from "../../domain/ids.ts";
import type { RunContext } from "../context.ts";

/**
 * The end of a table, when everything else of it is staged: counts what is set aside, and says so.
 * @throws sync.quarantined when this run set records aside; what earlier ones did is a warning
 */
export function tellQuarantine({ ports, tally }: RunContext, table: TableName): void {
  const { staging, log } = ports;
  const all = staging.quarantined(table);
  if (all.length === 0) return;
  tally.quarantined(table, all.length);
  const fresh = tally.setAside(table);
  const [first] = fresh;
  if (first !== undefined) {
    const keys = new Map(staging.rowsBySeq(table, [...fresh.map(({ seq }) => seq)]).map(({ seq, key }) => [seq, key]));
    const named = fresh.map(({ seq }) => nameOf(seq, keys.get(seq)));
    throw fail("sync.quarantined", { table, records: named.join(", "), reason: first.reason });
  }
  const numbers = all.map(({ seq }) => seq).join(", ");
  const message = `Records of '${table}' are set aside because they could not be read; sweeps and full syncs try them again`;
  log.write("warn", message, { table, numbers, code: "sync.quarantined" });
}

/** `number 17`, `number 17 (ROWAN)`: a key that is the number itself says nothing more. */
function nameOf(seq: number, key: string | undefined): string {
  return key === undefined || key === String(seq) ? `number ${seq}` : `number ${seq} (${key})`;
}
