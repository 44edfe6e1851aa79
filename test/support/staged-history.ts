import type { Oid, RunId, TableName } from "../../src/domain/ids.ts";
import type { Staging } from "../../src/domain/ports/staging.ts";
import type { RecordedKind, RunOutcome } from "../../src/domain/run.ts";
import { entryOf, reportOf, SENT } from "./promotion-builders.ts";
import { changed, commit, NAME, oidOf, page, upsert } from "./staging-builders.ts";

/** One day of a history: what a run of that day does. */
export interface HistoryDay {
  readonly kind: RecordedKind;
  readonly outcome: RunOutcome | null;
  /** Lines that it writes into the change log. */
  readonly lines: number;
  /** Whether a commit carries what is there, and whether that is pushed. */
  readonly commit: "none" | "committed" | "pushed";
  readonly promotion: "none" | "accepted" | "failed" | "pending" | "untold";
  readonly clock: boolean;
}

export const DAY_MS = 86_400_000;

export function runOf(day: number): RunId {
  return `01890000-0000-7000-8000-${String(day + 2).padStart(12, "0")}` as RunId;
}

/** Writes a history, a run a day from `from` on (host wall clock, ms). */
export function writeHistory(staging: Staging, days: readonly HistoryDay[], from: number): void {
  let parent: Oid | null = null;
  for (const [number, day] of days.entries()) {
    const at = from + number * DAY_MS;
    const run = runOf(number);
    staging.startRun(run, day.kind, at);
    if (day.clock) writeClock(staging, run, at);
    const changes = Array.from({ length: day.lines }, (_, line) => changed("A", "phone", String(line), `${number}`));
    staging.applyPage(page({ run, at, upserts: [upsert("A", 1, `day ${number}`)], changes }));
    const oid = writeCommit(staging, day.commit, { run, at, number, parent });
    parent = oid ?? parent;
    if (day.promotion !== "none") writePromotion(staging, day.promotion, { run, at, number });
    if (day.outcome !== null) writeEnd(staging, day, { run, at, commit: oid });
  }
}

interface Today {
  readonly run: RunId;
  readonly at: number;
  readonly number: number;
}

function writeClock(staging: Staging, run: RunId, at: number): void {
  const sample = { at, run, local: "20250310141502", utc: at, askedAt: at, answeredAt: at, monotonic: 1, bootId: "b" };
  const event = { at, run, kind: "step", shift: 60, before: "20250310141502", after: "20250310141602" } as const;
  staging.noteClock({ sample, events: [event], pollFrom: null } as never);
  staging.noteLateStamps({ run, table: NAME, at, seconds: 5 });
}

function writeCommit(
  staging: Staging,
  state: HistoryDay["commit"],
  { run, at, number, parent }: Today & { readonly parent: Oid | null },
): Oid | null {
  if (state === "none") return null;
  const prepared = commit(`commit ${number}`, { run, at, parent });
  staging.prepareCommit(prepared);
  staging.finishCommit(prepared.commit);
  if (state === "pushed") staging.markPushed(prepared.commit);
  return prepared.commit;
}

function writePromotion(
  staging: Staging,
  kind: Exclude<HistoryDay["promotion"], "none">,
  { run, at, number }: Today,
): void {
  const name = `incoming ${number}`;
  staging.startPromotion({ commit: oidOf(name), branch: "changes", run, at });
  const state = kind === "pending" ? "sent" : "applied";
  staging.noteImports(oidOf(name), [
    entryOf(`name/${number}.xml`, { state, sent: SENT, seq: 1 }),
    entryOf(`new/name/${number}.xml`, { kind: "new", state, sent: SENT, seq: 2, clientId: `c${number}`, idField: "u" }),
  ]);
  if (kind === "pending") return;
  const record = { path: `name/${number}.xml`, kind: "update", state: "applied", table: NAME, key: "A", seq: 1 };
  const told = { mainPath: null, fields: [], reasons: [] };
  const report = reportOf(name, kind === "failed" ? "failed" : "accepted", {
    records: [{ ...record, ...told } as never],
  });
  staging.reportPromotion(report, at);
  if (kind !== "untold") staging.markNoted([report]);
}

function writeEnd(
  staging: Staging,
  { kind, outcome, lines }: HistoryDay,
  { run, at, commit: oid }: Pick<Today, "run" | "at"> & { readonly commit: Oid | null },
): void {
  const tally = { table: NAME as TableName, read: 3, added: 0, changed: lines > 0 ? 1 : 0, deleted: 0, same: 2 };
  const told = { tables: [tally], commit: oid, pushed: oid !== null, ms: 7, error: null };
  staging.endRun({ run, kind, outcome: outcome ?? "ok", ...told }, at + 7);
}
