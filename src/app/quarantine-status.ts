import type { Modtime, RecordKey, TableName } from "../domain/ids.ts";
import type { Staging } from "../domain/ports/staging.ts";
import { iso } from "./iso.ts";

/** A record that cannot be read and is set aside. */
export interface QuarantineStatus {
  readonly table: TableName;
  readonly number: number;
  /** null: it was never read. */
  readonly key: RecordKey | null;
  /** As a list told it; null: nothing did. */
  readonly modtime: Modtime | null;
  /** The error of the newest attempt. */
  readonly code: string;
  readonly reason: string;
  readonly since: string;
  readonly lastTried: string;
  readonly tries: number;
}

/** By table and number. */
export function readQuarantine(staging: Pick<Staging, "quarantined" | "rowsBySeq">): readonly QuarantineStatus[] {
  return staging.quarantined().map(({ table, seq, firstAt, lastAt, ...record }) => ({
    table,
    number: seq,
    key: staging.rowsBySeq(table, [seq])[0]?.key ?? null,
    ...record,
    since: iso(firstAt),
    lastTried: iso(lastAt),
  }));
}
