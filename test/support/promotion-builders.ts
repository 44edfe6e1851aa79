import type { RecordKey, RunId } from "../../src/domain/ids.ts";
import type { ImportEntry } from "../../src/domain/ports/staging-promotions.ts";
import type { PromotedRecord, PromotionOutcome, PromotionReport } from "../../src/domain/promotion.ts";
import { NAME, oidOf, RUN } from "./staging-builders.ts";

export const OTHER_RUN = "01890000-0000-7000-8000-000000000002" as RunId;
export const SENT = { at: 1_700_000_000_123, monotonic: 99.25, bootId: "boot-1" };

/** With values that a careless store would lose: a lone surrogate among them, as only JSON can say it. */
export const ODD_RECORD: PromotedRecord = {
  path: "name/00/Ä 😀.xml",
  kind: "update",
  state: "conflict",
  table: NAME,
  key: "Ä 😀'\"\\" as RecordKey,
  seq: 7,
  mainPath: null,
  fields: [{ field: "detail[2].gross", state: "case", base: null, theirs: " \u2028\ud800\u0000", moneyworks: "\t" }],
  reasons: [{ code: "conflict", field: "phone", text: "Both sides changed it." }],
};

/** A report of the commit `oidOf(name)`. */
export function reportOf(
  name: string,
  outcome: PromotionOutcome,
  parts: Partial<PromotionReport> = {},
): PromotionReport {
  const told = { main: null, reasons: [], records: [], omitted: 0, ...parts };
  const ids = { commit: oidOf(name), branch: "changes", run: RUN, at: "2026-01-02T03:04:05.000Z", base: oidOf("base") };
  return { version: 1, outcome, ...ids, ...told };
}

/** A planned update of a name, of which nothing else is known. */
export function entryOf(path: string, parts: Partial<ImportEntry> = {}): ImportEntry {
  const nothing = { key: null, clientId: null, idField: null, seq: null, reason: null, sent: null };
  return { path, table: NAME, kind: "update", state: "planned", ...nothing, ...parts };
}
