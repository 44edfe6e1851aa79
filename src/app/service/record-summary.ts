import type { RecordSummary } from "../../api/contract/record.ts";
import { BLANK_MODTIME } from "../../domain/ids.ts";
import type { StagedRow } from "../../domain/ports/staging.ts";

/** A record as lists tell it. One that git alone tells of has no number and no stamp. */
export function summaryOf({ key, seq, modtime }: StagedRow, found: RecordSummary["found"]): RecordSummary {
  return { key, seq: seq === 0 ? null : seq, modtime: modtime === BLANK_MODTIME ? null : modtime, found };
}
