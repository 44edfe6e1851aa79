import { describe, expect, test } from "bun:test";
import type { ErrorCode } from "../../../src/domain/errors/registry.ts";
import { fail } from "../../../src/domain/errors/tidemark-error.ts";
import { delayBefore, withRetries } from "../../../src/moneyworks/retry.ts";
import { CollectingLog, fixedRandom, SleepingClock } from "../../support/moneyworks-fakes.ts";

const WAITS: readonly [name: string, code: ErrorCode, lowest: number[], highest: number[]][] = [
  ["a lost connection", "moneyworks.connection-lost", [0, 0, 0, 0], [500, 1000, 2000, 4000]],
  ["the user limit", "moneyworks.users-limit", [60_000, 60_000, 60_000, 60_000], [120_000, 120_000, 120_000, 120_000]],
  ["a closing document", "moneyworks.busy", [60_000, 60_000, 60_000, 60_000], [75_000, 75_000, 75_000, 75_000]],
  ["a wrong password", "moneyworks.login", [], []],
  ["a bad search", "moneyworks.search", [], []],
  ["an unknown table", "moneyworks.no-table", [], []],
];

async function waitsOf(code: ErrorCode, fraction: number) {
  const clock = new SleepingClock();
  const log = new CollectingLog();
  const random = fixedRandom(fraction);
  const { signal } = new AbortController();
  const attempt = async () => {
    throw fail(code, { server: "s", text: "t", table: "t" });
  };
  const error = await withRetries({ clock, log, random }, attempt, { command: "export", signal }).catch((e) => e);
  return { waits: clock.slept, error, log };
}

describe("asking again", () => {
  test.each(WAITS)("waits between these bounds after %s, then gives up", async (_name, code, lowest, highest) => {
    expect((await waitsOf(code, 0)).waits).toEqual(lowest);
    const { waits, error, log } = await waitsOf(code, 0.999_999_9);
    expect(waits).toEqual(highest);
    expect(error.code).toBe(code);
    expect(log.warnings()).toHaveLength(highest.length);
  });

  test("never waits longer than half a minute between quick tries", () => {
    expect(delayBefore(fail("moneyworks.timeout"), 4, 1)).toBeLessThanOrEqual(30_000);
  });

  test("takes fewer tries when told so, after errors that one record can cause alone", () => {
    const after = (code: ErrorCode, failed: number, tries: number) => delayBefore(fail(code), failed, 0.5, tries);
    expect([after("moneyworks.server-error", 1, 1), after("moneyworks.bad-xml", 2, 2)]).toEqual([null, null]);
    expect(after("moneyworks.bad-xml", 1, 2)).not.toBeNull();
    expect(after("moneyworks.users-limit", 1, 1)).toBe(90_000);
    expect(after("moneyworks.unreachable", 4, 1)).not.toBeNull();
    expect(after("moneyworks.timeout", 5, 9)).toBeNull();
  });

  test("ends with the first success", async () => {
    const clock = new SleepingClock();
    let calls = 0;
    const attempt = async () => {
      calls += 1;
      if (calls < 3) throw fail("moneyworks.timeout", { server: "s", seconds: 1 });
      return "data";
    };
    const ports = { clock, log: new CollectingLog(), random: fixedRandom(0.5) };
    const { signal } = new AbortController();
    expect(await withRetries(ports, attempt, { command: "export", signal })).toBe("data");
    expect(clock.slept).toEqual([250, 500]);
  });

  test("stops at once when the run is cancelled, with the reason of the signal", async () => {
    const clock = new SleepingClock();
    const control = new AbortController();
    const attempt = async () => {
      control.abort("stop");
      throw fail("moneyworks.timeout", { server: "s", seconds: 1 });
    };
    const ports = { clock, log: new CollectingLog(), random: fixedRandom(0.5) };
    const error = await withRetries(ports, attempt, { command: "export", signal: control.signal }).catch((e) => e);
    expect([error, clock.slept]).toEqual(["stop", []]);
  });
});
