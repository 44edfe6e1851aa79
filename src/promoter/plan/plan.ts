import type { Oid } from "../../domain/ids.ts";
import type { IncomingChange, IncomingChanges } from "../../domain/ports/incoming.ts";
import type { Reason } from "../../domain/promotion.ts";
import { type PlanInput, planFile } from "./plan-file.ts";
import type { NewOrder, Plan, PlannedFile } from "./plan-types.ts";
import { reason } from "./values.ts";

/** Judges the change of `.tidemark/config.json`; null: it asks for nothing. */
export type JudgeConfiguration = (change: IncomingChange) => PlannedFile | null;

export const CONFIG_PATH = ".tidemark/config.json";

/** Files that are looked at in all; far beyond what may be carried over, so that reasons stay useful. */
const MOST_FILES = 20_000;
/** Reasons that are told of one file: whoever has so many does not need the others. */
const MOST_REASONS = 100;

/** What an incoming commit asks for, and every reason for which it cannot be done. */
export function makePlan(
  commit: Oid,
  { bases, files }: IncomingChanges,
  { configuration, ...input }: PlanInput & { readonly configuration: JudgeConfiguration },
): Plan {
  const [base = null, second] = bases;
  const common = { commit, base: second === undefined ? base : null };
  if (base === null) {
    const text = "It has no commit in common with main: begin the branch at a commit of main.";
    return { ...common, reasons: [reason("no-common-commit", null, text)], files: [] };
  }
  const planned: PlannedFile[] = [];
  for (const change of files) {
    const file = change.path === CONFIG_PATH ? configuration(change) : planFile(change, input);
    if (file !== null) planned.push({ ...file, reasons: firstOf(file.reasons) });
    if (planned.length > MOST_FILES) break;
  }
  const { mostRecords } = input.settings;
  return { ...common, reasons: tooMany(planned, mostRecords), files: withoutTwins(planned) };
}

function firstOf(reasons: readonly Reason[]): readonly Reason[] {
  const rest = reasons.slice(MOST_REASONS);
  const [more] = rest.toSorted((a, b) => Number(a.code === "conflict") - Number(b.code === "conflict"));
  if (more === undefined) return reasons;
  const text = `There are ${rest.length} more reasons against this file.`;
  return [...reasons.slice(0, MOST_REASONS), reason(more.code, null, text)];
}

function tooMany(files: readonly PlannedFile[], most: number): Reason[] {
  const count = files.filter(
    ({ kind, order, reasons }) => kind !== "configuration" && (order !== null || reasons.length > 0),
  ).length;
  if (count <= most) return [];
  const text = `It changes ${count > MOST_FILES ? `more than ${MOST_FILES}` : count} records; at most ${most} go in one commit (max_promote). Split it.`;
  return [reason("too-many-records", null, text)];
}

/** Two new records of one code: MoneyWorks would take the first and refuse the second. */
function withoutTwins(files: readonly PlannedFile[]): readonly PlannedFile[] {
  const owners = new Map<string, string>();
  return files.map((file) => {
    const { order } = file;
    if (order?.kind !== "new" || order.code === null) return file;
    const name = codeName(order);
    const first = owners.get(name);
    owners.set(name, first ?? file.path);
    if (first === undefined) return file;
    const text = `${first} makes a record of the same ${order.schema.key}; MoneyWorks does not tell letter case apart.`;
    return { ...file, order: null, reasons: [reason("code-in-use", order.schema.key, text)] };
  });
}

function codeName({ schema, code }: NewOrder): string {
  return `${schema.table}/${code?.toLowerCase()}`;
}
