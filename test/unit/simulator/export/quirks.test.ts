import { expect, test } from "bun:test";
import { simulators, texts } from "../../../support/simulator.ts";

const start = simulators();

test("a version with further fields shows them in every record, blank or with their value, last", async () => {
  const { export: exportTable } = await start({ quirks: { extraFields: ["name.loyalty=gold", "name.blank"] } });
  const verbose = await exportTable({ table: "name" });
  expect(texts(verbose, "loyalty")).toEqual(["gold", "gold"]);
  expect(texts(verbose, "blank")).toEqual(["", ""]);
  expect(verbose).toMatch(/<loyalty>gold<\/loyalty>\n\t\t<blank><\/blank>\n\t<\/name>/);
  const terse = await exportTable({ table: "name", format: "xml-terse" });
  expect([texts(terse, "loyalty"), texts(terse, "blank")]).toEqual([["gold", "gold"], []]);
  expect(await exportTable({ table: "product" })).not.toContain("loyalty");
});

test("a version that lacks fields leaves them out, of lines too", async () => {
  const { sim, export: exportTable } = await start();
  expect(await exportTable({ table: "transaction" })).toContain("<detail.gross>");
  sim.controls.quirks({ missingFields: ["detail.gross", "name.phone"], extraFields: ["detail.colour=red"] });
  const transactions = await exportTable({ table: "transaction" });
  expect(transactions).not.toContain("detail.gross");
  expect(texts(transactions, "detail.colour")).toEqual(["red", "red", "red"]);
  expect(await exportTable({ table: "name" })).not.toContain("<phone>");
});

test.each([
  ["attributes", 'found="2" start="0" count="2"'],
  ["blanks", "<contact/>"],
  ["records", "<code>TUIPAPER</code>"],
] as const)("every other answer to one export varies its %s, and no other export is touched", async (varies, sign) => {
  const { export: exportTable } = await start({ quirks: { varies } });
  const [first, other, second, third] = [
    await exportTable({ table: "name" }),
    await exportTable({ table: "name", limit: 1 }),
    await exportTable({ table: "name" }),
    await exportTable({ table: "name" }),
  ];
  expect(third).toBe(first);
  expect(second).not.toBe(first);
  expect(second).toContain(sign);
  expect(second.indexOf(sign)).toBeLessThan(first.includes(sign) ? first.indexOf(sign) : Number.POSITIVE_INFINITY);
  expect(other).not.toContain(varies === "records" ? "TUIPAPER" : sign);
});
