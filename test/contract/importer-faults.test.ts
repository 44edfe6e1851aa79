import { describe, expect, test } from "bun:test";
import type { TableName } from "../../src/domain/ids.ts";
import type { ImportAnswer } from "../../src/domain/ports/importer.ts";
import type { FaultEffect } from "../../src/simulator/http/faults.ts";
import type { RequestNote } from "../../src/simulator/options.ts";
import { failureOf } from "../support/remote-ports.ts";
import { openSimulated, ROBOT, type Simulated, type SimulatedOptions } from "../support/simulated-source.ts";

const never = new AbortController().signal;
const FRESH = '<table name="Name"><name><code>FRESH</code><name>Rowan &amp; Sons</name></name></table>';
const UPDATE = FRESH.replace('name="Name"', 'name="Name" update="true"');

const send = ({ importer }: Simulated, document = FRESH, signal = never) => importer.send(document, false, signal);
const made = ({ simulator }: Simulated) =>
  simulator.rows("name").filter(({ fields }) => fields.code === "FRESH").length;
const imports = ({ simulator }: Simulated) =>
  simulator.controls.requests.filter(({ command }) => command === "import").length;

const BUSY = "The document could not be opened.; last diagnostic message: DoConnect failed -54";
const DOUBTFUL: readonly [name: string, effect: FaultEffect, made: 0 | 1][] = [
  ["a connection that breaks before the effect", { kind: "reset", when: "before" }, 0],
  ["a connection that breaks after the effect", { kind: "reset", when: "after" }, 1],
  ["a connection that breaks within the answer", { kind: "cut", bytes: 7 }, 1],
  ["an answer cut off inside a whole HTTP message", { kind: "truncate", bytes: 4 }, 1],
  ["no answer, and no effect", { kind: "hang" }, 0],
  ["no answer after the effect", { kind: "hang", when: "after" }, 1],
  ["an effect that comes later", { kind: "late", requests: 1 }, 0],
  ["a 500 without a reason", { kind: "status", status: 500 }, 0],
  ["a 500 with an unknown reason", { kind: "status", status: 500, body: "Error -49 in line 2" }, 0],
  ["a proxy's 504", { kind: "status", status: 504, body: "<html>Gateway Timeout</html>" }, 0],
  ["a page of something else", { kind: "text", body: "<html>Account created: 5</html>" }, 0],
  ["a bare word", { kind: "text", body: "None" }, 0],
  ["nothing at all", { kind: "text", body: "" }, 0],
  ["a number that was not asked for", { kind: "text", body: "1043" }, 0],
  ["text that an import does not answer with", { kind: "text", body: "Bad search expression" }, 0],
];

describe("an import", () => {
  test.each(DOUBTFUL)("leaves open what came of it after %s", async (_name, effect, effects) => {
    await using harness = await openSimulated({ client: { idleTimeoutMs: 300 } });
    harness.simulator.controls.fault({ command: "import", effect });
    expect(await send(harness)).toEqual({ kind: "unknown", reason: expect.stringMatching(/\S/) });
    expect([made(harness), imports(harness), harness.clock.slept]).toEqual([effects, 1, []]);
  });

  test("may take effect long after it was given up", async () => {
    await using harness = await openSimulated();
    harness.simulator.controls.fault({ command: "import", effect: { kind: "late", requests: 2 } });
    const find = () =>
      harness.importer.find({ table: "name" as TableName, field: "code", value: "fresh", limit: 1 }, never);
    expect(await send(harness)).toMatchObject({ kind: "unknown" });
    expect([(await find()).length, (await find()).length]).toEqual([0, 1]);
  });

  test("that updates something is not refused when its answer is cut off after the first count", async () => {
    await using harness = await openSimulated();
    await send(harness);
    harness.simulator.controls.fault({ command: "import", effect: { kind: "truncate", bytes: "created 0".length } });
    expect(await send(harness, UPDATE)).toMatchObject({ kind: "unknown" });
  });

  test.each([200, 500])("is refused with status %d, by the text alone", async (status) => {
    await using harness = await openSimulated();
    const body = "[ERROR] Detail line\r does not  balance\n";
    harness.simulator.controls.fault({ command: "import", effect: { kind: "status", status, body } });
    expect(await send(harness)).toEqual({ kind: "refused", reason: "Detail line does not balance" });
    harness.simulator.controls.fault({ command: "import", effect: { kind: "status", status, body: "[ERROR]" } });
    expect(await send(harness)).toEqual({ kind: "refused", reason: "it gave no reason" });
  });

  test("of a record that somebody has open is refused", async () => {
    await using harness = await openSimulated();
    await send(harness);
    harness.simulator.controls.lock("name", "FRESH");
    expect(await send(harness, UPDATE)).toEqual({ kind: "refused", reason: expect.stringContaining("in use") });
  });

  test("may be answered late", async () => {
    await using harness = await openSimulated();
    harness.simulator.controls.fault({ command: "import", effect: { kind: "slow", ms: 60_000, when: "after" } });
    expect(await send(harness)).toEqual({ kind: "imported", seq: null, created: 1, updated: 0 });
  });
});

const form = (text: string) => ({ url: ({ port }: { port: number }) => text.replace("PORT", String(port)) });
const status = (code: number, body = ""): FaultEffect => ({ kind: "status", status: code, body });
const NOT_DONE: readonly [name: string, effect: FaultEffect | null, code: string, options: SimulatedOptions][] = [
  ["the user limit", { kind: "users-limit" }, "users-limit", {}],
  ["a document that cannot be opened for now", status(500, BUSY), "busy", {}],
  ["missing credentials", status(401), "login", {}],
  ["a forbidden address", status(403), "login", {}],
  ["an unknown address", status(404), "not-found", {}],
  ["a wrong password", null, "login", form(`http://${ROBOT.user}:wrong@127.0.0.1:PORT/REST/Acme.moneyworks`)],
  ["an unknown document", null, "no-document", form("http://robot:x@127.0.0.1:PORT/REST/Other.moneyworks")],
  ["a missing folder log-in", null, "folder-login-required", { server: { folder: { path: "root", password: "f" } } }],
];

describe("an import was certainly not carried out", () => {
  test.each(NOT_DONE)("after %s, and is sent once all the same", async (_name, effect, code, options) => {
    await using harness = await openSimulated(options);
    if (effect !== null) harness.simulator.controls.fault({ command: "import", effect });
    expect(await failureOf(send(harness))).toMatchObject({ code: `moneyworks.${code}` });
    expect([made(harness), imports(harness), harness.clock.slept]).toEqual([0, 1, []]);
  });

  test("while every log-in is taken", async () => {
    await using harness = await openSimulated({ server: { userLimit: 1 } });
    harness.simulator.controls.occupyLogins(1);
    expect(await failureOf(send(harness))).toMatchObject({ code: "moneyworks.users-limit", retryable: true });
    harness.simulator.controls.occupyLogins(0);
    expect(await send(harness)).toMatchObject({ kind: "imported" });
    expect(imports(harness)).toBe(2);
  });

  test("when nobody listens", async () => {
    const harness = await openSimulated();
    await harness.simulator.stop();
    expect(await failureOf(send(harness))).toMatchObject({ code: "moneyworks.unreachable" });
  });
});

describe("a cancellation", () => {
  test("after the request went out leaves it open", async () => {
    await using harness = await openSimulated();
    const control = new AbortController();
    harness.simulator.controls.fault({ command: "import", effect: { kind: "hang", when: "after" } });
    const answer = send(harness, FRESH, control.signal);
    setTimeout(() => control.abort("stop"), 50);
    const expected: ImportAnswer = { kind: "unknown", reason: expect.stringContaining("cancelled") };
    expect(await answer).toEqual(expected);
    expect([made(harness), imports(harness)]).toEqual([1, 1]);
  });

  test("while it waits for its turn means that it never goes out", async () => {
    await using harness = await openSimulated();
    await harness.source.contact(never);
    const [reading, importing] = [new AbortController(), new AbortController()];
    harness.simulator.controls.fault({ command: "export", effect: { kind: "hang" } });
    const page = harness.source.page({ table: "name" as TableName, after: 0, limit: 1 }, reading.signal);
    const answer = send(harness, FRESH, importing.signal);
    importing.abort("stop");
    expect(await answer.catch((reason) => reason)).toBe("stop");
    reading.abort("enough");
    expect(await page.catch((reason) => reason)).toBe("enough");
    expect(imports(harness)).toBe(0);
  });
});

test("imports and reading take turns, on one log-in that the source gives back", async () => {
  let [now, most] = [0, 0];
  const onRequest = async (_note: RequestNote) => {
    now += 1;
    most = Math.max(most, now);
    await Bun.sleep(5);
    now -= 1;
  };
  await using harness = await openSimulated({ server: { userLimit: 1, onRequest } });
  const { source, importer, simulator } = harness;
  const query = { table: "name" as TableName, field: "code", value: "fresh", limit: 1 };
  const [, answer, found] = await Promise.all([
    source.count("account" as TableName, never),
    importer.send(FRESH, false, never),
    importer.find(query, never),
  ]);
  expect([answer.kind, found.length, most]).toEqual(["imported", 1, 1]);
  expect(simulator.controls.state().logins).toMatchObject({ busy: 0, lingering: 1 });
  await source.release();
  expect(simulator.controls.state().logins).toMatchObject({ lingering: 0 });
});

describe("a search", () => {
  const query = { table: "name" as TableName, field: "code", value: "ACME", limit: 1 };
  const find = ({ importer }: Simulated) => importer.find(query, never);

  test("asks again after a fault that passes", async () => {
    await using harness = await openSimulated();
    await send(harness, FRESH.replace("FRESH", "ACME"));
    harness.simulator.controls.fault({ command: "export", times: 2, effect: { kind: "truncate", bytes: 300 } });
    expect(await find(harness)).toHaveLength(1);
    expect(harness.clock.slept).toHaveLength(2);
  });

  test("of a table that may not be viewed has no answer", async () => {
    await using harness = await openSimulated();
    harness.simulator.controls.hideTables(["name"]);
    expect(await failureOf(find(harness))).toMatchObject({ code: "moneyworks.empty-answer" });
  });

  test("by a field that the server's XML lacks has no answer, unless nothing matches", async () => {
    await using harness = await openSimulated({ server: { quirks: { missingFields: ["name.code"] } } });
    expect(await find(harness)).toEqual([]);
    await send(harness, FRESH.replace("FRESH", "ACME"));
    expect(await failureOf(find(harness))).toMatchObject({ code: "moneyworks.inconsistent" });
  });
});
