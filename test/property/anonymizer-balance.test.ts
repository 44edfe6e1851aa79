import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { Item } from "../../anonymizer/model/batch.ts";
import type { Context } from "../../anonymizer/model/context.ts";
import { createRecordAnonymizer } from "../../anonymizer/records/record-anonymizer.ts";
import type { Row } from "../../src/domain/record.ts";
import { defaultRules, plainPseudonyms, table } from "../support/anonymizing.ts";
import { centsIn, linesOf, relationsIn } from "../support/book-relations.ts";
import { anyJournal, anyTrade, RATES } from "../support/transaction-arbitraries.ts";

const RULES = defaultRules();
const PERCENT = Object.entries(RATES).map(([code, rate]) => ({ code, rate1: 100 * rate, date: "", rate2: 0 }));
const RUNS = { numRuns: 80 };

const anyFactor = fc.oneof(
  fc.double({ min: 0.55, max: 0.85, noNaN: true }),
  fc.double({ min: 1.2, max: 1.8, noNaN: true }),
);
const anyCorrection = fc.oneof(fc.constant(0), fc.integer({ min: -3, max: 3 }));
const anyTransaction = fc.oneof({ weight: 3, arbitrary: anyTrade }, { weight: 1, arbitrary: anyJournal });

interface World {
  readonly factor: number;
  readonly correction?: number;
  readonly rates?: Context["rates"];
}

function anonymized(item: Item, { factor, correction = 0, rates = PERCENT }: World): Item {
  const context: Context = {
    version: 1,
    rates,
    corrected: Float64Array.of(17),
    corrections: Float64Array.of(correction),
    columns: [],
    ledger: { codes: [], columns: [], cents: new Float64Array() },
    sampled: null,
  };
  const anonymizer = createRecordAnonymizer({
    rules: RULES,
    pseudonyms: [plainPseudonyms(factor)],
    context,
    copies: 1,
  });
  return anonymizer.anonymize(table("transaction"), item)[0] as Item;
}

describe("a transaction, whatever the factor", () => {
  test("what adds up before adds up after, to the cent", () => {
    fc.assert(
      fc.property(anyTransaction, anyFactor, anyCorrection, (item, factor, correction) => {
        const after = relationsIn(anonymized(item, { factor, correction }).record);
        const broken = [...relationsIn(item.record)].filter(([name, held]) => held && after.get(name) === false);
        expect(broken).toEqual([]);
      }),
      RUNS,
    );
  });

  test("its gross is the scaled gross and its correction", () => {
    fc.assert(
      fc.property(anyTransaction, anyFactor, anyCorrection, (item, factor, correction) => {
        const gross = centsIn(item.record, "gross");
        const scaled = gross === 0 ? 0 : plainPseudonyms(factor).cents(gross) + correction;
        expect(centsIn(anonymized(item, { factor, correction }).record, "gross")).toBe(scaled);
      }),
      RUNS,
    );
  });

  test("a tax at the rate is within a cent of it, with and without table taxrate", () => {
    fc.assert(
      fc.property(anyTrade, anyFactor, fc.boolean(), (item, factor, known) => {
        const lines = linesOf(anonymized(item, known ? { factor } : { factor, rates: [] }).record);
        for (const [index, line] of linesOf(item.record).entries()) {
          if (isAtRate(line, 0.5))
            expect({ index, atRate: isAtRate(lines[index] as Row, 1) }).toEqual({ index, atRate: true });
        }
      }),
      RUNS,
    );
  });

  test("no amount comes out of nothing, and none changes its side", () => {
    fc.assert(
      fc.property(anyTransaction, anyFactor, (item, factor) => {
        const lines = linesOf(anonymized(item, { factor }).record);
        for (const [index, line] of linesOf(item.record).entries()) {
          for (const name of ["gross", "net", "tax", "debit", "credit"]) {
            const [before, after] = [centsIn(line, name), centsIn(lines[index] as Row, name)];
            if (before === 0) expect(after).toBe(0);
            else if (Math.abs(before) > 200) expect(Math.sign(after)).toBe(Math.sign(before));
          }
        }
      }),
      RUNS,
    );
  });
});

function isAtRate(line: Row, tolerance: number): boolean {
  const code = line.fields.find(({ name }) => name === "detail.taxcode")?.value ?? "";
  if (centsIn(line, "net") === 0 || !(code in RATES)) return false;
  const rate = RATES[code as keyof typeof RATES];
  return Math.abs(centsIn(line, "tax") - centsIn(line, "net") * rate) <= tolerance + 1e-9;
}
