import { describe, expect, test } from "bun:test";
import { FaultPlan } from "../../../../src/simulator/http/faults.ts";
import { simulators, texts } from "../../../support/simulator.ts";

const start = simulators();
const NAMES = "/export?table=name&format=xml";

describe("which requests a fault meets", () => {
  const effect = { kind: "status", status: 503 } as const;
  const note = (command: string, table: string) => ({ number: 1, method: "GET", target: "", command, table });

  test.each([
    ["the next one", {}, "xooooo"],
    ["the third", { nth: 3 }, "ooxooo"],
    ["two from the second on", { nth: 2, times: 2 }, "oxxooo"],
    ["all from the fifth on", { nth: 5, times: 0 }, "ooooxx"],
  ])("%s", (_title, plan, expected) => {
    const faults = new FaultPlan();
    faults.add({ ...plan, effect });
    expect(Array.from({ length: 6 }, () => (faults.take(note("export", "name")) ? "x" : "o")).join("")).toBe(expected);
  });

  test("one after the other, when two are due", () => {
    const faults = new FaultPlan();
    faults.add({ effect });
    faults.add({ effect: { kind: "hang" } });
    expect(["name", "name", "name"].map((table) => faults.take(note("export", table))?.kind)).toEqual([
      "status",
      "hang",
      undefined,
    ]);
  });

  test("others do not count, and one request takes one fault", () => {
    const faults = new FaultPlan();
    faults.add({ command: "export", table: "job", effect });
    faults.add({ command: "export", effect: { kind: "hang" } });
    expect(faults.take(note("evaluate", ""))).toBeNull();
    expect(faults.take(note("export", "name"))).toEqual({ kind: "hang" });
    expect(faults.take(note("export", "job"))).toEqual(effect);
    expect(faults.pending).toEqual([]);
  });
});

test.each([
  ["a status", { kind: "status", status: 503, body: "later" }, 503, "later"],
  ["an error text with 200", { kind: "text", body: "could not understand" }, 200, "could not understand"],
  [
    "the users limit",
    { kind: "users-limit" },
    500,
    "The server has reached its licensed concurrent users limit.; last diagnostic message: DoConnect failed -1",
  ],
  ["a short body", { kind: "truncate", bytes: 30 }, 200, '<?xml version="1.0"?>\n<table n'],
] as const)("answers %s", async (_title, effect, status, body) => {
  const { sim, get } = await start();
  sim.controls.fault({ effect });
  const response = await get(NAMES);
  expect([response.status, await response.text()]).toEqual([status, body]);
  expect(await (await get(NAMES)).text()).toContain('count="2"');
});

test("answers fewer records than count says", async () => {
  const { sim, get } = await start();
  sim.controls.fault({ effect: { kind: "short", records: 1 } });
  const body = await (await get(NAMES)).text();
  expect(body).toContain('count="2" start="0" found="2"');
  expect(texts(body, "code")).toEqual(["ROWAN"]);
  expect(body).toEndWith("\t</name>\n</table>\n");
});

test("answers a count smaller than the records", async () => {
  const { sim, get } = await start();
  sim.controls.fault({ effect: { kind: "miscount", records: 1 } });
  const body = await (await get(NAMES)).text();
  expect(body).toContain('count="1" start="0" found="2"');
  expect(texts(body, "code")).toHaveLength(2);
});

test("breaks the connection in the middle of a body", async () => {
  const { sim, get } = await start();
  sim.controls.fault({ effect: { kind: "cut", bytes: 40 } });
  const response = await get(NAMES);
  expect(response.status).toBe(200);
  await expect(response.text()).rejects.toThrow();
});

test.each(["before", "after"] as const)("breaks the connection %s the effect", async (when) => {
  const { sim, get } = await start();
  sim.controls.fault({ command: "post", effect: { kind: "reset", when } });
  await expect(get("/post?seqnum=1042")).rejects.toThrow();
  expect(sim.controls.records.find("transaction", 1042).fields.status).toBe(when === "before" ? "U" : "P");
});

test("hangs until the client gives up, and then goes on", async () => {
  const { sim, address } = await start();
  sim.controls.fault({ effect: { kind: "hang" } });
  const url = `${address.documentUrl}/post?seqnum=1042`;
  await expect(fetch(url, { signal: AbortSignal.timeout(50) })).rejects.toThrow();
  expect(sim.controls.records.find("transaction", 1042).fields.status).toBe("U");
  expect(await (await fetch(url)).text()).toBe("OK");
});

test("a hanging request does not keep the simulator from stopping", async () => {
  const { sim, get } = await start();
  sim.controls.fault({ effect: { kind: "hang" } });
  const hanging = get(NAMES).then(
    () => "answered",
    () => "broken",
  );
  while (sim.controls.requests.length === 0) await Bun.sleep(1);
  await sim.stop();
  expect(await hanging).toBe("broken");
});

test("waits before a slow answer", async () => {
  const { sim, get, clock } = await start();
  sim.controls.fault({ effect: { kind: "slow", ms: 2500 } });
  expect((await get(NAMES)).status).toBe(200);
  expect(clock.slept).toEqual([2500]);
});

test("faults can be cleared", async () => {
  const { sim, get } = await start();
  sim.controls.fault({ times: 0, effect: { kind: "status", status: 500 } });
  expect((await get(NAMES)).status).toBe(500);
  sim.controls.clearFaults();
  expect((await get(NAMES)).status).toBe(200);
});
