import { expect, test } from "bun:test";
import { createEngine } from "../../../anonymizer/engine.ts";
import type { SourceBatch, TargetForm } from "../../../anonymizer/model/batch.ts";
import type { Context } from "../../../anonymizer/model/context.ts";
import { DEFAULT_RULES } from "../../../anonymizer/rules/default-rules.ts";
import { TidemarkError } from "../../../src/domain/errors/tidemark-error.ts";
import type { TableName } from "../../../src/domain/ids.ts";
import type { Quirks } from "../../../src/simulator/options.ts";
import { SimulatedExports } from "../../support/simulated-exports.ts";

const company = new SimulatedExports(120);
const NO_CONTEXT: Context = {
  version: 1,
  rates: [],
  corrected: new Float64Array(0),
  corrections: new Float64Array(0),
  columns: [],
  ledger: { codes: [], columns: [], cents: new Float64Array() },
  sampled: null,
};

function engineTo(target: TargetForm) {
  const secret = new TextEncoder().encode("a secret for the engine's tests");
  return createEngine({ rules: DEFAULT_RULES, secret, locale: "en_AU", target, copies: 1, context: NO_CONTEXT });
}

function batchOf(table: string, quirks: Partial<Quirks> = {}): SourceBatch {
  const bytes = company.export(table, { verbose: true, quirks });
  return { table: table as TableName, form: "export", bytes, ends: null, modtimes: null };
}

function refusal(batch: SourceBatch): { code: string; message: string } {
  try {
    engineTo("verbose").anonymize(batch);
  } catch (error) {
    if (error instanceof TidemarkError) return { code: error.code, message: error.message };
    throw error;
  }
  return { code: "none", message: "" };
}

test("fields without a rule are refused by all their names, also where they are blank in every record", () => {
  const extraFields = ["transaction.shoesize", "transaction.birthday=19700101", "detail.hat", "transaction.zodiac"];
  const { code, message } = refusal(batchOf("transaction", { extraFields }));
  expect(code).toBe("anonymize.unknown-fields");
  for (const name of ["transaction.shoesize", "transaction.birthday", "detail.hat", "transaction.zodiac"]) {
    expect(message).toContain(name);
  }
});

test("what an engine did before changes nothing of what it does", () => {
  const used = engineTo("verbose");
  for (const table of ["name", "transaction", "product", "transaction"]) used.anonymize(batchOf(table));
  for (const table of ["transaction", "name", "payments"]) {
    expect(used.anonymize(batchOf(table))).toEqual(engineTo("verbose").anonymize(batchOf(table)));
  }
});

test("after a refusal an engine goes on as if it had not been", () => {
  const engine = engineTo("terse");
  expect(() => engine.anonymize(batchOf("name", { extraFields: ["name.hat=red"] }))).toThrow("name.hat");
  expect(engine.anonymize(batchOf("name")).bytes).toEqual(engineTo("terse").anonymize(batchOf("name")).bytes);
});
