import { expect, test } from "bun:test";
import type { Quirks } from "../../../../src/simulator/options.ts";
import { simulators } from "../../../support/simulator.ts";

const start = simulators();

test.each<[string, Partial<Quirks>, string, string]>([
  ["ampersand and less-than", {}, "a & b < c", "a &amp; b &lt; c"],
  ["carriage return as a reference", {}, "one\rtwo", "one&#13;two"],
  ["greater-than as an entity", {}, "a > b", "a &gt; b"],
  ["greater-than as it is where the server does so", { escapeGt: false }, "a > b ]]", "a > b ]]"],
  ["quotes, tabs and emoji as they are", {}, "\"'`\t🐑 ü", "\"'`\t🐑 ü"],
  ["what XML forbids as a reference", {}, "v\u000bt\u0001", "v&#11;t&#1;"],
  ["what XML forbids raw where the server does so", { controlCharacters: "raw" }, "v\u000bt", "v\u000bt"],
  ["a NUL among several fields", {}, "a\u0000b", "a&#0;b"],
])("writes %s", async (_title, quirks, text, written) => {
  const { sim, export: exportTable } = await start({ quirks });
  sim.controls.records.edit("name", "ROWAN", { comment: text });
  expect(await exportTable({ table: "name", search: 'code="ROWAN"' })).toContain(`<comment>${written}</comment>`);
});

test("ends lines in CR LF, and the table without a newline, where the server does so", async () => {
  const { export: exportTable } = await start({ quirks: { crlf: true, trailingNewline: false } });
  const body = await exportTable({ table: "name", limit: 1 });
  expect(body).toEndWith("\t</name>\r\n</table>");
  expect(body.replaceAll("\r\n", "")).not.toContain("\n");
});

test("an empty result is a table without records, or nothing where the server does so", async () => {
  const { sim, export: exportTable } = await start();
  const none = { table: "name", search: 'code="NOBODY"' };
  expect(await exportTable(none)).toBe(
    '<?xml version="1.0"?>\n<table name="Name" count="0" start="0" found="0">\n</table>\n',
  );
  sim.controls.quirks({ emptyResultBody: true });
  expect(await exportTable(none)).toBe("");
});

test("a transaction without lines has no subfile", async () => {
  const { sim, export: exportTable } = await start();
  sim.controls.records.add("transaction", { fields: { type: "QU" } });
  expect(await exportTable({ table: "transaction", search: 'type="QU"' })).not.toContain("subfile");
});
