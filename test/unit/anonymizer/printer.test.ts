import { expect, test } from "bun:test";
import { createReader } from "../../../anonymizer/reading/read-batch.ts";
import { createPrinter } from "../../../anonymizer/writing/printer.ts";
import type { TableName } from "../../../src/domain/ids.ts";
import { SimulatedExports } from "../../support/simulated-exports.ts";

/** The model has no modtimes of lines: they are printed with their transaction's. */
function withoutLineTimes(text: string): string {
  return text.replace(/(\t{4}<detail\.lastmodifiedtime system="true">)\d+/g, "$1");
}

/** What stands between `<table …>` and its end; a character that XML forbids is written as its mark. */
function recordsOf(body: string): string {
  const start = body.indexOf("\n", body.indexOf("<table")) + 1;
  return body.slice(start, body.lastIndexOf("</table>")).replaceAll("&#11;", "␛{B}");
}

/** Records without numbers come in the order of a hash. */
function inNoOrder(records: string, table: string): readonly string[] {
  return records.split(`\n\t</${table}>\n`).sort();
}

const company = new SimulatedExports(400);

for (const form of ["verbose", "terse"] as const) {
  for (const table of company.tables as TableName[]) {
    test(`what is printed ${form} of ${table} is laid out as a server's export`, () => {
      const body = new TextDecoder().decode(company.export(table, { verbose: form === "verbose" }));
      const { items } = createReader().read({
        table,
        form: "export",
        bytes: new TextEncoder().encode(body),
        ends: null,
        modtimes: null,
      });
      const printer = createPrinter(form);
      printer.start(table);
      for (const [origin, item] of items.entries()) printer.add(item, origin);
      const printed = printer.take();
      const text = new TextDecoder().decode(printed.bytes);
      expect(inNoOrder(withoutLineTimes(text), table)).toEqual(inNoOrder(withoutLineTimes(recordsOf(body)), table));
    });
  }
}
