import { describe, expect, test } from "bun:test";
import { createHttpMeter, type HttpMeter } from "../../../src/app/http-meter.ts";
import type { HttpRequest } from "../../../src/domain/ports/http.ts";
import { createHttp } from "../../../src/platform/http.ts";
import { SleepingClock } from "../../support/moneyworks-fakes.ts";
import { type RawServer, rawServer, respond } from "../../support/raw-server.ts";

const OK = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n";

/** A meter on real HTTP, and a clock that only the test moves. */
function meterOf(onActivity?: () => void) {
  const clock = new SleepingClock();
  return { clock, meter: createHttpMeter(createHttp(), clock, onActivity) };
}

function ask({ http }: HttpMeter, { port }: Pick<RawServer, "port">, more: Partial<HttpRequest> = {}) {
  const url = `http://127.0.0.1:${port}/`;
  return http.request({ method: "GET", url, headers: {}, idleTimeoutMs: 5000, ...more });
}

describe("the meter of requests", () => {
  test("hands an answer on as it is, and counts it by status, bytes and time", async () => {
    using server = await rawServer(respond(`${OK}0123456789`));
    const { meter, clock } = meterOf();
    const response = await ask(meter, server);
    expect([response.status, response.statusText, response.header("content-length")]).toEqual([200, "OK", "10"]);
    expect(meter.totals()).toEqual({ requests: 1, failures: 0, bytes: 0, byOutcome: new Map() });
    void clock.sleep(700);
    expect(new TextDecoder().decode(await response.bytes())).toBe("0123456789");
    expect(meter.totals()).toEqual({ requests: 1, failures: 0, bytes: 10, byOutcome: new Map([["2xx", 1]]) });
    const { bounds, counts, sum } = meter.durations();
    expect([sum, counts[bounds.indexOf(1)], counts.reduce((a, b) => a + b)]).toEqual([0.7, 1, 1]);
  });

  test.each([
    ["4xx", 0, respond("HTTP/1.1 404 No\r\nContent-Length: 2\r\n\r\nno")],
    ["5xx", 0, respond("HTTP/1.1 503 No\r\nContent-Length: 2\r\n\r\nno")],
    ["reset", 1, respond("", (socket) => socket.end())],
    ["reset", 1, respond(`${OK}01234`, (socket) => socket.end())],
    ["timeout", 1, respond(`${OK}01234`)],
  ] as const)("counts one that ended as %s once, failures: %i", async (outcome, failures, behave) => {
    using server = await rawServer(behave);
    const { meter } = meterOf();
    await ask(meter, server, { idleTimeoutMs: 100 })
      .then((response) => response.bytes())
      .catch(() => {});
    const { requests, failures: failed, byOutcome } = meter.totals();
    expect([requests, failed, byOutcome]).toEqual([1, failures, new Map([[outcome, 1]])]);
  });

  test("counts what was cancelled here, or not read to its end, as no failure", async () => {
    using server = await rawServer(respond(`${OK}01234`));
    const { meter } = meterOf();
    const controller = new AbortController();
    const cancelled = ask(meter, server, { signal: controller.signal }).then((response) => response.bytes());
    controller.abort();
    await cancelled.catch(() => {});
    for await (const _ of (await ask(meter, server)).stream()) break;
    const { failures, byOutcome } = meter.totals();
    expect([failures, byOutcome]).toEqual([
      0,
      new Map([
        ["aborted", 1],
        ["left", 1],
      ]),
    ]);
  });

  test("shows activity at each answer, and none while a server is silent", async () => {
    let calls = 0;
    const { meter, clock } = meterOf(() => calls++);
    const began = meter.lastActivity();
    using silent = await rawServer(() => {});
    void clock.sleep(60_000);
    await ask(meter, silent, { idleTimeoutMs: 50 }).catch(() => {});
    expect([meter.lastActivity() - began, calls]).toEqual([0, 0]);
    using server = await rawServer(respond(`${OK}0123456789`));
    await ask(meter, server);
    expect([meter.lastActivity() - began, calls]).toEqual([60_000, 1]);
  });

  test("shows activity with each good piece of a body, in both directions, and none where one only trickles", async () => {
    const { meter, clock } = meterOf();
    const large = `HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n${"x".repeat(100_000)}`;
    using server = await rawServer(respond(large));
    const answered = await ask(meter, server);
    void clock.sleep(60_000);
    const began = meter.lastActivity();
    await answered.bytes();
    expect(meter.lastActivity() - began).toBe(60_000);
    using trickling = await rawServer(respond(`${OK}0123456789`));
    const trickle = await ask(meter, trickling);
    void clock.sleep(60_000);
    const before = meter.lastActivity();
    await trickle.bytes();
    expect(meter.lastActivity() - before).toBe(0);
    // The answer never comes, so that only what was sent can be a sign.
    using deaf = await rawServer(() => {});
    const body = { length: 100_000, open: () => new Blob(["x".repeat(100_000)]).stream() };
    await ask(meter, deaf, { method: "POST", body, idleTimeoutMs: 50 }).catch(() => {});
    expect(meter.lastActivity() - before).toBe(60_000);
  });
});
