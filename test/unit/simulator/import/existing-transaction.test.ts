import { describe, expect, test } from "bun:test";
import { document, HEADER, LINE, lines } from "../../../support/import-xml.ts";
import { simulators } from "../../../support/simulator.ts";

const start = simulators();

describe("an existing transaction", () => {
  const replacement = document(`${HEADER}${lines(LINE)}<gross>115</gross>`, ' update="true" seqnum="1042"');

  test("is replaced when it is an unposted invoice: its number stays, its lines get new ones", async () => {
    const { sim, import: importXml } = await start();
    expect(await importXml(replacement)).toBe("created 0; updated 1");
    const row = sim.controls.records.find("transaction", 1042);
    expect(row.fields).toMatchObject({ gross: "115.00", status: "U" });
    expect(row.fields.ourref).toBeUndefined();
    expect(row.lines).toEqual([3304, 3305, 3306]);
    expect(sim.rows("detail").map(({ seq }) => seq)).toEqual([3304, 3305, 3306]);
  });

  test("gets a new number where the server does so", async () => {
    const { sim, import: importXml } = await start({ quirks: { updateKeepsNumber: false } });
    await importXml(replacement);
    expect(sim.rows("transaction").map(({ seq }) => seq)).toEqual([1043]);
  });

  test("is cancelled and entered again when it is posted", async () => {
    const { sim, import: importXml } = await start();
    sim.controls.post(1042);
    expect(await importXml(replacement)).toBe("created 0; updated 1");
    const rows = sim.rows("transaction").map(({ fields }) => [fields.ourref, fields.gross, fields.status]);
    expect(rows).toEqual([
      ["2203", "230.00", "P"],
      ["2203-", "-230.00", "P"],
      [undefined, "115.00", "U"],
    ]);
    expect(sim.controls.records.find("name", "ROWAN").fields.dbalance).toBeUndefined();
  });

  test("cannot be replaced when it is paid, is no invoice, or does not exist", async () => {
    const { sim, import: importXml } = await start();
    sim.controls.post(1042);
    const receipt = sim.controls.pay(1042);
    expect(await importXml(replacement)).toBe("[ERROR] Transaction 1042 has payments");
    const other = (seq: number) => replacement.replace("1042", String(seq));
    expect(await importXml(other(receipt))).toBe("[ERROR] Only debtor invoices can be updated");
    expect(await importXml(other(9))).toBe("[ERROR] Transaction 9 does not exist");
  });

  test("can be posted and discarded by number", async () => {
    const { sim, import: importXml } = await start();
    const by = (action: string) => importXml(`<table name="Transaction" ${action}="true" seqnum="1042"/>`);
    expect(await by("post")).toBe("created 0; updated 1");
    expect(await by("post")).toBe("[ERROR] Transaction 1042 was not posted");
    expect(await by("discard")).toBe("[ERROR] Transaction 1042 is posted");
    expect(sim.rows("transaction")).toHaveLength(1);
  });

  test("vanishes with its lines when it is discarded", async () => {
    const { sim, import: importXml } = await start();
    await importXml('<table name="Transaction" discard="true" seqnum="1042"/>');
    expect([sim.rows("transaction"), sim.rows("detail")]).toEqual([[], []]);
  });
});
