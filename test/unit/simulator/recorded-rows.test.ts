import { describe, expect, test } from "bun:test";
import { createClock } from "../../../src/platform/clock.ts";
import type { NewRow } from "../../../src/simulator/company/data.ts";
import { companyTables, generateCompany } from "../../../src/simulator/company/generate.ts";
import { recordedHeader } from "../../../src/simulator/recorded-rows.ts";
import { createSimulator } from "../../../src/simulator/simulator.ts";
import { errorOf } from "../../support/errors.ts";

const clock = createClock();
const NAME = { table: "name", seq: 7, modtime: "20250310141502", fields: { code: "ROWAN" } };
const LINE = { seq: 30, modtime: NAME.modtime, fields: { account: "4000-" } };
const SALE = { table: "transaction", seq: 7, modtime: NAME.modtime, fields: { type: "DII" }, lines: [LINE] };

function simulatorOf(...records: unknown[]) {
  const texts = records.map((record) => (typeof record === "string" ? record : JSON.stringify(record)));
  return createSimulator({ recorded: { uuid: "RECORDED", records: texts }, clock });
}

test("records in any order are the document that they were generated as", () => {
  const options = { seed: 5, records: 400 };
  const lines = companyTables(options).flatMap(({ table, rows }) =>
    Array.from(rows(), (row: NewRow) => JSON.stringify({ table, ...row })),
  );
  const recorded = createSimulator({ recorded: { uuid: "R", records: lines.toReversed() }, clock });
  const generated = createSimulator({ data: generateCompany(options), clock });
  for (const { table } of companyTables(options)) {
    expect(recorded.exportXml(table)).toBe(generated.exportXml(table));
    expect(recorded.controls.snapshot().document.tables[table]?.next).toBe(
      generated.controls.snapshot().document.tables[table]?.next ?? 0,
    );
  }
  const [first] = recorded.rows("transaction");
  expect(recorded.lines(first as never).map(({ seq }) => seq)).toEqual(first?.lines as number[]);
});

test("a number after those that were recorded is given next, and the document has its identity", async () => {
  const sim = simulatorOf({ ...NAME, seq: 90 }, NAME);
  expect(sim.controls.records.add("name", { fields: { code: "NEW" } }).seq).toBe(91);
  const answer = await sim.handle(new Request("http://x/REST/Acme.moneyworks/evaluate?expr=DocUUID"));
  expect(await answer.text()).toBe("RECORDED");
});

test("fields that MoneyWorks 9.2 does not have are served, blank in the other records", () => {
  const sim = simulatorOf(NAME, { ...NAME, seq: 8, fields: { code: "FERN", loyalty: "gold" } });
  expect(sim.exportXml("name").match(/<loyalty>.*/g)).toEqual(["<loyalty></loyalty>", "<loyalty>gold</loyalty>"]);
});

test("numbers that are not known are the next ones, stamps that are not known are blank", () => {
  const sale = { ...SALE, seq: null, lines: [LINE, { ...LINE, seq: null }, { ...LINE, seq: null }] };
  const sim = simulatorOf(SALE, { ...sale, lines: sale.lines.slice(1) }, { ...NAME, seq: null, modtime: null });
  expect(sim.rows("transaction").map(({ seq, lines }) => [seq, lines])).toEqual([
    [7, [30]],
    [8, [31, 32]],
  ]);
  expect(sim.rows("name")).toMatchObject([{ seq: 1, modtime: "19040101000000" }]);
});

describe("a header", () => {
  test("of another version or format is not one of version 2", () => {
    expect(recordedHeader('{"format":"tidemark-simulator","version":2,"uuid":"A","anonymized":{}}')).toEqual({
      uuid: "A",
    });
    expect(recordedHeader('{"format":"tidemark-simulator","version":1,"document":{}}')).toBeNull();
    expect(recordedHeader("{")).toBeNull();
  });

  test.each([
    ['{"format":"tidemark-simulator","version":2}', "no uuid"],
    ['{"format":"tidemark-simulator","version":3,"uuid":"A"}', "newer"],
  ])("%s is refused", (line, reason) => {
    expect(errorOf(() => recordedHeader(line))).toMatchObject({
      code: "simulator.snapshot",
      message: expect.stringContaining(reason),
    });
  });
});

describe("the line and what is wrong there are told of", () => {
  test.each<[title: string, reason: string, records: unknown[]]>([
    ["a cut line", "line 3: it is no JSON object", [NAME, '{"table":"name","se']],
    ["a list", "line 2: it is no JSON object", [[]]],
    ["a table that no MoneyWorks has", "line 2: it names no MoneyWorks table", [{ ...NAME, table: "names" }]],
    ["a text for a number", 'line 2: the "seq" of a record of name is no number', [{ ...NAME, seq: "7" }]],
    ["half a stamp", 'line 2: name 7 has no "modtime" of 14 digits', [{ ...NAME, modtime: "20250310" }]],
    ["no fields", 'line 2: name 7 has no "fields"', [{ ...NAME, fields: [] }]],
    ["a number in a field", "line 2: field kind of name 7 is no text", [{ ...NAME, fields: { kind: 1 } }]],
    [
      "a number among the fields",
      'line 2: sequencenumber of name 7 belongs beside "fields"',
      [{ ...NAME, fields: { sequencenumber: "7" } }],
    ],
    ["lines of a name", "line 2: no lines belong to name", [{ ...NAME, lines: [] }]],
    [
      "a damaged line of a sale",
      'line 2: detail 30 has no "fields"',
      [{ ...SALE, lines: [{ ...LINE, fields: null }] }],
    ],
    ["a number that comes twice", "line 3: name 7, or one of its lines, comes a second time", [NAME, NAME]],
    ["a line that comes twice", "line 3: transaction 8, or one of its lines", [SALE, { ...SALE, seq: 8 }]],
    ["a line twice in one sale", "line 2: transaction 7, or one of its lines", [{ ...SALE, lines: [LINE, LINE] }]],
  ])("%s", (_title, reason, records) => {
    expect(errorOf(() => simulatorOf(...records))).toMatchObject({
      code: "simulator.snapshot",
      message: expect.stringContaining(reason),
    });
  });
});
