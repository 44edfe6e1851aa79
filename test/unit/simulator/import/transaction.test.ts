import { describe, expect, test } from "bun:test";
import type { SimRow } from "../../../../src/simulator/store/row.ts";
import { document, HEADER, LINE, lines } from "../../../support/import-xml.ts";
import { type Running, simulators } from "../../../support/simulator.ts";

const start = simulators();

/** Imports, expects it to succeed, and gives the new transaction. */
async function enter({ sim, import: importXml }: Running, record: string, attributes = ""): Promise<SimRow> {
  const answer = await importXml(document(record, ` return_seq="true"${attributes}`));
  expect(answer).toMatch(/^\d+$/);
  return sim.controls.records.find("transaction", Number(answer));
}

test("an invoice gets what MoneyWorks computes, and its control and tax lines", async () => {
  const running = await start();
  const row = await enter(running, `${HEADER}${lines(LINE)}<gross>115.00</gross>`);
  expect(row).toMatchObject({ seq: 1043, modtime: "20250311090007" });
  expect(row.fields).toEqual({
    type: "DII",
    namecode: "ROWAN",
    transdate: "20250305",
    duedate: "20250420",
    enterdate: "20250311",
    period: "1312",
    contra: "1500",
    tofrom: "Rowan & Sons Joinery Ltd",
    prodpricecode: "A",
    gross: "115.00",
    taxamount: "15.00",
    status: "U",
    enteredby: "RB",
    flags: "16777216",
  });
  const common = { period: "1312", transactiontype: "DII" };
  expect(running.sim.lines(row).map(({ fields }) => ({ ...fields }))).toEqual([
    {
      ...common,
      account: "4000-",
      taxcode: "G",
      gross: "115.00",
      tax: "15.00",
      net: "100.00",
      basecurrencynet: "100.00",
      credit: "100.00",
    },
    { ...common, account: "1500-", flags: "-32768", debit: "115.00" },
    {
      ...common,
      account: "2400-",
      flags: "-32760",
      taxcode: "G",
      discount: "0.150000",
      description: "G @ 15.0000%",
      credit: "15.00",
    },
  ]);
  expect(running.sim.lines(row).map(({ sort, parent }) => [sort, parent])).toEqual([
    [1, 1043],
    [2, 1043],
    [3, 1043],
  ]);
});

test.each([
  ["DI", "DII", "ROWAN"],
  ["DII", "DII", "ROWAN"],
  ["dic", "DII", "ROWAN"],
  ["CI", "CII", "TUIPAPER"],
  ["CR", "CR", ""],
  ["CP", "CP", ""],
  ["SO", "SOI", "ROWAN"],
  ["POI", "POI", "TUIPAPER"],
  ["QU", "QU", "ROWAN"],
])("type %s is stored as %s, and its debits equal its credits", async (type, stored, namecode) => {
  const running = await start();
  const header = `<type>${type}</type><namecode>${namecode}</namecode>`;
  const row = await enter(running, `${header}${lines(LINE, LINE)}<gross>230</gross>`);
  expect(row.fields.type).toBe(stored);
  const total = (side: string) => running.sim.lines(row).reduce((sum, line) => sum + Number(line.fields[side] ?? 0), 0);
  expect(total("debit")).toBe(total("credit"));
  expect(running.sim.lines(row)).toHaveLength(/^(SO|PO|QU)/.test(type) ? 2 : 4);
});

test("a product's line works out account, description, price, tax and amounts", async () => {
  const running = await start();
  const worked = ["account", "description", "unitprice", "taxcode", "net", "tax", "gross"];
  const line =
    "<detail.stockcode>WID-OAK-L</detail.stockcode><detail.stockqty>2</detail.stockqty>" +
    worked.map((name) => `<detail.${name} work-it-out="true"/>`).join("");
  const row = await enter(running, `${HEADER}${lines(line)}<gross work-it-out="true"/>`);
  expect(row.fields.gross).toBe("230.00");
  expect(running.sim.lines(row)[0]?.fields).toMatchObject({
    account: "4000-",
    description: "Oak widget, large",
    stockqty: "2.000000",
    unitprice: "100.000000",
    costprice: "41.250000",
    saleunit: "ea",
    taxcode: "G",
    net: "200.00",
    tax: "30.00",
    gross: "230.00",
  });
});

describe("element order", () => {
  test("a reference is worked out only after the type", async () => {
    const running = await start();
    const rest = `<namecode>ROWAN</namecode>${lines(LINE)}<gross>115</gross>`;
    const after = await enter(running, `<type>DI</type><ourref work-it-out="true"/>${rest}`);
    const before = await enter(running, `<ourref work-it-out="true"/><type>DI</type>${rest}`);
    expect([after.fields.ourref, before.fields.ourref]).toEqual(["2204", undefined]);
  });

  test("a due date needs name and date before it", async () => {
    const running = await start();
    const rest = `${lines(LINE)}<gross>115</gross>`;
    const after = await enter(running, `${HEADER}<duedate work-it-out="true"/>${rest}`);
    const before = await enter(running, `<duedate work-it-out="true"/>${HEADER}${rest}`);
    expect([after.fields.duedate, before.fields.duedate]).toEqual(["20250420", "20250311"]);
  });

  test("a gross worked out before the lines is nothing, and then they do not match it", async () => {
    const { import: importXml } = await start();
    const xml = document(`${HEADER}<gross work-it-out="true"/>${lines(LINE)}`);
    expect(await importXml(xml)).toBe("[ERROR] Details don't match gross");
  });

  test("a net worked out before quantity and price is nothing", async () => {
    const { import: importXml } = await start();
    const line =
      '<detail.account>4000</detail.account><detail.net work-it-out="true"/>' +
      "<detail.stockqty>2</detail.stockqty><detail.unitprice>5</detail.unitprice><detail.gross>10</detail.gross>";
    expect(await importXml(document(`${HEADER}${lines(line)}`))).toBe("[ERROR] Detail line does not balance");
  });
});

describe("refused is", () => {
  const untaxed = "<detail.account>5000</detail.account><detail.taxcode>E</detail.taxcode><detail.net>10</detail.net>";
  test.each([
    ["no type", `<namecode>ROWAN</namecode>${lines(LINE)}`, "A transaction needs a type"],
    ["a stock journal", `<type>JNS</type>${lines(LINE)}`, 'Transactions of type "JNS" cannot be imported'],
    ["a receipt on invoices", `<type>CRD</type>${lines(LINE)}`, 'Transactions of type "CRD" cannot be imported'],
    [
      "an unknown name",
      `<type>DI</type><namecode>X</namecode>${lines(LINE)}`,
      'The debtor/creditor "X" does not exist',
    ],
    ["an invoice without a name", `<type>DI</type>${lines(LINE)}`, 'The debtor/creditor "" does not exist'],
    ["no lines", HEADER, "A transaction needs a detail line"],
    ["lines that do not add up", `${HEADER}${lines(LINE)}<gross>116</gross>`, "Details don't match gross"],
    [
      "a line that does not balance",
      `${HEADER}${lines(`${LINE}<detail.tax>15</detail.tax><detail.net>99</detail.net>`)}`,
      "Detail line does not balance",
    ],
    [
      "a tax that is wrong",
      `${HEADER}${lines(`${untaxed}<detail.tax>1</detail.tax>`)}`,
      "Tax amount does not agree with the tax code",
    ],
    [
      "an unknown account",
      `${HEADER}${lines("<detail.account>9</detail.account>")}`,
      'The account code "9" does not exist',
    ],
    [
      "an unknown department",
      `${HEADER}${lines("<detail.account>4000-X</detail.account>")}`,
      'The account code "4000-X" does not exist',
    ],
    [
      "a system account",
      `${HEADER}${lines("<detail.account>1500</detail.account>")}`,
      'Account "1500" is a system account',
    ],
    ["a line without account", `${HEADER}${lines("<detail.net>1</detail.net>")}`, "A detail line has no account"],
    [
      "an unknown product",
      `${HEADER}${lines(`${LINE}<detail.stockcode>N</detail.stockcode>`)}`,
      'The product code "N" does not exist',
    ],
    [
      "an unknown job",
      `${HEADER}${lines(`${LINE}<detail.jobcode>N</detail.jobcode>`)}`,
      'The job code "N" does not exist',
    ],
    [
      "a date to come",
      `<type>DI</type><namecode>ROWAN</namecode><transdate>20250401</transdate>${lines(LINE)}`,
      "Specified period not open",
    ],
    [
      "a closed period",
      `<type>DI</type><namecode>ROWAN</namecode><transdate>20230401</transdate>${lines(LINE)}`,
      "Specified period not open",
    ],
    [
      "a day that does not exist",
      `<transdate>20250230</transdate>${lines(LINE)}`,
      '"20250230" is not a date (transdate)',
    ],
    [
      "a line's field without its prefix",
      `${HEADER}${lines("<account>4000</account>")}`,
      'Unknown field "account" in Detail',
    ],
    ["a journal that does not balance", `<type>JN</type>${lines(untaxed)}`, "The journal does not balance"],
  ])("%s", async (_title, record, message) => {
    const { sim, import: importXml } = await start({ firstOpenPeriod: 1301 });
    const before = JSON.stringify(sim.controls.snapshot());
    expect(await importXml(document(record))).toBe(`[ERROR] ${message}`);
    expect(JSON.stringify(sim.controls.snapshot())).toBe(before);
  });
});

test.each(["1500", "2400", "2410", "2500"])("no line may book to system account %s", async (account) => {
  const { import: importXml } = await start();
  const line = `<detail.account>${account}</detail.account><detail.net>1</detail.net>`;
  expect(await importXml(document(HEADER + lines(line)))).toBe(`[ERROR] Account "${account}" is a system account`);
});

test("a difference within the tolerance goes into the last line", async () => {
  const running = await start();
  const row = await enter(running, `${HEADER}${lines(LINE, LINE)}<gross>230.02</gross>`);
  expect(running.sim.lines(row).map(({ fields }) => fields.gross)).toEqual(["115.00", "115.02", undefined, undefined]);
  const { import: importXml } = running;
  expect(
    await importXml(document(`${HEADER}${lines(LINE)}<gross>115.5</gross>`, ' rounding_tolerance="0.5"')),
  ).toStartWith("created");
  expect(await importXml(document(`${HEADER}${lines(LINE)}<gross>115.03</gross>`))).toStartWith("[ERROR]");
});

test("a journal's positive lines are debits", async () => {
  const running = await start();
  const side = (account: string, net: number) =>
    `<detail.account>${account}</detail.account><detail.taxcode></detail.taxcode><detail.net>${net}</detail.net>`;
  const row = await enter(running, `<type>JN</type>${lines(side("5000-NTH", 40), side("1300", -40))}`);
  expect(row.fields).toMatchObject({ type: "JN", gross: "40.00" });
  expect(
    running.sim.lines(row).map(({ fields: { account, dept, debit, credit } }) => [account, dept, debit, credit]),
  ).toEqual([
    ["5000-NTH", "NTH", "40.00", undefined],
    ["1300-", undefined, undefined, "40.00"],
  ]);
});

test("names and jobs are made on request", async () => {
  const running = await start();
  const line = `${LINE}<detail.jobcode>NEWJOB</detail.jobcode>`;
  const attributes = ' create_names="true" create_jobs="true"';
  await enter(running, `<type>DI</type><namecode>NEW</namecode>${lines(line)}<gross>115</gross>`, attributes);
  expect(running.sim.controls.records.find("name", "NEW").fields).toMatchObject({ code: "NEW", customertype: "2" });
  expect(running.sim.controls.records.find("job", "NEWJOB").fields.description).toBe("NEWJOB");
});
