import { describe, expect, test } from "bun:test";
import { type NextJob, nextJob, type Situation } from "../../../../src/app/service/next-job.ts";
import type { TableName } from "../../../../src/domain/ids.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Nothing is due for ten minutes. */
const QUIET: Situation = {
  now: 1_000_000_000,
  monotonic: 5_000_000,
  isPaused: false,
  isWoken: false,
  pollAt: 5_000_000 + 10 * MINUTE,
  failures: 0,
  isYielded: false,
  finished: [],
  isSweepDue: false,
  fullAt: null,
  checkAt: null,
};
const DUE = { pollAt: QUIET.monotonic };
const NAME = ["name" as TableName];

const CASES: readonly [string, Partial<Situation>, NextJob][] = [
  ["waits for the next poll", {}, { kind: "wait", ms: 10 * MINUTE }],
  ["polls when that is due", DUE, { kind: "poll" }],
  ["polls at once when somebody pushed", { isWoken: true }, { kind: "poll" }],
  [
    "a push does not shorten the wait after a failure",
    { isWoken: true, failures: 1 },
    { kind: "wait", ms: 10 * MINUTE },
  ],
  ["goes on with a first read that let go", { isYielded: true }, { kind: "poll" }],
  ["goes on with it when no table is read yet", { ...DUE, isYielded: true }, { kind: "poll" }],
  [
    "polls what is read already before it goes on",
    { ...DUE, isYielded: true, finished: NAME },
    { kind: "poll", tables: NAME },
  ],
  ["does not go on with it after a failure", { isYielded: true, failures: 2 }, { kind: "wait", ms: 10 * MINUTE }],
  [
    "a poll goes before a sweep, a full sync and a check",
    { ...DUE, isSweepDue: true, fullAt: 0, checkAt: 0 },
    { kind: "poll" },
  ],
  ["a full sync spares the sweep", { isSweepDue: true, fullAt: QUIET.now }, { kind: "full" }],
  ["a sweep goes before a check", { isSweepDue: true, checkAt: QUIET.now }, { kind: "sweep" }],
  ["checks", { checkAt: QUIET.now - 1 }, { kind: "check" }],
  [
    "waits for the check that comes first",
    { checkAt: QUIET.now + MINUTE, fullAt: QUIET.now + HOUR },
    { kind: "wait", ms: MINUTE },
  ],
  [
    "nothing but polls after a failure",
    { isSweepDue: true, fullAt: 0, checkAt: 0, failures: 1 },
    { kind: "wait", ms: 10 * MINUTE },
  ],
  [
    "paused, nothing",
    { ...DUE, isPaused: true, isWoken: true, isYielded: true, fullAt: 0, isSweepDue: true },
    { kind: "wait", ms: HOUR },
  ],
  ["looks again after an hour at most", { pollAt: QUIET.monotonic + 24 * HOUR }, { kind: "wait", ms: HOUR }],
];

describe("what comes next", () => {
  test.each(CASES)("%s", (_name, situation, next) => {
    expect(nextJob({ ...QUIET, ...situation })).toEqual(next);
  });
});
