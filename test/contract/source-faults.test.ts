import { describe, expect, test } from "bun:test";
import type { TableName } from "../../src/domain/ids.ts";
import type { Fault, FaultEffect } from "../../src/simulator/http/faults.ts";
import { failureOf } from "../support/remote-ports.ts";
import { openSimulated, type Simulated } from "../support/simulated-source.ts";

const never = new AbortController().signal;
const page = ({ source }: Simulated) => source.page({ table: "account" as TableName, after: 0, limit: 20 }, never);

const PASSING: readonly [name: string, effect: FaultEffect][] = [
  ["a 500 without a reason", { kind: "status", status: 500 }],
  ["a proxy's 502", { kind: "status", status: 502, body: "<html>Bad Gateway</html>" }],
  ["a bare word with status 200", { kind: "text", body: "None" }],
  ["the user limit", { kind: "users-limit" }],
  [
    "a closing document",
    { kind: "status", status: 500, body: "Closing; last diagnostic message: DoConnect failed -54" },
  ],
  ["an answer cut off inside a whole HTTP message", { kind: "truncate", bytes: 700 }],
  ["an answer cut off before its root", { kind: "truncate", bytes: 12 }],
  ["a connection that breaks in the middle", { kind: "cut", bytes: 900 }],
  ["a record too few", { kind: "short", records: 1 }],
  ["a count too low", { kind: "miscount", records: 2 }],
  ["a reset before anything", { kind: "reset", when: "before" }],
  ["a reset after everything", { kind: "reset", when: "after" }],
  ["a server that hangs", { kind: "hang" }],
];

describe("a fault that passes leaves no trace in the data", () => {
  test.each(PASSING)("after %s", async (_name, effect) => {
    await using harness = await openSimulated({ client: { idleTimeoutMs: 300 } });
    await harness.source.contact(never);
    const expected = harness
      .rows("account")
      .slice(0, 20)
      .map(({ seq }) => seq);
    harness.simulator.controls.fault({ command: "export", table: "account", effect });
    expect((await page(harness)).records.map(({ seq }) => seq)).toEqual(expected);
    expect([harness.clock.slept.length, harness.log.warnings().length]).toEqual([1, 1]);
  });
});

const LASTING: readonly [name: string, fault: Fault, code: string, tries: number][] = [
  ["an error without a reason", { times: 0, effect: { kind: "status", status: 500 } }, "server-error", 5],
  ["the user limit", { times: 0, effect: { kind: "users-limit" } }, "users-limit", 5],
  ["answers that are cut off", { times: 0, effect: { kind: "truncate", bytes: 700 } }, "bad-xml", 5],
  ["a record too few", { times: 0, effect: { kind: "short", records: 1 } }, "inconsistent", 5],
  ["broken connections", { times: 0, effect: { kind: "reset", when: "before" } }, "connection-lost", 5],
  ["a refused search", { times: 0, effect: { kind: "text", body: "Bad search expression" } }, "search", 1],
  ["an unknown address", { times: 0, effect: { kind: "status", status: 404 } }, "not-found", 1],
];

describe("a fault that lasts ends in an error after so many tries", () => {
  test.each(LASTING)("%s", async (_name, fault, code, tries) => {
    await using harness = await openSimulated();
    await harness.source.contact(never);
    harness.simulator.controls.clearRequests();
    harness.simulator.controls.fault(fault);
    expect(await failureOf(page(harness))).toMatchObject({ code: `moneyworks.${code}` });
    expect(harness.simulator.controls.requests).toHaveLength(tries);
  });

  test("nobody listening", async () => {
    const harness = await openSimulated();
    await harness.simulator.stop();
    expect(await failureOf(harness.source.contact(never))).toMatchObject({ code: "moneyworks.unreachable" });
    expect(harness.clock.slept).toHaveLength(4);
  });
});

describe("log-ins of the licence", () => {
  test("taken by others are waited for, a minute and more at a time", async () => {
    await using harness = await openSimulated({ server: { userLimit: 1 } });
    harness.simulator.controls.occupyLogins(1);
    expect(await failureOf(harness.source.contact(never))).toMatchObject({ code: "moneyworks.users-limit" });
    expect(harness.clock.slept).toEqual([90_000, 90_000, 90_000, 90_000]);
  });

  test("are given back at once", async () => {
    await using harness = await openSimulated({ server: { userLimit: 1 } });
    await harness.source.contact(never);
    expect(harness.simulator.controls.state().logins).toMatchObject({ lingering: 1 });
    await harness.source.release();
    expect(harness.simulator.controls.state().logins).toMatchObject({ lingering: 0 });
  });
});

test("a table that nobody may view is an error and not an empty table", async () => {
  await using harness = await openSimulated();
  await harness.source.contact(never);
  harness.simulator.controls.hideTables(["name"]);
  const request = { table: "name" as TableName, after: 0, limit: 20 };
  expect(await failureOf(harness.source.page(request, never))).toMatchObject({ code: "moneyworks.empty-answer" });
});

test("a table that the server does not have is named as such", async () => {
  await using harness = await openSimulated({ server: { quirks: { missingTables: ["asset"] } } });
  const request = { table: "asset" as TableName, after: 0, limit: 20 };
  expect(await failureOf(harness.source.page(request, never))).toMatchObject({ code: "moneyworks.no-table" });
});

test("a cancelled request ends at once, with the reason of the signal", async () => {
  await using harness = await openSimulated();
  await harness.source.contact(never);
  const control = new AbortController();
  harness.simulator.controls.fault({ command: "export", effect: { kind: "hang" } });
  const read = harness.source.page({ table: "account" as TableName, after: 0, limit: 20 }, control.signal);
  setTimeout(() => control.abort("stop"), 20);
  expect(await read.catch((reason) => reason)).toBe("stop");
  expect((await page(harness)).records).toHaveLength(20);
});
