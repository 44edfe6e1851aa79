import { expect, test } from "bun:test";
import { query, simulators } from "../../../support/simulator.ts";

const start = simulators();

test("a custom format adds nothing between records", async () => {
  const { export: exportTable } = await start();
  const format = "[SequenceNumber]\\t[Code]\\n";
  expect(await exportTable({ table: "name", format })).toBe("12\tROWAN\n13\tTUIPAPER\n");
});

test("a custom format gives stamps in 14 digits", async () => {
  const { export: exportTable } = await start();
  expect(await exportTable({ table: "name", format: "[DateToText(LastModifiedTime,-7)] " })).toBe(
    "20250301120000 20250301120000 ",
  );
});

test("search, sort and window work on custom formats too", async () => {
  const { export: exportTable } = await start();
  const format = "[Code] ";
  const sorted = { table: "account", format, sort: "code", direction: "descending", start: 1, limit: 2 };
  expect(await exportTable({ ...sorted, search: 'type="CL"' })).toBe("2410 2400 ");
});

test("a custom format is refused where the server has none", async () => {
  const { export: exportTable } = await start({ quirks: { customFormats: false } });
  expect(await exportTable({ table: "name", format: "[Code]" })).toBe("Malformed REST request");
});

test("a custom format with an unknown field is an error text", async () => {
  const { export: exportTable } = await start();
  expect(await exportTable({ table: "name", format: "[Nonsense]" })).toBe("Expression optimisation failed");
});

test("without a format rows are tabbed, slot first, with every field, and line breaks become vertical tabs", async () => {
  const { get } = await start();
  const [row = ""] = (await (await get("/export?table=name&limit=1")).text()).split("\n");
  const columns = row.split("\t");
  expect(columns.slice(0, 5)).toEqual([
    "0",
    "12",
    "1/03/25 12:00:00 PM".padStart(20, "0"),
    "ROWAN",
    "Rowan & Sons Joinery Ltd",
  ]);
  expect(columns).toContain("Call before 10am\u000bUse side gate");
  expect(columns).toHaveLength(1 + 102 + 1);
});

test("the search = gives one record of field names", async () => {
  const { get } = await start();
  const names = await (await get("/export?table=user&search==")).text();
  expect(names).toBe("sequencenumber\tlastmodifiedtime\tkey\tdata\n");
});

test("a South African server writes years first", async () => {
  const { get, evaluate } = await start({ locale: "za", zone: "Africa/Johannesburg" });
  expect(await evaluate("Today()")).toBe("2025/03/10");
  expect(await (await get(`/export?${query({ table: "name", format: "[LastModifiedTime]", limit: 1 })}`)).text()).toBe(
    "2025/03/01 12:00:00",
  );
});
