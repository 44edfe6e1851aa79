import { describe, expect, test } from "bun:test";
import { orderOf, planOne } from "../../../support/planning.ts";
import { type Running, simulators } from "../../../support/simulator.ts";

const start = simulators();
const AMOUNTS = { net: "100", tax: "15.00", gross: "115" } as const;

function newInvoice(line: string, header = ""): string {
  const theirs = `<transaction><namecode>ROWAN</namecode><transdate>20250305</transdate><type>DI</type>${header}<subfile name="Detail"><detail>${line}</detail></subfile></transaction>`;
  return orderOf(planOne("new/transaction/inv-7.xml", { base: null, theirs })).document;
}

/** The newest transaction and its first line. */
function newest({ sim }: Running) {
  const seq = sim.rows("transaction").at(-1)?.seq ?? 0;
  const { fields, lines = [] } = sim.controls.records.find("transaction", seq);
  return { header: fields, line: sim.controls.records.find("detail", lines[0] ?? 0).fields };
}

describe("a new invoice is entered", () => {
  test.each([
    ["net, tax and gross", ["net", "tax", "gross"]],
    ["net and tax", ["net", "tax"]],
    ["net and gross", ["net", "gross"]],
    ["tax and gross", ["tax", "gross"]],
    ["net", ["net"]],
    ["gross", ["gross"]],
  ] as const)("whose line says %s", async (_name, names) => {
    const running = await start();
    const given = names.map((name) => `<${name}>${AMOUNTS[name]}</${name}>`).join("");
    const answer = await running.import(newInvoice(`${given}<taxcode>G</taxcode><account>4000</account>`));
    expect(answer).toBe("created 1; updated 0");
    const { header, line } = newest(running);
    expect(line).toMatchObject({ net: "100.00", tax: "15.00", gross: "115.00" });
    expect(header).toMatchObject({ gross: "115.00", type: "DII", usertext: "tidemark:inv-7" });
  });

  test("whose line says a product alone", async () => {
    const running = await start();
    await running.import(newInvoice("<stockcode>WID-OAK-L</stockcode><stockqty>2</stockqty>"));
    const { line } = newest(running);
    expect(Number(line.unitprice)).toBeGreaterThan(0);
    expect(Number(line.net)).toBe(2 * Number(line.unitprice));
  });
});
