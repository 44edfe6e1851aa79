import { describe, expect, test } from "bun:test";
import { document, HEADER, LINE, lines } from "../../../support/import-xml.ts";
import { type Running, simulators } from "../../../support/simulator.ts";

const start = simulators();
const update = (table: string, fields: string) =>
  `<table name="${table}" update="true"><${table}>${fields}</${table}></table>`;

/** Records of a table as an export shows them, without what every record has. */
const fieldsOf = ({ sim }: Running, table: string, key: string) => sim.controls.records.find(table, key).fields;

const CODED = [
  ["name", "ROWAN", "rowan", "comment", "debtorterms"],
  ["product", "WID-OAK-L", "wid-oak-l", "description", "sellprice"],
  ["job", "HOUSE", "House", "description", "quote"],
] as const;

describe.each(CODED)("an update of a %s", (table, code, other, text, number) => {
  test("finds its code in any letter case, which stays as it was, and knows no other number", async () => {
    const running = await start();
    const before = running.sim.controls.records.find(table, code);
    const xml = update(table, `<sequencenumber>99</sequencenumber><code>${other}</code><${text}>new</${text}>`);
    expect(await running.import(xml)).toBe("created 0; updated 1");
    const after = running.sim.controls.records.find(table, before.seq);
    expect(after.fields).toEqual({ ...before.fields, [text]: "new" });
    expect([after.seq, running.sim.rows(table).length]).toEqual([before.seq, table === "name" ? 2 : 1]);
  });

  test("blanks what is supplied without content, and nothing else", async () => {
    const running = await start();
    running.sim.controls.records.edit(table, code, { [text]: "old", [number]: 5, usertext: "kept", custom1: "old" });
    const before = fieldsOf(running, table, code);
    const xml = update(table, `<code>${code}</code><${text}></${text}><${number}/><custom1/>`);
    expect(await running.import(xml)).toBe("created 0; updated 1");
    const { [text]: _text, [number]: _number, custom1: _custom, ...kept } = before;
    expect(fieldsOf(running, table, code)).toEqual(kept);
    const exported = await running.export({ table, search: `code=="${code}"` });
    expect(exported).toContain(`<${text}></${text}>`);
    expect(exported).toMatch(new RegExp(`<${number}>0(\\.0+)?</${number}>`));
  });

  test("of an unknown code makes a record with the next number", async () => {
    const running = await start();
    const next = (running.sim.rows(table).at(-1)?.seq ?? 0) + 1;
    expect(await running.import(update(table, `<sequencenumber>3</sequencenumber><code>Fresh</code>`))).toBe(
      "created 1; updated 0",
    );
    expect(running.sim.controls.records.find(table, "FRESH")).toMatchObject({ seq: next, fields: { code: "Fresh" } });
  });
});

test("dates and booleans are blanked, too", async () => {
  const running = await start();
  running.sim.controls.records.edit("name", "ROWAN", { hold: true, dateoflastsale: "20250101", creditlimit: 10 });
  await running.import(update("name", "<code>ROWAN</code><hold></hold><creditlimit> </creditlimit>"));
  expect(await running.export({ table: "name", search: 'code=="ROWAN"' })).toContain("<hold>0</hold>");
  expect(fieldsOf(running, "name", "ROWAN")).not.toHaveProperty("creditlimit");
  await running.import(update("job", "<code>HOUSE</code><startdate>20250101</startdate>"));
  expect(fieldsOf(running, "job", "HOUSE").startdate).toBe("20250101");
  await running.import(update("job", "<code>HOUSE</code><startdate/>"));
  expect(fieldsOf(running, "job", "HOUSE")).not.toHaveProperty("startdate");
});

describe("an unposted invoice that is replaced", () => {
  const attributes = ' update="true" seqnum="1042"';
  const record = `<sequencenumber>7</sequencenumber>${HEADER}<ourref>2203</ourref>${lines(LINE, LINE)}<gross>230</gross>`;

  test("keeps what is supplied again; the rest of its header is blank or worked out", async () => {
    const running = await start();
    const given = { description: "Widget sales", theirref: "PO 7", usertext: "mine", user1: "a", hold: true };
    running.sim.controls.records.edit("transaction", 1042, { ...given, mailingaddress: "14 Harbour Rd" });
    expect(await running.import(document(record, attributes))).toBe("created 0; updated 1");
    expect(running.sim.rows("transaction").map(({ seq }) => seq)).toEqual([1042]);
    expect(running.sim.controls.records.find("transaction", 1042).fields).toEqual({
      type: "DII",
      ourref: "2203",
      namecode: "ROWAN",
      transdate: "20250305",
      duedate: "20250420",
      enterdate: "20250311",
      period: "1312",
      contra: "1500",
      tofrom: "Rowan & Sons Joinery Ltd",
      prodpricecode: "A",
      gross: "230.00",
      taxamount: "30.00",
      status: "U",
      enteredby: "RB",
      flags: "16777216",
    });
  });

  test("has new lines, its control and tax lines made anew", async () => {
    const running = await start();
    await running.import(document(record, attributes));
    const row = running.sim.controls.records.find("transaction", 1042);
    const sides = running.sim.lines(row).map(({ seq, fields }) => [seq, fields.account, fields.debit, fields.credit]);
    expect(sides).toEqual([
      [3304, "4000-", undefined, "100.00"],
      [3305, "4000-", undefined, "100.00"],
      [3306, "1500-", "230.00", undefined],
      [3307, "2400-", undefined, "30.00"],
    ]);
    expect(running.sim.rows("detail")).toHaveLength(4);
  });
});
