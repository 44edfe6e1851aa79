import { describe, expect, test } from "bun:test";
import { generateCompany } from "../../../../src/simulator/company/generate.ts";
import { simulators, texts } from "../../../support/simulator.ts";

const start = simulators();
const company = generateCompany({ seed: 3, transactions: 120 });

function counts(xml: string): string {
  return /count="\d+" start="\d+" found="\d+"/.exec(xml)?.[0] ?? xml;
}

describe("the window", () => {
  test.each([
    [{}, 'count="8" start="0" found="8"'],
    [{ limit: 3 }, 'count="3" start="0" found="8"'],
    [{ start: 6, limit: 3 }, 'count="2" start="6" found="8"'],
    [{ start: 99 }, 'count="0" start="99" found="8"'],
    [{ limit: 0 }, 'count="0" start="0" found="8"'],
    [{ limit: "many", start: -1 }, 'count="8" start="0" found="8"'],
    [{ limit: 1, search: 'type="CL"' }, 'count="1" start="0" found="3"'],
  ])("%p tells %s", async (parameters: Record<string, string | number>, expected) => {
    const { export: exportTable } = await start();
    expect(counts(await exportTable({ table: "account", ...parameters }))).toBe(expected);
    expect(counts(await exportTable({ table: "account", sort: "sequencenumber", ...parameters }))).toBe(expected);
  });

  test("is as large as the table without a limit", async () => {
    const { export: exportTable } = await start({ data: company });
    expect(texts(await exportTable({ table: "transaction" }), "sequencenumber")).toHaveLength(120);
  });
});

describe("order", () => {
  test("is that of slots, and freed slots are filled again, the last one first", async () => {
    const { sim, export: exportTable } = await start();
    for (const code of ["1300", "2500"]) sim.controls.records.remove("account", code);
    for (const code of ["A", "B", "C"]) sim.controls.records.add("account", { fields: { code } });
    expect(texts(await exportTable({ table: "account" }), "code")).toEqual([
      "1000",
      "B",
      "1500",
      "2400",
      "2410",
      "A",
      "4000",
      "5000",
      "C",
    ]);
  });

  test.each([
    ["a field", { sort: "description" }, ["1000", "2500", "1500", "2410"]],
    ["a field, descending", { sort: "Description", direction: "descending" }, ["1300", "5000", "4000", "2400"]],
    ["an expression", { sort: "Right(code, 2)" }, ["1000", "1300", "1500", "2400"]],
    ["the number", { sort: "sequencenumber" }, ["1000", "1300", "1500", "2400"]],
    ["the number, descending", { sort: "SequenceNumber", direction: "descending" }, ["5000", "4000", "2500", "2410"]],
  ])("follows %s", async (_title, sort: Record<string, string>, codes) => {
    const { export: exportTable } = await start();
    expect(texts(await exportTable({ table: "account", limit: 4, ...sort }), "code")).toEqual(codes);
  });
});

describe("pages by key", () => {
  const searches = [
    "",
    "sequencenumber>40",
    "40<sequencenumber",
    "sequencenumber>=41 and sequencenumber<=60",
    "sequencenumber<10",
    "sequencenumber=5 or sequencenumber=9 or sequencenumber=5000",
    "(sequencenumber>=5 and sequencenumber<=9) or sequencenumber=20",
    'sequencenumber>30 and type="DII"',
    'sequencenumber>100 or type="CR"',
    "not (sequencenumber>20)",
    "sequencenumber=7 or sequencenumber>100",
    "sequencenumber>100 or sequencenumber=7",
    "sequencenumber>4.5",
    "sequencenumber>-3",
    "sequencenumber>20 and sequencenumber>50",
    "sequencenumber=7 and sequencenumber=8",
    "sequencenumber<>7",
    'sequencenumber>"9"',
    'lastmodifiedtime>=TextToDate("20240101000000") and sequencenumber>60',
    "[transaction:gross>500]",
  ];

  test.each(searches)("%p finds by number what it finds by looking at every row", async (search) => {
    const { export: exportTable } = await start({ data: company });
    const page = { table: "transaction", format: "[sequencenumber],", search };
    for (const window of [{}, { limit: 7 }, { start: 3, limit: 5 }]) {
      const planned = await exportTable({ ...page, ...window, sort: "sequencenumber" });
      expect(planned).toBe(await exportTable({ ...page, ...window, sort: "sequencenumber+0" }));
    }
  });

  test("walk a whole table, each page finding fewer", async () => {
    const { export: exportTable } = await start({ data: company });
    const seen: string[] = [];
    for (let after = 0, found = 1; found > 0; ) {
      const search = `sequencenumber>${after}`;
      const xml = await exportTable({ table: "transaction", sort: "sequencenumber", limit: 50, search });
      found = Number(/found="(\d+)"/.exec(xml)?.[1]);
      const page = texts(xml, "sequencenumber");
      seen.push(...page);
      after = Number(page.at(-1) ?? after);
    }
    expect(seen).toEqual((company.tables.transaction ?? []).map(({ seq }) => String(seq)));
  });

  test("page detail lines by their own number, which needs its prefix", async () => {
    const { export: exportTable } = await start({ data: company });
    const page = { table: "detail", sort: "detail.sequencenumber", limit: 3 };
    const numbers = texts(await exportTable({ ...page, search: "detail.sequencenumber>20" }), "detail.sequencenumber");
    expect(numbers).toEqual(["21", "22", "23"]);
    expect(await exportTable({ ...page, search: "sequencenumber>20" })).toBe("Expression optimisation failed");
  });

  test("start again after every change: nothing is remembered between them", async () => {
    const { sim, export: exportTable } = await start({ data: company });
    const page = { table: "name", sort: "sequencenumber", format: "[sequencenumber],", limit: 2 };
    const [first, second] = (await exportTable(page)).split(",").map(Number);
    sim.controls.records.remove("name", first ?? 0);
    expect((await exportTable(page)).split(",").map(Number)[0]).toBe(second ?? 0);
  });
});
