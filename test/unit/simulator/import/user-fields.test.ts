import { expect, test } from "bun:test";
import { document, HEADER, LINE, lines } from "../../../support/import-xml.ts";
import { simulators, texts } from "../../../support/simulator.ts";

const start = simulators();
const MARK = 'tm:7f3a "x" @\\1';
const CUSTOM = Array.from({ length: 8 }, (_, index) => `custom${index + 1}`);
const USER = Array.from({ length: 8 }, (_, index) => `user${index + 1}`);

const elements = (names: readonly string[]) => names.map((name) => `<${name}>${name} text</${name}>`).join("");
const mark = `<usertext>${MARK.replaceAll('"', "&quot;")}</usertext>`;
const coded = (table: string) =>
  `<table name="${table}"><${table}><code>FRESH</code>${elements(CUSTOM)}${mark}</${table}></table>`;

test.each([
  ["name", coded("name"), CUSTOM],
  ["product", coded("product"), CUSTOM],
  ["job", coded("job"), CUSTOM],
  ["transaction", document(`${HEADER}${elements(USER)}${mark}${lines(LINE)}<gross>115</gross>`), USER],
])("user fields of a %s are imported, exported, and searched", async (table, xml, names) => {
  const { sim, import: importXml, export: exportTable } = await start();
  const created = `${(sim.rows(table).at(-1)?.seq ?? 0) + 1}`;
  expect(await importXml(xml)).toBe("created 1; updated 0");
  const literal = MARK.replaceAll("\\", "\\\\").replaceAll('"', '\\"');
  const found = await exportTable({ table, search: `usertext=="${literal.toUpperCase()}"` });
  expect(texts(found, "sequencenumber")).toEqual([created]);
  for (const name of names) expect(texts(found, name)).toEqual([`${name} text`]);
  expect(texts(await exportTable({ table, search: 'usertext=="tm:7f3a@"' }), "sequencenumber")).toEqual([]);
});
