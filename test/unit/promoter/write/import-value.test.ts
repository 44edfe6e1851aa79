import { describe, expect, test } from "bun:test";
import { importId } from "../../../../src/promoter/write/import-id.ts";
import { importOrder } from "../../../../src/promoter/write/import-order.ts";
import { importValue } from "../../../../src/promoter/write/import-value.ts";
import { schemaOf } from "../../../support/canonical-tools.ts";
import { fieldOf } from "../../../support/planning.ts";

describe("a value as it is sent", () => {
  test.each([
    ["a blank text", "name.phone", null, ""],
    ["a blank number", "name.discount", null, "0"],
    ["a blank boolean", "name.hold", null, "0"],
    ["no date", "job.startdate", null, "19040101"],
    ["no time", "transaction.timeposted", null, "19040101000000"],
    ["true", "name.hold", "true", "1"],
    ["false", "name.hold", "FALSE", "0"],
    ["an amount", "name.discount", "5.00", "5.00"],
    ["a negative amount", "name.discount", "-5.50", "-5.50"],
    ["a plus sign", "name.discount", "+5", "5"],
    ["a fraction alone", "name.discount", "-.5", "-0.5"],
    ["a point behind", "name.discount", "5.", "5"],
    ["zeros in front", "name.discount", "007.50", "7.5"],
    ["minus zero", "name.discount", "-0.00", "0"],
    ["a whole number with cents", "name.creditlimit", "5000.00", "5000"],
    ["a date", "job.startdate", "20250310", "20250310"],
    ["a text", "name.phone", " 007.50 ", " 007.50 "],
    ["line ends", "name.comment", "a\nb\r\nc\rd", "a\rb\rc\rd"],
    ["a code", "job.status", "QU", "QU"],
  ])("%s", (_name, path, value, sent) => {
    expect(importValue(fieldOf(path), value, null)).toBe(sent);
  });

  test("a text whose line feeds are MoneyWorks' own keeps them", () => {
    expect(importValue(fieldOf("name.comment"), "a\nb", "x\ny")).toBe("a\nb");
    expect(importValue(fieldOf("name.comment"), "a\nb", "x\ry")).toBe("a\rb");
  });
});

describe("the id of a new record", () => {
  test("is readable where there is room", () => {
    expect(importId(schemaOf("name"), "usertext", "a".repeat(64))).toBe(`tidemark:${"a".repeat(64)}`);
    expect(importId(schemaOf("name"), "custom3", "a23456")).toBe("tidemark:a23456");
  });

  test("is short, and of letters and digits that nobody mistakes, where there is none", () => {
    const ids = Array.from({ length: 200 }, (_, index) => importId(schemaOf("name"), "custom3", `invoice-${index}`));
    expect(ids.every((id) => /^tm-[0-9abcdefghjkmnpqrstvwxyz]{12}$/.test(id))).toBe(true);
    expect(new Set(ids).size).toBe(200);
    expect(ids[0]).toBe(importId(schemaOf("transaction"), "user4", "invoice-0"));
  });
});

describe("the order of fields", () => {
  const before = (table: string, ...names: readonly string[]) => {
    const order = importOrder(schemaOf(table));
    const places = names.map((name) => order.indexOf(name));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places).not.toContain(-1);
  };

  test.each([
    ["the type before the reference", "transaction", ["type", "ourref"]],
    ["the name and the date before the due date", "transaction", ["namecode", "transdate", "duedate"]],
    ["the name before what is worked out from it", "transaction", ["namecode", "tofrom", "mailingaddress"]],
    ["the gross behind all others", "transaction", ["type", "usertext", "transferred", "gross"]],
    [
      "the product before all that follows from it",
      "detail",
      ["stockcode", "account", "description", "unitprice", "net"],
    ],
    ["the quantity before the price, both before the amounts", "detail", ["stockqty", "unitprice", "discount", "net"]],
    ["net, tax, gross at the end", "detail", ["taxcode", "usertext", "net", "tax", "gross"]],
    ["the code before all others", "name", ["code", "sequencenumber", "name", "phone"]],
    ["the code before all others", "job", ["code", "description"]],
  ] as const)("%s", (_name, table, names) => {
    before(table, ...names);
  });

  test.each(["transaction", "detail", "name", "product", "job"])("of a %s has each field once", (table) => {
    const names = schemaOf(table).fields.map(({ name }) => name);
    expect([...importOrder(schemaOf(table))].sort()).toEqual([...names].sort());
  });
});
