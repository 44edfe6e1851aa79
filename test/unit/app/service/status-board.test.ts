import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { join } from "node:path";
import type { RunProgress } from "../../../../src/api/contract/run.ts";
import { StatusBoard } from "../../../../src/app/service/status-board.ts";
import type { Staging } from "../../../../src/domain/ports/staging.ts";
import { openStaging } from "../../../../src/staging/staging.ts";
import { TemporaryDirectory } from "../../../support/temporary.ts";

const PLANS = {
  ...{ pausedSince: null, closedSince: null, failures: 0 },
  ...{ nextPollAt: null, nextSweepAt: null, nextFullAt: null, nextCheckAt: null },
};
const PROGRESS = { run: "r", kind: "full", percent: 12.5 } as unknown as RunProgress;

let place: TemporaryDirectory;
let staging: Staging;
let now: number;
let board: StatusBoard;

beforeEach(() => {
  place = new TemporaryDirectory();
  staging = openStaging({ path: join(place.path, "staging.sqlite") });
  now = 1_700_000_000_000;
  board = new StatusBoard({
    staging,
    clock: { now: () => now },
    version: "test",
    overlapSeconds: () => 60,
    pollSeconds: () => 600,
    plans: () => PLANS,
  });
});
afterEach(() => {
  staging.close();
  place[Symbol.dispose]();
});

describe("a status is put together", () => {
  test("once a second, however often it is asked for", () => {
    const first = board.status();
    now += 999;
    expect(board.status()).toBe(first);
    now += 1;
    const second = board.status();
    expect([first.at, second.at]).toEqual(["2023-11-14T22:13:20.000Z", "2023-11-14T22:13:21.000Z"]);
  });

  test("again when something changed", () => {
    const first = board.status();
    board.forget();
    expect(board.status()).not.toBe(first);
  });

  test("again when the clock was set back, however far", () => {
    for (const step of [1, 500, 3_600_000]) {
      const first = board.status();
      now -= step;
      expect(Date.parse(board.status().at) - Date.parse(first.at)).toBe(-step);
    }
  });
});

test("how far a run has come is told at once, and makes no other status", () => {
  const { at } = board.status();
  now += 10;
  board.running(PROGRESS);
  expect(board.status()).toMatchObject({ at, service: { running: { percent: 12.5 } } });
  board.running(null);
  expect(board.status().service.running).toBeNull();
});
