import { expect, test } from "bun:test";
import type { SimRow } from "../../../src/simulator/store/row.ts";
import { type Running, simulators } from "../../support/simulator.ts";

const start = simulators();
const TABLES = ["account", "department", "taxrate", "name", "product", "job", "transaction", "detail", "payments"];

/** `table number` of every record whose stamp is not what it was. */
function stamped(before: ReadonlyMap<string, string>, running: Running): string[] {
  return [...stamps(running)].filter(([id, modtime]) => before.get(id) !== modtime).map(([id]) => id);
}

function stamps({ sim }: Running): Map<string, string> {
  return new Map(TABLES.flatMap((table) => sim.rows(table).map((row) => [`${table} ${row.seq}`, row.modtime])));
}

function fields({ sim }: Running, table: string, key: string | number): SimRow["fields"] {
  return sim.controls.records.find(table, key).fields;
}

async function posted(): Promise<Running> {
  const running = await start();
  running.sim.controls.records.edit("detail", 3301, { stockcode: "WID-OAK-L", stockqty: 2 });
  running.sim.controls.clock.step(60);
  expect(await (await running.get("/post/seqnum=1042")).text()).toBe("OK");
  return running;
}

test("posting stamps the invoice, its name and its products, not accounts, lines or tax rates", async () => {
  const running = await start();
  running.sim.controls.records.edit("detail", 3301, { stockcode: "WID-OAK-L", stockqty: 2 });
  const before = stamps(running);
  running.sim.controls.clock.step(60);
  expect(running.sim.controls.post(1042)).toBe(true);
  expect(stamped(before, running)).toEqual(["name 12", "product 31", "transaction 1042"]);
  expect(fields(running, "transaction", 1042)).toMatchObject({
    status: "P",
    timeposted: "20250311090107",
    postedby: "RB",
  });
  expect(fields(running, "name", "ROWAN")).toMatchObject({
    dbalance: "230.00",
    dcurrent: "230.00",
    dateoflastsale: "20250220",
  });
  expect(fields(running, "product", "WID-OAK-L")).toMatchObject({
    stockonhand: "32.000000",
    stockvalue: "1320.000000",
  });
});

test("posting happens once", async () => {
  const { get } = await posted();
  for (const path of ["/post/seqnum=1042", "/post?seqnum=77", "/post"]) {
    const response = await get(path);
    expect([response.status, await response.text()]).toEqual([200, "not posted"]);
  }
});

test("what is on hold is not posted", async () => {
  const { sim } = await start();
  sim.controls.records.edit("transaction", 1042, { hold: true });
  expect(sim.controls.post(1042)).toBe(false);
});

test("orders and quotes are not posted", async () => {
  const { sim } = await start();
  const types = ["SOI", "POI", "QU", "CR"].map((type) => sim.controls.records.add("transaction", { fields: { type } }));
  expect(types.map(({ seq }) => sim.controls.post(seq))).toEqual([false, false, false, true]);
});

test("a payment stamps invoice, name, receipt and payments row, all in one second, and changes the type", async () => {
  const running = await posted();
  const before = stamps(running);
  running.sim.controls.clock.step(60);
  const receipt = running.sim.controls.pay(1042);
  const [payment] = running.sim.rows("payments");
  expect(stamped(before, running)).toEqual([
    "name 12",
    "transaction 1042",
    `transaction ${receipt}`,
    "detail 3304",
    "detail 3305",
    `payments ${payment?.seq}`,
  ]);
  expect(new Set([before, stamps(running)].map((each) => each.get("account 100")))).toHaveProperty("size", 1);
  expect(fields(running, "transaction", 1042)).toMatchObject({ type: "DIC", amtpaid: "230.00", datepaid: "20250311" });
  expect(fields(running, "transaction", receipt)).toMatchObject({
    type: "CRD",
    status: "P",
    gross: "230.00",
    namecode: "ROWAN",
  });
  expect(payment?.fields).toEqual({
    invoiceid: "1042",
    cashtrans: String(receipt),
    date: "20250311",
    amount: "230.00",
  });
  expect(fields(running, "name", "ROWAN").dbalance).toBeUndefined();
});

test("a part payment leaves the type as it is", async () => {
  const running = await posted();
  running.sim.controls.pay(1042, 30);
  expect(fields(running, "transaction", 1042)).toMatchObject({ type: "DII", amtpaid: "30.00" });
});

test("printing stamps headers alone, all in one second", async () => {
  const running = await start();
  const before = stamps(running);
  running.sim.controls.clock.step(60);
  expect(running.sim.controls.print([1042, 9999])).toBe(1);
  expect(stamped(before, running)).toEqual(["transaction 1042"]);
  expect(fields(running, "transaction", 1042)).toMatchObject({ printed: "1", flags: "32" });
});

test.each([
  [false, ["detail 3302"]],
  [true, ["transaction 1042", "detail 3302"]],
])(
  "reconciling stamps the line, and the header if the server does so (%p)",
  async (reconcileStampsHeader, expected) => {
    const running = await start({ quirks: { reconcileStampsHeader } });
    const before = stamps(running);
    running.sim.controls.clock.step(60);
    expect(running.sim.controls.reconcile(3302, 17)).toBe(true);
    expect(stamped(before, running)).toEqual(expected);
    expect(fields(running, "detail", 3302).statement).toBe("17");
  },
);

test("using a cheque stamps the bank account", async () => {
  const running = await start();
  const before = stamps(running);
  running.sim.controls.clock.step(60);
  expect(running.sim.controls.useCheque("1000")).toBe(true);
  expect(stamped(before, running)).toEqual(["account 100"]);
  expect(fields(running, "account", "1000").printedchequenumber).toBe("000501");
});

test("events on what does not exist say so", async () => {
  const { sim } = await start();
  expect([sim.controls.reconcile(1, 1), sim.controls.useCheque("9"), sim.controls.post(9)]).toEqual([
    false,
    false,
    false,
  ]);
  expect(() => sim.controls.pay(9)).toThrow(expect.objectContaining({ code: "simulator.record" }));
});
