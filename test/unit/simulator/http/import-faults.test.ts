import { describe, expect, test } from "bun:test";
import type { FaultEffect } from "../../../../src/simulator/http/faults.ts";
import { type Running, simulators } from "../../../support/simulator.ts";

const start = simulators();
const XML = '<table name="Name"><name><code>KEA</code></name></table>';
const isThere = ({ sim }: Running) => sim.rows("name").some(({ fields }) => fields.code === "KEA");

/** Sends the import, gives up after `patience` ms. */
const send = ({ address }: Running, patience = 5000) =>
  fetch(`${address.documentUrl}/import`, { method: "POST", body: XML, signal: AbortSignal.timeout(patience) });

const LOST: readonly [name: string, effect: FaultEffect, happens: boolean][] = [
  ["broken before", { kind: "reset", when: "before" }, false],
  ["broken after", { kind: "reset", when: "after" }, true],
  ["silent before", { kind: "hang" }, false],
  ["silent after", { kind: "hang", when: "after" }, true],
];

describe("an import whose answer is lost", () => {
  test.each(LOST)("%s the effect", async (_name, effect, happens) => {
    const running = await start();
    running.sim.controls.fault({ command: "import", effect });
    await expect(send(running, 300).then((response) => response.text())).rejects.toThrow();
    expect(isThere(running)).toBe(happens);
    expect(await (await running.get("/export?table=name&format=xml")).text()).toContain("ROWAN");
  });

  test("long before the effect", async () => {
    const running = await start();
    running.sim.controls.fault({ command: "import", effect: { kind: "late", requests: 2 } });
    await expect(send(running).then((response) => response.text())).rejects.toThrow();
    await running.evaluate("1");
    expect(isThere(running)).toBe(false);
    expect(await running.export({ table: "name" })).toContain("<code>KEA</code>");
  });

  test("for good, when the faults are cleared", async () => {
    const running = await start();
    running.sim.controls.fault({ command: "import", effect: { kind: "late", requests: 1 } });
    await expect(send(running).then((response) => response.text())).rejects.toThrow();
    running.sim.controls.clearFaults();
    await running.evaluate("1");
    expect(isThere(running)).toBe(false);
  });
});

test.each([undefined, "before", "after"] as const)(
  "an answer may be delayed, by a wait %p the effect",
  async (when) => {
    const running = await start();
    running.sim.controls.fault({
      command: "import",
      nth: 1,
      effect: { kind: "slow", ms: 90_000, ...(when && { when }) },
    });
    expect(await (await send(running)).text()).toBe("created 1; updated 0");
    expect(running.clock.slept).toEqual([90_000]);
    const [row] = running.sim.rows("name").slice(-1);
    expect(row?.modtime).toBe(when === "after" ? "20250311090007" : "20250311090137");
  },
);
