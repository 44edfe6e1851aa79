import { describe, expect, test } from "bun:test";
import { type Running, simulators } from "../../../support/simulator.ts";

const start = simulators();

function payment(parts: readonly (readonly [invoice: number, amount: string])[], header = ""): string {
  const rows = parts.map(
    ([id, amount]) => `<payments><invoiceid>${id}</invoiceid><amount>${amount}</amount></payments>`,
  );
  const subfile = `<subfile name="payments">${rows.join("")}</subfile>`;
  return `<table name="payments"><transaction>${header}${subfile}</transaction></table>`;
}

async function posted(): Promise<Running> {
  const running = await start();
  running.sim.controls.post(1042);
  return running;
}

test("a payment is a posted receipt, a payments row, and a paid invoice", async () => {
  const { sim, import: importXml } = await posted();
  const header = "<transdate>20250306</transdate><description>Thanks</description><contra>1000</contra>";
  expect(await importXml(payment([[1042, "230"]], header))).toBe("created 1; updated 0");
  const receipt = sim.controls.records.find("transaction", 1043);
  expect(receipt.fields).toMatchObject({
    type: "CRD",
    status: "P",
    gross: "230.00",
    contra: "1000",
    transdate: "20250306",
    period: "1312",
    description: "Thanks",
    namecode: "ROWAN",
  });
  expect(sim.lines(receipt).map(({ fields }) => [fields.account, fields.debit, fields.credit])).toEqual([
    ["1000-", "230.00", undefined],
    ["1500-", undefined, "230.00"],
  ]);
  expect(sim.controls.records.find("transaction", 1042).fields).toMatchObject({ type: "DIC", datepaid: "20250306" });
});

test("the lines of a paid invoice repeat its new type without a stamp of their own", async () => {
  const { sim, import: importXml } = await posted();
  sim.controls.clock.step(60);
  await importXml(payment([[1042, "230"]]));
  const [line] = sim.lines(sim.controls.records.find("transaction", 1042));
  expect([line?.fields.transactiontype, line?.modtime]).toEqual(["DIC", "20250301120000"]);
});

describe("refused is", () => {
  test.each([
    ["an invoice that does not exist", payment([[9, "1"]]), "Invoice 9 does not exist"],
    ["more than is owed", payment([[1042, "230.01"]]), "Invoice 1042 cannot take a payment of 230.01"],
    ["nothing", payment([[1042, "0"]]), "Invoice 1042 cannot take a payment of 0.00"],
    ["no invoice", payment([]), "A payment names no invoice"],
    [
      "an invoice twice",
      payment([
        [1042, "10"],
        [1042, "10"],
      ]),
      "An invoice is paid twice",
    ],
    ["another total", payment([[1042, "10"]], "<gross>11</gross>"), "Details don't match gross"],
  ])("%s", async (_title, xml, message) => {
    const { sim, import: importXml } = await posted();
    expect(await importXml(xml)).toBe(`[ERROR] ${message}`);
    expect(sim.rows("payments")).toEqual([]);
  });

  test("an invoice that is not posted", async () => {
    const { import: importXml } = await start();
    expect(await importXml(payment([[1042, "10"]]))).toBe("[ERROR] Invoice 1042 is not posted");
  });
});
