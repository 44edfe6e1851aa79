import { expect, test } from "bun:test";
import { NO_SUMS } from "../../../anonymizer/books/sums.ts";
import { createContextGatherer } from "../../../anonymizer/books/gatherer.ts";
import { createRecordAnonymizer } from "../../../anonymizer/records/record-anonymizer.ts";
import { generateCompany } from "../../../src/simulator/company/generate.ts";
import { defaultRules, itemsOf, plainPseudonyms, table } from "../../support/anonymizing.ts";
import { relationsIn } from "../../support/book-relations.ts";

test("smoke", () => {
  const rules = defaultRules();
  const items = itemsOf(generateCompany({ seed: 3, transactions: 3000 }));
  for (const factor of [0.5831, 0.77, 1.2345, 1.7999]) {
    const pseudonyms = [plainPseudonyms(factor)];
    const gatherer = createContextGatherer({ rules, pseudonyms: pseudonyms[0]! });
    for (const name of gatherer.tables) for (const item of items.get(name) ?? []) gatherer.add(name, item);
    const context = gatherer.finish();
    const anonymizer = createRecordAnonymizer({ rules, pseudonyms, context, copies: 1 });
    let bad = 0;
    const start = performance.now();
    const outs = items.get(table("transaction"))!.map((item) => anonymizer.anonymize(table("transaction"), item)[0]!);
    console.log(factor, context.corrected.length, ((performance.now() - start) / outs.length) * 1000, "us", anonymizer.takeSums().keys.length);
    for (const [i, item] of items.get(table("transaction"))!.entries()) {
      const before = relationsIn(item.record);
      const after = relationsIn(outs[i]!.record);
      for (const [name, held] of before) if (held && !after.get(name) && bad++ < 5) console.log(name, JSON.stringify([item.record, outs[i]!.record], null, 1).slice(0, 6000));
    }
    expect(bad).toBe(0);
  }
});
