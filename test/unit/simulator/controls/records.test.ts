import { describe, expect, test } from "bun:test";
import { simulators, texts } from "../../../support/simulator.ts";

const start = simulators();

test("an edit changes fields and stamps the record", async () => {
  const { sim, export: exportTable } = await start();
  const row = sim.controls.records.edit("name", "rowan", { phone: "1", creditlimit: 1000.9, hold: true, comment: "" });
  expect(row).toMatchObject({ seq: 12, modtime: "20250311090007" });
  const xml = await exportTable({ table: "name", search: "sequencenumber=12" });
  for (const line of ["<phone>1</phone>", "<creditlimit>1000</creditlimit>", "<hold>1</hold>", "<comment></comment>"]) {
    expect(xml).toContain(line);
  }
});

test("a silent change leaves the stamp, a touch changes nothing else", async () => {
  const { sim } = await start();
  const before = sim.controls.records.find("name", "ROWAN");
  expect(sim.controls.records.silentChange("name", "ROWAN", { dbalance: 5 })).toMatchObject({
    modtime: before.modtime,
    fields: { dbalance: "5.00" },
  });
  const touched = sim.controls.records.touch("name", "ROWAN");
  expect([touched.modtime, touched.fields]).toEqual(["20250311090007", { ...before.fields, dbalance: "5.00" }]);
  expect(sim.controls.records.touch("name", "ROWAN", "20990101000000").modtime).toBe("20990101000000");
});

test("a bulk stamp gives many records one second", async () => {
  const { sim, export: exportTable } = await start();
  expect(sim.controls.records.bulkStamp("account")).toBe(8);
  expect(new Set(texts(await exportTable({ table: "account" }), "lastmodifiedtime"))).toEqual(
    new Set(["20250311090007"]),
  );
  expect(sim.controls.records.bulkStamp("account", ["1000", 101], "20240101000000")).toBe(2);
  expect(
    sim
      .rows("account")
      .filter(({ modtime }) => modtime === "20240101000000")
      .map(({ seq }) => seq),
  ).toEqual([100, 101]);
});

test("a new transaction has the lines that were given", async () => {
  const { sim } = await start();
  const row = sim.controls.records.add("transaction", { fields: { type: "JN" }, lines: [{ debit: 1 }, { credit: 1 }] });
  expect(row).toMatchObject({ seq: 1043, lines: [3304, 3305] });
  expect(sim.lines(row).map(({ sort, parent, fields }) => [sort, parent, fields])).toEqual([
    [1, 1043, { debit: "1.00" }],
    [2, 1043, { credit: "1.00" }],
  ]);
});

describe("a deletion leaves no trace", () => {
  test("of a transaction and its lines", async () => {
    const { sim } = await start();
    sim.controls.records.remove("transaction", 1042);
    expect([sim.rows("transaction"), sim.rows("detail")]).toEqual([[], []]);
  });

  test("of a line in its transaction", async () => {
    const { sim } = await start();
    sim.controls.records.remove("detail", 3302);
    expect(sim.controls.records.find("transaction", 1042).lines).toEqual([3301, 3303]);
    expect(sim.rows("transaction")[0]?.fields.namecode).toBe("ROWAN");
  });
});

test.each([
  ["an unknown table", ["nonsense", 1, {}], "simulator.table"],
  ["an unknown code", ["name", "NOBODY", {}], "simulator.record"],
  ["an unknown number", ["name", 99, {}], "simulator.record"],
  ["an unknown field", ["name", "ROWAN", { nonsense: 1 }], "simulator.field"],
] as const)("%s is refused", async (_title, [table, key, fields], code) => {
  const { sim } = await start();
  expect(() => sim.controls.records.edit(table, key, fields)).toThrow(expect.objectContaining({ code, exitCode: 2 }));
});

test("random edits stamp what they change and repeat themselves from the start", async () => {
  const [one, two] = [await start(), await start()];
  const edits = Array.from({ length: 12 }, () => one.sim.controls.randomEdit());
  expect(Array.from({ length: 12 }, () => two.sim.controls.randomEdit())).toEqual(edits);
  expect(new Set(edits.map((edit) => edit?.table)).size).toBeGreaterThan(1);
  for (const edit of edits) {
    const row = one.sim.controls.records.find(edit?.table ?? "", edit?.seq ?? 0);
    expect(row.modtime).toBe("20250311090007");
  }
});

test("an empty document has nothing to edit", async () => {
  const { sim } = await start({ data: { tables: {} } });
  expect(sim.controls.randomEdit()).toBeNull();
});
