import { expect, test } from "bun:test";
import { SimDocument } from "../../../src/simulator/store/document.ts";
import { fieldText } from "../../../src/simulator/store/row.ts";
import type { Table } from "../../../src/simulator/store/table.ts";

const content = (code: string) => ({ modtime: "20250101000000", fields: { code } });
const codes = (table: Table) => [...table.bySlot()].map((row) => row.fields.code);

function three(): { document: SimDocument; table: Table } {
  const document = new SimDocument("x");
  const table = document.table("name");
  for (const code of ["a", "b", "c"]) table.insert(content(code));
  return { document, table };
}

test("rows have a number that is never given again, and a slot that is", () => {
  const { table } = three();
  table.remove(3);
  table.remove(1);
  expect(table.insert(content("d"))).toMatchObject({ seq: 4, slot: 0 });
  expect(table.insert(content("e"))).toMatchObject({ seq: 5, slot: 2 });
  expect([codes(table), [...table.order]]).toEqual([
    ["d", "b", "e"],
    [2, 4, 5],
  ]);
});

test("codes are found without letter case, also after they changed", () => {
  const { table } = three();
  expect(table.byKey("code", "B")?.seq).toBe(2);
  table.replace({ seq: 2, slot: 1, ...content("z") });
  expect([table.byKey("code", "b"), table.byKey("code", "Z")?.seq]).toEqual([undefined, 2]);
});

test("firstAfter finds the place after a number, present or not", () => {
  const { table } = three();
  table.remove(2);
  expect([0, 1, 2, 3, 9].map((seq) => table.firstAfter(seq))).toEqual([0, 1, 1, 2, 2]);
});

test("a change that fails leaves no trace, not even in numbers and slots", () => {
  const { document, table } = three();
  const before = JSON.stringify(document.state());
  const change = () =>
    document.atomically(() => {
      table.remove(2);
      table.insert(content("d"));
      table.insert(content("e"));
      table.replace({ seq: 1, slot: 0, ...content("changed") });
      table.remove(4);
      throw new Error("no");
    });
  expect(change).toThrow("no");
  expect(JSON.stringify(document.state())).toBe(before);
  expect(table.insert(content("f"))).toMatchObject({ seq: 4, slot: 3 });
});

test("a change inside a change is undone with it, and alone", () => {
  const { document, table } = three();
  const inner = (fails: boolean) =>
    document.atomically(() => {
      table.insert(content("inner"));
      if (fails) throw new Error("inner");
    });
  document.atomically(() => {
    table.insert(content("outer"));
    expect(() => inner(true)).toThrow("inner");
  });
  expect(codes(table)).toEqual(["a", "b", "c", "outer"]);
  const both = () =>
    document.atomically(() => {
      inner(false);
      throw new Error("outer");
    });
  expect(both).toThrow("outer");
  expect(codes(table)).toEqual(["a", "b", "c", "outer"]);
});

test("rows keep every text, whatever is in it", () => {
  const { table } = three();
  const fields = { code: "n\u0000l", name: "ü🐑\u0001", comment: "", phone: " " };
  const { seq } = table.insert({ modtime: "20250101000000", fields });
  expect(table.get(seq)?.fields).toEqual(fields);
  const row = table.get(seq);
  expect(row === undefined ? "" : fieldText(row, "sequencenumber")).toBe("4");
});

test("there is no table but MoneyWorks'", () => {
  const document = new SimDocument("x");
  expect(document.find("nonsense")).toBeUndefined();
  expect(() => document.load({ tables: { nonsense: [{ seq: 1, modtime: "", fields: {} }] } })).toThrow(RangeError);
});
