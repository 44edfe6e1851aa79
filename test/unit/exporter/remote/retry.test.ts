import { describe, expect, test } from "bun:test";
import { fail } from "../../../../src/domain/errors/tidemark-error.ts";
import { backoffMs, withRetries } from "../../../../src/exporter/remote/retry.ts";
import { codeOf, noSignal, remotePorts } from "../../../support/remote-ports.ts";

const unreachable = () => fail("remote.unreachable", { url: "https://host/a.git", reason: "refused" });

/** Fails so many times, then resolves with how often it was asked. */
function work(failures: number, error = unreachable) {
  let calls = 0;
  return async () => {
    calls++;
    if (calls <= failures) throw error();
    return calls;
  };
}

describe("asking again", () => {
  test("waits longer each time, between half and all of a step", () => {
    expect([1, 2, 3, 4, 5, 6].map((tries) => [backoffMs(tries, 0), backoffMs(tries, 1)])).toEqual([
      [250, 500],
      [500, 1000],
      [1000, 2000],
      [2000, 4000],
      [4000, 8000],
      [4000, 8000],
    ]);
  });

  test("ends with the first success, and logs each failure", async () => {
    const ports = remotePorts();
    expect(await withRetries(work(2), ports, { again: (error) => error.retryable, signal: noSignal() })).toBe(3);
    expect(ports.waits).toEqual([375, 750]);
    expect(ports.logged.length).toBe(2);
  });

  test("stops after four tries", async () => {
    const ports = remotePorts();
    const attempt = withRetries(work(9), ports, { again: () => true, signal: noSignal() });
    expect(await codeOf(attempt)).toBe("remote.unreachable");
    expect(ports.waits.length).toBe(3);
  });

  test("does not repeat what must not be repeated", async () => {
    const ports = remotePorts();
    const refused = work(9, () => fail("remote.unauthorised", { url: "https://host/a.git" }));
    const attempt = withRetries(refused, ports, { again: (error) => error.retryable, signal: noSignal() });
    expect(await codeOf(attempt)).toBe("remote.unauthorised");
    expect(ports.waits).toEqual([]);
  });
});
