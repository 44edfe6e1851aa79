import { expect, test } from "bun:test";
import { document, HEADER, LINE, lines } from "../../../support/import-xml.ts";
import { simulators } from "../../../support/simulator.ts";

const start = simulators();
const NOW = "20250311090007";
const record = `${HEADER}${lines(
  `<detail.stockcode>WID-OAK-L</detail.stockcode><detail.jobcode>HOUSE</detail.jobcode>${LINE}`,
)}<gross>115</gross>`;

test.each([
  ["a name", '<table name="Name" update="true"><name><code>ROWAN</code><fax>1</fax></name></table>', ["name 12"]],
  ["a new job", '<table name="Job"><job><code>SHED</code><client>ROWAN</client></job></table>', ["job 6"]],
  [
    "a product",
    '<table name="Product" update="true"><product><code>WID-OAK-L</code><supplier>ROWAN</supplier></product></table>',
    ["product 31"],
  ],
  ["a new invoice", document(record), ["transaction 1043", "detail 3304", "detail 3305", "detail 3306"]],
  [
    "an invoice that is replaced",
    document(record, ' update="true" seqnum="1042"'),
    ["transaction 1042", "detail 3304", "detail 3305", "detail 3306"],
  ],
])("an import of %s stamps what it writes and nothing else, and posts nothing", async (_title, xml, stamped) => {
  const { sim, import: importXml } = await start();
  expect(await importXml(xml)).toStartWith("created");
  const tables = Object.keys(sim.controls.state().tables);
  const touched = tables.flatMap((table) =>
    sim.rows(table).flatMap(({ seq, modtime }) => (modtime === NOW ? [`${table} ${seq}`] : [])),
  );
  expect(touched.sort()).toEqual([...stamped].sort());
  expect(sim.rows("transaction").every(({ fields }) => fields.status === "U")).toBe(true);
});
