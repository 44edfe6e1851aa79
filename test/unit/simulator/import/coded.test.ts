import { describe, expect, test } from "bun:test";
import { simulators } from "../../../support/simulator.ts";

const start = simulators();
const name = (attributes: string, fields: string) => `<table name="Name"${attributes}><name>${fields}</name></table>`;

test("an update changes the supplied fields only, and stamps the record", async () => {
  const { sim, import: importXml } = await start();
  const before = sim.controls.records.find("name", "ROWAN");
  const xml = name(' update="true"', "<code>rowan</code><phone>09 555 0199</phone><address2></address2>");
  expect(await importXml(xml)).toBe("created 0; updated 1");
  const { address2: _gone, ...kept } = before.fields;
  expect(sim.controls.records.find("name", 12)).toMatchObject({
    modtime: "20250311090007",
    fields: { ...kept, phone: "09 555 0199" },
  });
  expect(sim.controls.records.find("name", 12).fields.address2).toBeUndefined();
});

test("a new code makes a record with the next number", async () => {
  const { sim, import: importXml } = await start();
  expect(await importXml(name(' return_seq="true"', "<code>Kea</code><name>Kea &amp; Co&#13;x</name>"))).toBe("14");
  expect(sim.controls.records.find("name", "KEA").fields).toEqual({ code: "Kea", name: "Kea & Co\rx" });
});

test("numbers are not given again after a deletion", async () => {
  const { sim, import: importXml } = await start();
  sim.controls.records.remove("name", 13);
  expect(await importXml(name("", "<code>KEA</code>"), "?return_seq=true")).toBe("14");
});

describe("refused is", () => {
  test.each([
    ["an existing code without update", name("", "<code>rowan</code>"), 'The name code "rowan" is already in use'],
    ["a record without a code", name("", "<name>Nobody</name>"), "A name needs a code"],
    ["an unknown field", name("", "<code>A</code><nonsense>1</nonsense>"), 'Unknown field "nonsense" in Name'],
    [
      "an unknown account",
      name("", "<code>A</code><recaccount>77</recaccount>"),
      'The account code "77" does not exist',
    ],
    [
      "a number that is none",
      name("", "<code>A</code><creditlimit>ten</creditlimit>"),
      '"ten" is not a number (creditlimit)',
    ],
    ["another table", '<table name="Ledger"><ledger/></table>', "Ledger cannot be imported"],
    ["tax rates", '<table name="TaxRate"><taxrate/></table>', "Tax rates can be imported in single-user mode only"],
    ["an unknown table", '<table name="nonsense"/>', 'There is no table "nonsense"'],
    ["the wrong record", '<table name="Name"><product/></table>', "Expected <name>, found <product>"],
    ["another root", "<records/>", "Expected <table>, found <records>"],
    ["a truncated document", '<table name="Name"><name><code>A', "XML parsing failed: not one whole element"],
    ["mismatched tags", '<table name="Name"><name></nam></table>', "XML parsing failed: </nam> does not match"],
    ["a bare ampersand", name("", "<code>A&B</code>"), "XML parsing failed: unknown reference &"],
    ["nothing", "", "XML parsing failed: not one whole element"],
    ["a DOCTYPE", `<!DOCTYPE table>${name("", "<code>A</code>")}`, "XML parsing failed: at character 0"],
  ])("%s", async (_title, xml, message) => {
    const { sim, import: importXml } = await start();
    const before = JSON.stringify(sim.controls.snapshot());
    expect(await importXml(xml)).toBe(`[ERROR] ${message}`);
    expect(JSON.stringify(sim.controls.snapshot())).toBe(before);
  });
});

test("one refused record refuses the whole document, across tables", async () => {
  const { sim, import: importXml } = await start();
  const before = JSON.stringify(sim.controls.snapshot());
  const job = '<table name="Job" update="true"><job><code>HOUSE</code><description>Changed</description></job></table>';
  const message = await importXml(
    `<import>${job}${name("", "<code>KEA</code>")}${name("", "<code>ROWAN</code>")}</import>`,
  );
  expect(message).toStartWith("[ERROR]");
  expect(JSON.stringify(sim.controls.snapshot())).toBe(before);
});

test("counts over several tables", async () => {
  const { import: importXml } = await start();
  const job = '<table name="Job" update="true"><job><code>HOUSE</code><description>x</description></job></table>';
  expect(await importXml(`<import>${job}${name("", "<code>KEA</code>")}</import>`)).toBe("created 1; updated 1");
});

test("a verbose export can be posted back: system fields are ignored", async () => {
  const { sim, export: exportTable, import: importXml } = await start();
  const xml = (await exportTable({ table: "product" })).replace(
    '<table name="Product"',
    '<table name="Product" update="true"',
  );
  const before = sim.controls.records.find("product", "WID-OAK-L");
  sim.controls.clock.step(5);
  expect(await importXml(xml)).toBe("created 0; updated 1");
  expect(sim.controls.records.find("product", "WID-OAK-L")).toEqual({ ...before, modtime: "20250311090012" });
});

test("an update may fail with another status", async () => {
  const { address } = await start({ quirks: { importErrorStatus: 500 } });
  const response = await fetch(`${address.documentUrl}/import`, { method: "POST", body: "" });
  expect(response.status).toBe(500);
});

test("values take their stored form", async () => {
  const { sim, import: importXml } = await start();
  const fields =
    `<code>P1</code><sellprice>1.5</sellprice><leadtimedays>7.9</leadtimedays><usemultipleprices>1</usemultipleprices>` +
    `<reorderlevel>0</reorderlevel><custom3>${"x".repeat(20)}</custom3><usertext>🐑</usertext>`;
  expect(await importXml(`<table name="product"><product>${fields}</product></table>`)).toBe("created 1; updated 0");
  expect(sim.controls.records.find("product", "P1").fields).toEqual({
    code: "P1",
    sellprice: "1.500000",
    leadtimedays: "7",
    usemultipleprices: "1",
    custom3: "x".repeat(15),
    usertext: "🐑",
  });
});

test("a calculated field sees the fields before it, and not those after", async () => {
  const { sim, import: importXml } = await start();
  const calculated = '<usertext calculated="true">code + "/" + comment</usertext>';
  await importXml(`<table name="product"><product><code>A</code><comment>c</comment>${calculated}</product></table>`);
  await importXml(`<table name="product"><product><code>B</code>${calculated}<comment>c</comment></product></table>`);
  const text = (code: string) => sim.controls.records.find("product", code).fields.usertext;
  expect([text("A"), text("B")]).toEqual(["A/c", "B/"]);
  const numeric = '<sellprice calculated="true">(2 + 3) * 10 / 4</sellprice>';
  await importXml(`<table name="product"><product><code>C</code>${numeric}</product></table>`);
  expect(sim.controls.records.find("product", "C").fields.sellprice).toBe("12.500000");
});

describe("scratch tables", () => {
  test("user: a key is overwritten, empty data deletes it", async () => {
    const { sim, import: importXml } = await start();
    const put = (data: string) =>
      importXml(`<table name="user"><user><key>k1</key><data>${data}</data></user></table>`);
    expect([await put("one"), await put("two")]).toEqual(["created 1; updated 0", "created 0; updated 1"]);
    expect(sim.rows("user").map(({ fields }) => fields)).toEqual([{ key: "k1", data: "two" }]);
    await put("");
    expect(sim.rows("user")).toEqual([]);
  });

  test("user2: a record is rewritten whole, keys alone delete it", async () => {
    const { sim, import: importXml } = await start();
    const put = (rest: string) =>
      importXml(`<table name="user2"><user2><devkey>7</devkey><key>k</key>${rest}</user2></table>`);
    await put("<text1>a</text1><int1>5</int1>");
    await put("<text2>b</text2>");
    expect(sim.rows("user2").map(({ fields }) => fields)).toEqual([{ devkey: "7", key: "k", text2: "b" }]);
    await put("");
    expect(sim.rows("user2")).toEqual([]);
  });
});
