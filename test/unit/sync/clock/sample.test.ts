import { describe, expect, test } from "bun:test";
import type { Modtime } from "../../../../src/domain/ids.ts";
import { reachOf, trustedBracket } from "../../../../src/sync/clock/sample.ts";

const LOCAL = "20260311090000" as Modtime;

describe("when the server was read, on the host's wall clock", () => {
  const time = (askedAt: number, answeredAt: number) => ({ local: LOCAL, utc: null, askedAt, answeredAt });
  const before = { at: 10_000, monotonic: 500 };

  test("is as the source told it", () => {
    expect(trustedBracket(time(10_100, 10_200), before, { at: 10_300, monotonic: 800 })).toEqual({
      askedAt: 10_100,
      answeredAt: 10_200,
    });
  });
  test.each([
    ["back", 7300],
    ["forward", 3_610_300],
  ])("is some time while the question was under way when that clock was set %s meanwhile", (_, at) => {
    const bracket = trustedBracket(time(10_100, at), before, { at, monotonic: 800 });
    expect(bracket).toEqual({ askedAt: at - 300, answeredAt: at });
  });
  test("is the same when it was set and set back, so that only the order is wrong", () => {
    const bracket = trustedBracket(time(10_250, 10_240), before, { at: 10_300, monotonic: 800 });
    expect(bracket).toEqual({ askedAt: 10_000, answeredAt: 10_300 });
  });
});

describe("from where polls must ask", () => {
  const at = (text: string) => text as Modtime;
  test("is where the clock went back to", () =>
    expect(reachOf({ pollFrom: at("20260311080000"), earliest: at("20260311080000") }, { local: LOCAL }, 60)).toBe(
      at("20260311080000"),
    ));
  test("is not told apart where the overlap reaches as far", () =>
    expect(reachOf({ pollFrom: null, earliest: at("20260311085900") }, { local: LOCAL }, 60)).toBeNull());
  test("is below the overlap where drift could be", () =>
    expect(reachOf({ pollFrom: null, earliest: at("20260311085859") }, { local: LOCAL }, 60)).toBe(
      at("20260311085859"),
    ));
});
