import { describe, expect, test } from "bun:test";
import { document, HEADER, LINE, lines } from "../../../support/import-xml.ts";
import { simulators } from "../../../support/simulator.ts";

const start = simulators();
const name = (fields: string, attributes = "") => `<table name="Name"${attributes}><name>${fields}</name></table>`;

describe("codes in capitals", () => {
  test("are those of new records alone", async () => {
    const { sim, import: importXml } = await start({ quirks: { importedCodes: "upper-case" } });
    sim.controls.records.edit("name", "ROWAN", { code: "Rowan" });
    await importXml(name("<code>Kea-é</code><name>Kea</name>"));
    await importXml(name("<code>ROWAN</code><fax>1</fax>", ' update="true"'));
    expect(sim.rows("name").map(({ fields }) => fields.code)).toEqual(["Rowan", "TUIPAPER", "KEA-É"]);
    const line = `<detail.jobcode>Shed</detail.jobcode>${LINE}`;
    const record = `<type>DI</type><namecode>moa</namecode>${lines(line)}<gross>115</gross>`;
    expect(await importXml(document(record, ' create_names="true" create_jobs="true"'))).toStartWith("created 1");
    expect([sim.rows("name").at(-1)?.fields.code, sim.rows("job").at(-1)?.fields.code]).toEqual(["MOA", "SHED"]);
  });
});

describe("fields that imports leave out", () => {
  test("stay as they were, without a word", async () => {
    const quirks = { ignoredImportFields: ["name.custom1", "detail.description", "transaction.usertext"] };
    const { sim, import: importXml } = await start({ quirks });
    sim.controls.records.edit("name", "ROWAN", { custom1: "old" });
    const fields = "<code>ROWAN</code><custom1>new</custom1><custom2>new</custom2>";
    expect(await importXml(name(fields, ' update="true"'))).toBe("created 0; updated 1");
    expect(sim.controls.records.find("name", "ROWAN").fields).toMatchObject({ custom1: "old", custom2: "new" });
    const line = `<detail.description>gone</detail.description>${LINE}`;
    await importXml(document(`${HEADER}<usertext>gone</usertext>${lines(line)}<gross>115</gross>`));
    const row = sim.rows("transaction").at(-1);
    expect(row?.fields).not.toHaveProperty("usertext");
    expect(row === undefined ? null : sim.lines(row)[0]?.fields.description).toBeUndefined();
  });
});

describe("smaller fields", () => {
  test("cut what is imported, by characters, and nothing else", async () => {
    const quirks = {
      fieldSizes: { "name.phone": 5, "name.comment": 2, "name.creditlimit": 1, "detail.description": 3 },
    };
    const { sim, import: importXml } = await start({ quirks });
    const fields = "<code>ROWAN</code><phone>09 555</phone><comment>🐑🐑🐑</comment><creditlimit>1000</creditlimit>";
    await importXml(name(fields, ' update="true"'));
    expect(sim.controls.records.find("name", "ROWAN").fields).toMatchObject({
      phone: "09 55",
      comment: "🐑🐑",
      creditlimit: "1000",
    });
    sim.controls.records.edit("name", "ROWAN", { phone: "09 555 0199" });
    expect(sim.controls.records.find("name", "ROWAN").fields.phone).toBe("09 555 0199");
    const line = `<detail.description>widget</detail.description>${LINE}`;
    await importXml(document(`${HEADER}${lines(line)}<gross>115</gross>`));
    const row = sim.rows("transaction").at(-1);
    expect(row === undefined ? null : sim.lines(row)[0]?.fields.description).toBe("wid");
  });
});
