import { describe, expect, test } from "bun:test";
import { document, HEADER, LINE, lines } from "../../../support/import-xml.ts";
import { simulators } from "../../../support/simulator.ts";

const start = simulators();
const invoice = (attributes: string) => document(`${HEADER}${lines(LINE)}<gross>115</gross>`, attributes);
const by = (action: string) => `<table name="Transaction" ${action}="true" seqnum="1042"/>`;
const IN_USE = "The transaction record 1042 is in use by another user";

const CHANGES = [
  [
    "an update of a name",
    ["name", "ROWAN"],
    '<table name="Name" update="true"><name><code>rowan</code><fax>1</fax></name></table>',
    "The name record 12 is in use by another user",
  ],
  [
    "a scratch record's new data",
    ["user", 1],
    '<table name="user"><user><key>k</key><data>2</data></user></table>',
    "The user record 1 is in use by another user",
  ],
  ["a replacement of an invoice", ["transaction", 1042], invoice(' update="true" seqnum="1042"'), IN_USE],
  ["one whose line is open", ["detail", 3301], invoice(' update="true" seqnum="1042"'), IN_USE],
  ["a posting", ["transaction", 1042], by("post"), IN_USE],
  ["a discarding", ["transaction", 1042], by("discard"), IN_USE],
] as const;

describe("while a record is open in somebody's window", () => {
  test.each(CHANGES)("%s is refused, and taken afterwards", async (_title, [table, key], xml, reason) => {
    const { sim, import: importXml } = await start();
    await importXml('<table name="user"><user><key>k</key><data>1</data></user></table>');
    sim.controls.lock(table, key);
    const before = JSON.stringify(sim.controls.snapshot());
    expect(await importXml(xml)).toBe(`[ERROR] ${reason}`);
    expect(JSON.stringify(sim.controls.snapshot())).toBe(before);
    sim.controls.unlock(table, key);
    expect(await importXml(xml)).toBe("created 0; updated 1");
  });

  test("it is not posted, nor paid", async () => {
    const { sim, get, import: importXml } = await start();
    sim.controls.lock("transaction", 1042);
    expect(await (await get("/post?seqnum=1042")).text()).toBe("not posted");
    sim.controls.unlock("transaction", 1042);
    expect(await (await get("/post?seqnum=1042")).text()).toBe("OK");
    sim.controls.lock("transaction", 1042);
    const part = "<payments><invoiceid>1042</invoiceid><amount>10</amount></payments>";
    const payment = `<table name="payments"><transaction><subfile name="payments">${part}</subfile></transaction></table>`;
    expect(await importXml(payment)).toBe(`[ERROR] ${IN_USE}`);
  });

  test("others can be imported, and people can go on", async () => {
    const { sim, import: importXml } = await start();
    sim.controls.lock("name", 12);
    expect(await importXml(invoice(""))).toBe("created 1; updated 0");
    expect(sim.controls.records.edit("name", "ROWAN", { fax: "2" }).fields.fax).toBe("2");
    expect(sim.controls.state().locked).toEqual([{ table: "name", seq: 12 }]);
  });

  test("refused with it is the rest of the document", async () => {
    const { sim, import: importXml } = await start();
    sim.controls.lock("name", "ROWAN");
    const record = (code: string) => `<name><code>${code}</code><fax>1</fax></name>`;
    await importXml(`<table name="Name" update="true">${record("TUIPAPER")}${record("ROWAN")}</table>`);
    expect(sim.rows("name").map(({ fields }) => fields.fax)).toEqual([undefined, undefined]);
  });
});

test("another document has no open windows, and a record that is not there cannot be opened", async () => {
  const { sim } = await start();
  sim.controls.lock("name", "ROWAN");
  sim.controls.exchange("OTHER");
  expect(sim.controls.state().locked).toEqual([]);
  expect(() => sim.controls.lock("name", "NOBODY")).toThrow(expect.objectContaining({ code: "simulator.record" }));
});
