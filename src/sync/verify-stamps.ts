import { fail } from "../domain/errors/tidemark-error.ts";
import type { Modtime, TableName } from "../domain/ids.ts";
import type { Source } from "../domain/ports/source.ts";
import type { AuditTable, StagingAudit, Stamp } from "../domain/ports/staging-audit.ts";
import type { AreaReport } from "../domain/verification.ts";

/** Rows of one list. */
const ROWS = 10_000;
/** Differences of a table that are asked for again; so many more are none that a moment explains. */
const MOST_DOUBTS = 50_000;

export interface StampsCheck {
  readonly source: Source;
  readonly audit: StagingAudit;
  readonly report: AreaReport;
  readonly signal: AbortSignal;
}

/** Numbers that were not the same here and there, by table, ascending. */
export type Doubts = ReadonlyMap<TableName, readonly number[]>;

/** Holds number and stamp of every record against staging's, without reading a record; says what is worth a second look. */
export async function compareStamps(check: StampsCheck, tables: readonly TableName[]): Promise<Doubts> {
  const known = new Map(check.audit.tables().map((table) => [table.table, table]));
  const doubts = new Map<TableName, number[]>();
  for (const table of tables) {
    if (!(await isComparable(table, known.get(table), check))) continue;
    const numbers: number[] = [];
    for await (const number of differing(table, check)) if (numbers.length < MOST_DOUBTS) numbers.push(number);
    if (numbers.length > 0) doubts.set(table, numbers);
  }
  return doubts;
}

/** Looks once more at both sides, staging opened anew, and tells what still differs. */
export async function tellDifferences(check: StampsCheck, doubts: Doubts): Promise<void> {
  for (const [table, numbers] of doubts) {
    const quarantined = check.audit.quarantined(table);
    for await (const { seq, there } of askedAgain(table, numbers, check)) {
      const here = check.audit.stampOf(table, seq);
      if (here === there) continue;
      if (here === null && quarantined.has(seq)) {
        check.report.remark("quarantined", `${table} ${seq}`, "The record cannot be read; it is set aside.");
      } else tell(check.report, `${table} ${seq}`, { here, there });
    }
  }
}

function tell(report: AreaReport, name: string, found: { here: Modtime | null; there: Modtime | null }): void {
  const { here, there } = found;
  if (here === null) report.found("missing-here", name, `MoneyWorks has it, of ${there}; staging does not.`);
  else if (there === null) report.found("missing-there", name, `staging has it, of ${here}; MoneyWorks does not.`);
  else report.found("other-stamp", name, `MoneyWorks has it of ${there}; staging has it of ${here}.`);
}

async function isComparable(
  table: TableName,
  known: AuditTable | undefined,
  { audit, report, source, signal }: StampsCheck,
): Promise<boolean> {
  const unread = (known?.marker ?? null) === null;
  // An empty table that was never read has nothing to compare.
  if (unread && (known?.rows ?? 0) === 0 && (await source.count(table, signal)) === 0) return false;
  if (unread) report.remark("unfinished", table, "Its first read is not finished; it was not compared.");
  else if (audit.unread(table) > 0)
    report.remark("unfinished", table, "It was filled from git and not read since; it was not compared.");
  else return true;
  return false;
}

/** Merges two ascending lists; what is on one side alone, or of another time, comes out. */
async function* differing(table: TableName, check: StampsCheck): AsyncGenerator<number> {
  const here = check.audit.stamps(table)[Symbol.iterator]();
  try {
    let mine = here.next();
    for await (const { seq, modtime } of listed({ table, after: 0 }, check)) {
      for (; mine.done !== true && mine.value.seq < seq; mine = here.next()) yield mine.value.seq;
      const same = mine.done !== true && mine.value.seq === seq;
      if (!same || mine.value.modtime !== modtime) yield seq;
      if (same) mine = here.next();
    }
    for (; mine.done !== true; mine = here.next()) yield mine.value.seq;
  } finally {
    here.return?.();
  }
}

/** Each of the numbers with its stamp at the server now; null: it has none. */
async function* askedAgain(
  table: TableName,
  numbers: readonly number[],
  check: StampsCheck,
): AsyncGenerator<{ seq: number; there: Modtime | null }> {
  let at = 0;
  while (at < numbers.length) {
    const from = numbers[at] as number;
    const { rows, found } = await check.source.stamps({ table, after: from - 1, limit: ROWS }, check.signal);
    const stamps = new Map(rows.map(({ seq, modtime }) => [seq, modtime]));
    const upTo = rows.length >= found ? Number.POSITIVE_INFINITY : (rows.at(-1)?.seq ?? from);
    for (; at < numbers.length && (numbers[at] as number) <= upTo; at++) {
      const seq = numbers[at] as number;
      yield { seq, there: stamps.get(seq) ?? null };
    }
  }
}

async function* listed(
  { table, after: first }: { table: TableName; after: number },
  { source, signal, report }: StampsCheck,
): AsyncGenerator<Stamp> {
  for (let after = first; ; ) {
    const { rows, found, bytes } = await source.stamps({ table, after, limit: ROWS }, signal);
    report.looked({ records: rows.length, bytes });
    yield* rows;
    if (rows.length >= found) return;
    const end = rows.at(-1)?.seq ?? after;
    if (end <= after) throw fail("sync.no-progress", { table, after });
    after = end;
  }
}
