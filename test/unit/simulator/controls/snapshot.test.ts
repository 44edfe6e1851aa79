import { describe, expect, test } from "bun:test";
import { generateCompany } from "../../../../src/simulator/company/generate.ts";
import { readSnapshot } from "../../../../src/simulator/snapshot.ts";
import { simulators } from "../../../support/simulator.ts";

const start = simulators();

test("a restore rewinds records, numbers, slots and stamps, but neither the identity nor the clock", async () => {
  const { sim, evaluate } = await start();
  const { records } = sim.controls;
  const snapshot = sim.controls.snapshot();
  const before = sim.exportXml("account");
  records.remove("account", "1300");
  expect(records.add("account", { fields: { code: "NEW" } })).toMatchObject({ seq: 108, slot: 1 });
  sim.controls.clock.step(100);
  sim.controls.exchange("LATER");
  sim.controls.restore(snapshot);
  expect(sim.exportXml("account")).toBe(before);
  expect(records.add("account", { fields: { code: "NEW" } })).toMatchObject({ seq: 108, slot: 8 });
  expect(await evaluate("DocUUID")).toBe("LATER");
  expect(sim.controls.clock.stamp()).toBe("20250311090147");
});

test("a snapshot survives JSON and starts another simulator", async () => {
  const company = generateCompany({ seed: 5, records: 300 });
  const { sim } = await start({ data: company, uuid: "ONE" });
  for (let edit = 0; edit < 5; edit++) sim.controls.randomEdit();
  sim.controls.records.remove("transaction", sim.rows("transaction")[4]?.seq ?? 0);
  const snapshot = readSnapshot(JSON.parse(JSON.stringify(sim.controls.snapshot())));
  const other = await start({ snapshot, data: { tables: {} } });
  for (const table of Object.keys(sim.controls.state().tables)) {
    expect(other.sim.exportXml(table)).toBe(sim.exportXml(table));
  }
  expect(await other.evaluate("DocUUID")).toBe("ONE");
});

test("an exchanged document has another identity, and other records when they are given", async () => {
  const { sim, evaluate } = await start();
  sim.controls.exchange("COPY");
  expect([await evaluate("DocUUID"), sim.rows("name").length]).toEqual(["COPY", 2]);
  sim.controls.exchange("OTHER", { tables: { name: [{ seq: 3, modtime: "20200101000000", fields: { code: "X" } }] } });
  expect([await evaluate("DocUUID"), sim.controls.state().tables]).toEqual(["OTHER", { name: 1 }]);
});

describe("no snapshot is", () => {
  const rows = [{ seq: 1, slot: 0, modtime: "x", fields: {} }];
  const whole = {
    format: "tidemark-simulator",
    version: 1,
    document: { uuid: "x", tables: { name: { next: 2, rows } } },
  };
  test.each([
    ["nothing", null],
    ["a list", []],
    ["another file", { hello: "world" }],
    ["a newer version", { ...whole, version: 2 }],
    ["one without a document", { ...whole, document: {} }],
    [
      "one with a damaged table",
      { ...whole, document: { uuid: "x", tables: { name: { next: 2, rows: [{ seq: "1" }] } } } },
    ],
  ])("%s", (_title, value) => {
    expect(readSnapshot(whole)).toBe(whole as never);
    expect(() => readSnapshot(value)).toThrow(expect.objectContaining({ code: "simulator.snapshot" }));
  });
});
