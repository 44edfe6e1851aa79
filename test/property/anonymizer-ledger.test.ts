import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { anonymizeRecords } from "../../anonymizer/anonymize-records.ts";
import type { Item } from "../../anonymizer/model/batch.ts";
import type { TableName } from "../../src/domain/ids.ts";
import { decimal, withoutBlanks } from "../../src/simulator/company/values.ts";
import { itemOf, table, valueIn } from "../support/anonymizing.ts";
import { centsIn, linesOf } from "../support/book-relations.ts";

const RUNS = { numRuns: 8 };
const ACCOUNTS = ["1000-", "1500-NTH", "2400-", "4000-NTH", "5000-"] as const;
const PERIODS = [1211, 1212, 1301, 1302] as const;
const COLUMNS = ["balancelast03", "balancelast02", "balancelast01", "balance"] as const;

/** Both sides of a journal, in cents, in one of the periods. */
interface Journal {
  readonly from: number;
  readonly to: number;
  readonly period: number;
  readonly cents: number;
  readonly isPosted: boolean;
}

const anyJournal: fc.Arbitrary<Journal> = fc.record({
  from: fc.nat(4),
  to: fc.nat(4),
  period: fc.nat(3),
  cents: fc.oneof(
    fc.integer({ min: 1, max: 99_999 }),
    fc.integer({ min: 1, max: 999 }).map((whole) => whole * 100),
  ),
  isPosted: fc.boolean(),
});
/** Something is posted in each period. */
const FIRST = PERIODS.map((_, period) => ({ from: 0, to: 1, period, cents: 101 + period, isPosted: true }));
const anyJournals = fc.array(anyJournal, { minLength: 12, maxLength: 40 }).map((journals) => [...FIRST, ...journals]);
const anySecret = fc.uint8Array({ minLength: 16, maxLength: 16 });

type Tables = Map<TableName, Item[]>;

function transactionOf({ from, to, period, cents, isPosted }: Journal, index: number): Item {
  const seq = index + 1;
  const line = (account: number, side: "debit" | "credit") => ({
    modtime: "",
    seq: seq * 2 + (side === "debit" ? 0 : 1),
    fields: {
      account: ACCOUNTS[account] ?? "",
      period: String(PERIODS[period]),
      [side]: decimal(cents),
      parentseq: String(seq),
    },
  });
  const fields = { type: "JN", status: isPosted ? "P" : "U", gross: decimal(cents) };
  return itemOf(table("transaction"), { seq, modtime: "", fields, lines: [line(from, "credit"), line(to, "debit")] });
}

/** What is posted to an account up to a period, or in it alone. */
function posted(transactions: readonly Item[], account: string, of: (period: number) => boolean): number {
  let sum = 0;
  for (const { record } of transactions) {
    if (record.fields.find(({ name }) => name === "status")?.value !== "P") continue;
    for (const line of linesOf(record)) {
      const field = (name: string) => line.fields.find((found) => found.name === `detail.${name}`)?.value ?? "";
      if (field("account") === account && of(Number(field("period"))))
        sum += centsIn(line, "debit") - centsIn(line, "credit");
    }
  }
  return sum;
}

/** @param opening cents that each account has beside its postings. @param kind what columns hold */
function companyOf(
  journals: readonly Journal[],
  kind: "balance" | "movement",
  opening: readonly number[] = [],
): Tables {
  const transactions = journals.map(transactionOf);
  const rows = ACCOUNTS.map((concat, index) => {
    const cents = PERIODS.map((period) => posted(transactions, concat, isIn(kind, period)) + (opening[index] ?? 0));
    const columns = Object.fromEntries(COLUMNS.map((name, at) => [name, decimal(cents[at] ?? 0)]));
    const [accountcode = "", department = ""] = concat.split("-");
    const fields = withoutBlanks({ accountcode, department, concat, ...columns });
    return itemOf(table("ledger"), { seq: index + 1, modtime: "", fields });
  });
  return new Map([
    [table("ledger"), rows],
    [table("transaction"), transactions],
  ]);
}

function isIn(kind: "balance" | "movement", last: number): (period: number) => boolean {
  return (period) => (kind === "balance" ? period <= last : period === last);
}

/** Cents by which each amount of the ledger differs from what is posted. */
function differences(tables: Map<TableName, Item[]>, kind: "balance" | "movement"): number[][] {
  const transactions = tables.get(table("transaction")) ?? [];
  return (tables.get(table("ledger")) ?? []).map((row) =>
    COLUMNS.map((name, at) => {
      const sum = posted(transactions, valueIn(row, "concat") ?? "", isIn(kind, PERIODS[at] ?? 0));
      return centsIn(row.record, name) - sum;
    }),
  );
}

const NOTHING = ACCOUNTS.map(() => COLUMNS.map(() => 0));

describe("a ledger, in any world", () => {
  test("holds what is posted, in balances and in movements, in all copies and in a sample", () => {
    const anyKind = fc.constantFrom("balance", "movement");
    const anyChoice = fc.constantFrom({}, { copies: 3 }, { sample: 6 });
    fc.assert(
      fc.property(anyJournals, anyKind, anyChoice, anySecret, (journals, kind, choice, secret) => {
        const after = anonymizeRecords(companyOf(journals, kind), { secret, ...choice });
        expect(differences(after, kind)).toEqual(NOTHING);
      }),
      RUNS,
    );
  });

  test("keeps what accounts had before beside it, scaled, and adds up to nothing", () => {
    const any = fc.integer({ min: 10_000_000, max: 50_000_000 });
    const anyOpening = fc.array(any, { minLength: 4, maxLength: 4 });
    const anyChoice = fc.constantFrom({}, { sample: 6 });
    fc.assert(
      fc.property(anyJournals, anyOpening, anyChoice, anySecret, (journals, some, choice, secret) => {
        const opening = [...some, -some.reduce((sum, cents) => sum + cents, 0)];
        const after = anonymizeRecords(companyOf(journals, "balance", opening), { secret, ...choice });
        for (const name of COLUMNS) {
          expect((after.get(table("ledger")) ?? []).reduce((sum, { record }) => sum + centsIn(record, name), 0)).toBe(
            0,
          );
        }
      }),
      RUNS,
    );
  });
});
