import { describe, expect, test } from "bun:test";
import { isLookDue, keptSince, nextHorizon, parseLook, printLook } from "../../../../src/app/upkeep/horizon.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = 1_800_000_000_000;

describe("a look for what is old", () => {
  test("is due four times a day, and when the clock was set back behind the last", () => {
    const due = (at: number) => isLookDue({ at, horizon: at }, NOW);
    expect([isLookDue(null, NOW), due(NOW - 6 * HOUR), due(NOW - 6 * HOUR + 1), due(NOW), due(NOW + 1)]).toEqual([
      true,
      true,
      false,
      false,
      true,
    ]);
  });

  test("goes by the host's clock, and by no more than two days a time", () => {
    const from = (horizon: number) => nextHorizon({ at: horizon, horizon }, NOW);
    expect([nextHorizon(null, NOW), from(NOW - DAY), from(NOW - 400 * DAY)]).toEqual([NOW, NOW, NOW - 398 * DAY]);
  });

  test("costs two days at most while the clock is years ahead, however often it goes there and back", () => {
    let horizon = NOW;
    for (let times = 0; times < 5; times++) {
      horizon = nextHorizon({ at: NOW, horizon }, NOW + 3650 * DAY);
      horizon = nextHorizon({ at: NOW + 3650 * DAY, horizon }, NOW + HOUR);
    }
    expect(horizon).toBe(NOW + HOUR);
  });

  test("is where it was, but for two days, when a clock that stood at 1970 is right again", () => {
    const back = nextHorizon({ at: NOW, horizon: NOW }, 0);
    expect([back, nextHorizon({ at: 0, horizon: back }, NOW + HOUR)]).toEqual([NOW - 2 * DAY, NOW]);
  });

  test("is written and read back; what nobody can read is none", () => {
    const look = { at: NOW, horizon: NOW - DAY };
    expect([parseLook(printLook(look)), parseLook(null), parseLook(""), parseLook("x 1"), parseLook("1")]).toEqual([
      look,
      null,
      null,
      null,
      null,
    ]);
    expect(printLook({ at: -1.5, horizon: 2.7 })).toBe("0 2");
  });

  test("keeps what is configured, and what is to stay for ever", () => {
    expect(keptSince(NOW, { runs: DAY, changes: null, promotions: 3 * DAY })).toEqual({
      runs: NOW - DAY,
      tallies: NOW - 30 * DAY,
      changes: null,
      promotions: NOW - 3 * DAY,
    });
  });
});
