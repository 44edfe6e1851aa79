import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import type { TableName } from "../../../../src/domain/ids.ts";
import { SCHEMA } from "../../../../src/domain/schema/schema.ts";
import type { NewRow } from "../../../../src/simulator/company/data.ts";
import { readXml, type XmlElement } from "../../../../src/simulator/import/xml-reader.ts";
import { simulators } from "../../../support/simulator.ts";

const start = simulators();
const BLANKS = new Set(["", "0", "0.00", "0.000000", "19040101", "19040101000000"]);

/** The answers as they were written down from what real servers send, except that the data is invented. */
async function golden(table: string, kind: "terse" | "verbose"): Promise<string> {
  return Bun.file(join(import.meta.dir, `../../../golden/simulator/${table}-${kind}.xml`)).text();
}

/** A generated row that holds what the record of a verbose answer says. */
function rowOf(record: XmlElement, prefix = ""): NewRow {
  const fields: Record<string, string> = {};
  for (const { name, text } of record.children) {
    if (name !== "subfile" && !BLANKS.has(text)) fields[name.slice(prefix.length)] = text;
  }
  const { sequencenumber: seq = "", lastmodifiedtime: modtime = "", ...others } = fields;
  const lines = record.children.find(({ name }) => name === "subfile")?.children;
  const detail = lines === undefined ? {} : { lines: lines.map((line) => rowOf(line, "detail.")) };
  return { seq: Number(seq), modtime, fields: others, ...detail };
}

describe.each(["account", "name", "product", "transaction"])("%s", (table) => {
  test.each(["verbose", "terse"] as const)("is exported byte for byte as in the %s sample", async (kind) => {
    const rows = readXml(await golden(table, "verbose")).children.map((record) => rowOf(record));
    const { export: exportTable } = await start({ data: { tables: { [table]: rows } } });
    const expected = (await golden(table, kind)).replace(/ found="\d+"/, ` found="${rows.length}"`);
    expect(await exportTable({ table, format: `xml-${kind}` })).toBe(expected);
  });
});

test("xml is terse", async () => {
  const { export: exportTable } = await start();
  expect(await exportTable({ table: "name", format: "xml" })).toBe(
    await exportTable({ table: "name", format: "xml-terse" }),
  );
});

test("no table's XML holds the fields that were never seen in one", async () => {
  const { export: exportTable } = await start({
    data: { tables: { payments: [{ seq: 4, modtime: "20250301120000", fields: { invoiceid: "7" } }] } },
  });
  const schema = SCHEMA.get("payments" as TableName);
  expect(schema?.field.get("sequencenumber")?.inXml).toBe(false);
  expect(await exportTable({ table: "payments" })).not.toContain("sequencenumber");
});

test("detail lines exported directly have the same prefixed names and marks as inside their transaction", async () => {
  const { export: exportTable } = await start();
  const direct = (await exportTable({ table: "detail" })).split("\n").slice(2, -2);
  const embedded = (await exportTable({ table: "transaction" }))
    .split("\n")
    .filter((line) => line.startsWith("\t\t\t"));
  expect(direct.map((line) => `\t\t${line}`)).toEqual(embedded);
  expect(direct.filter((line) => line === '\t<detail system="true">')).toHaveLength(2);
});
