import { describe, expect, test } from "bun:test";
import type { FaultEffect } from "../../src/simulator/http/faults.ts";
import { openSimulated } from "../support/simulated-source.ts";

const never = new AbortController().signal;

const CLOSED: readonly [name: string, effect: FaultEffect, code: string][] = [
  ["a proxy's 502", { kind: "status", status: 502, body: "Bad Gateway" }, "server-error"],
  ["the user limit", { kind: "users-limit" }, "users-limit"],
  [
    "a closing document",
    { kind: "status", status: 500, body: "Closing; last diagnostic message: DoConnect failed -54" },
    "busy",
  ],
  ["a broken connection", { kind: "reset", when: "before" }, "connection-lost"],
  ["silence", { kind: "hang" }, "timeout"],
];

describe("a knock", () => {
  test("is answered by a document that is open, with one request", async () => {
    await using harness = await openSimulated();
    expect(await harness.source.knock(never)).toBeNull();
    expect(harness.simulator.controls.requests.map(({ command }) => command)).toEqual(["evaluate"]);
    await harness.source.release();
    expect(harness.simulator.controls.requests.at(-1)?.target).toContain("no_linger");
  });

  test.each(CLOSED)("says what is wrong after %s, asks once, and tells nobody", async (_name, effect, code) => {
    await using harness = await openSimulated({ client: { idleTimeoutMs: 200 } });
    harness.simulator.controls.fault({ times: 0, effect });
    expect(await harness.source.knock(never)).toMatchObject({ code: `moneyworks.${code}` });
    expect(harness.simulator.controls.requests).toHaveLength(1);
    expect([harness.clock.slept, harness.log.entries]).toEqual([[], []]);
  });

  test("finds nobody where nobody listens, and no document of another name", async () => {
    await using other = await openSimulated({
      url: ({ documentUrl }) => documentUrl.replace("://", "://robot:x@").replace("Acme", "Other"),
    });
    expect(await other.source.knock(never)).toMatchObject({ code: "moneyworks.no-document" });
    await other.simulator.stop();
    expect(await other.source.knock(never)).toMatchObject({ code: "moneyworks.unreachable" });
  });

  test("that is cancelled ends with the signal's reason", async () => {
    await using harness = await openSimulated();
    harness.simulator.controls.fault({ effect: { kind: "hang" } });
    const controller = new AbortController();
    const reason = new Error("enough");
    const knocking = harness.source.knock(controller.signal);
    controller.abort(reason);
    await expect(knocking).rejects.toBe(reason);
  });
});
