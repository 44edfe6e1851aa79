import type { Oid } from "../domain/ids.ts";
import type { ImportEntry } from "../domain/ports/staging-promotions.ts";
import type {
  PromotedField,
  PromotedRecord,
  PromotionOutcome,
  PromotionReport,
  Reason,
  RecordState,
} from "../domain/promotion.ts";
import { isPerhapsApplied } from "./close-open.ts";
import type { PromotionContext } from "./context.ts";
import type { Plan, PlannedFile } from "./plan/plan-types.ts";

/** Records that a report tells of; the rest are counted. Git notes are read by people and programs alike. */
const MOST_RECORDS = 1000;

export interface Told {
  readonly outcome: PromotionOutcome;
  readonly base: Oid | null;
  readonly main?: Oid | null;
  readonly reasons?: readonly Reason[];
  readonly records: readonly PromotedRecord[];
}

/** The report of a promotion as it is now. */
export function reportOf({ ports, commit, branch, run }: PromotionContext, told: Told): PromotionReport {
  const { outcome, base, main = null, reasons = [], records } = told;
  const at = new Date(ports.clock.now()).toISOString();
  const shown = [...records].sort((a, b) => (a.path < b.path ? -1 : 1)).slice(0, MOST_RECORDS);
  const omitted = records.length - shown.length;
  return { version: 1, outcome, commit, branch, run, at, base, main, reasons, records: shown, omitted };
}

/** What became of a file, where it is known beyond its plan. */
export interface Result {
  readonly state: RecordState;
  readonly fields?: readonly PromotedField[];
  readonly key?: PromotedRecord["key"];
  readonly seq?: number | null;
  readonly mainPath?: string | null;
  readonly reasons?: readonly Reason[];
}

/** Every file of a plan, with what became of it. Files that ask for nothing are held. */
export function recordsOf(
  { files }: Plan,
  imports: readonly ImportEntry[],
  results: ReadonlyMap<string, Result> = new Map(),
): readonly PromotedRecord[] {
  const entries = new Map(imports.map((entry) => [entry.path, entry]));
  return files.map((file) => recordOf(file, entries.get(file.path), results.get(file.path)));
}

function recordOf(file: PlannedFile, entry: ImportEntry | undefined, result: Result | undefined): PromotedRecord {
  const { path, kind, table, key, seq, fields, reasons } = file;
  const state = result?.state ?? stateOf(file, entry);
  return {
    path,
    kind,
    state,
    table,
    key: result?.key ?? key ?? entry?.key ?? null,
    seq: result?.seq ?? entry?.seq ?? seq,
    mainPath: result?.mainPath ?? null,
    fields: result?.fields ?? fields,
    reasons: [...reasons, ...(result?.reasons ?? [])],
  };
}

function stateOf({ reasons, order, kind, fields }: PlannedFile, entry: ImportEntry | undefined): RecordState {
  if (reasons.length > 0) return reasons.some(isConflict) ? "conflict" : "refused";
  if (entry?.state === "applied") return entry.sent === null ? "held" : "applied";
  if (entry?.state === "sent") return "unknown";
  if (entry?.state === "refused") return "failed";
  // Nothing is sent for a setting, and it is not in force before the merge.
  const isAsked = order !== null || (kind === "configuration" && fields.some((field) => field.state === "asked"));
  return isAsked ? "unsent" : "held";
}

const CONFLICTS: ReadonlySet<string> = new Set(["conflict", "deleted-in-moneyworks", "renamed-in-moneyworks"]);

export function isConflict({ code }: Reason): boolean {
  return CONFLICTS.has(code);
}

/** What a plan that cannot be carried out comes to. Where something was sent before, MoneyWorks does not hold what it held. */
export function outcomeOf(
  { files, reasons }: Plan,
  imports: readonly ImportEntry[],
): "conflict" | "refused" | "failed" {
  if (imports.some(isPerhapsApplied)) return "failed";
  const all = [...reasons, ...files.flatMap((file) => file.reasons)];
  return all.every(isConflict) ? "conflict" : "refused";
}
