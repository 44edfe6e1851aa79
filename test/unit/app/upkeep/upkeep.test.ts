import { describe, expect, test } from "bun:test";
import { Upkeep, type UpkeepParts } from "../../../../src/app/upkeep/upkeep.ts";
import { fail } from "../../../../src/domain/errors/tidemark-error.ts";
import type { Steps } from "../../../../src/lib/steps.ts";
import { openStaging } from "../../../../src/staging/staging.ts";
import { ManualClock } from "../../../support/manual-clock.ts";
import { CollectingLog } from "../../../support/moneyworks-fakes.ts";
import { DAY_MS, type HistoryDay, writeHistory } from "../../../support/staged-history.ts";
import { temporaryDirectory } from "../../../support/staging-builders.ts";

const NOW = 1_700_000_000_000 + 40 * DAY_MS;
const BUSY: HistoryDay = { kind: "poll", outcome: "ok", lines: 3, commit: "pushed", promotion: "none", clock: false };
const WEEK = 7 * DAY_MS;

class House implements Disposable {
  readonly #directory = temporaryDirectory();
  readonly staging = openStaging({ path: this.#directory.file("staging.sqlite") });
  readonly log = new CollectingLog();
  readonly clock = new ManualClock(NOW);
  readonly done: string[] = [];
  readonly parts: UpkeepParts;

  constructor(parts: Partial<UpkeepParts> = {}) {
    const { staging, log, clock, done } = this;
    this.parts = {
      ...{ staging, log, clock, diskFree: () => null },
      mirror: { consolidate: () => this.#fold(), release: () => done.push("release") },
      keep: () => ({ runs: WEEK, changes: WEEK, promotions: WEEK }),
      releaseMemory: () => done.push("memory"),
      ...parts,
    };
  }

  *#fold(): Steps {
    this.done.push("fold");
    try {
      yield;
    } finally {
      this.done.push("folded");
    }
  }

  [Symbol.dispose](): void {
    this.staging.close();
    this.#directory.remove();
  }
}

const drain = (upkeep: Upkeep) => {
  let slices = 0;
  while (upkeep.slice()) slices += 1;
  return slices;
};

describe("upkeep", () => {
  test("removes what is old, says what, and looks again six hours later", () => {
    using house = new House();
    writeHistory(
      house.staging,
      Array.from({ length: 40 }, () => BUSY),
      NOW - 40 * DAY_MS,
    );
    const upkeep = new Upkeep(house.parts);
    expect(drain(upkeep)).toBeGreaterThan(0);
    expect(house.staging.changes({ limit: 999 }).length).toBe(21);
    expect(house.log.entries).toEqual([
      expect.objectContaining({
        message: "old rows removed",
        fields: { runs: 33, changes: 99, commits: 33, promotions: 0 },
      }),
    ]);
    expect([drain(upkeep), house.staging.setting("upkeep")]).toEqual([0, `${NOW} ${NOW}`]);
  });

  test("folds after each run, and gives memory back after a long one, and every ten seconds", async () => {
    using house = new House();
    const upkeep = new Upkeep(house.parts);
    drain(upkeep);
    for (const wait of [0, 9999, 1]) {
      await house.clock.pass(wait);
      upkeep.runEnded({ kind: "poll", ms: 900 });
      drain(upkeep);
    }
    const [fold, memory] = [
      ["fold", "folded"],
      ["release", "memory"],
    ];
    expect(house.done.splice(0)).toEqual([fold, memory, fold, fold, memory].flatMap((done) => done ?? []));
    upkeep.runEnded({ kind: "full", ms: 900 });
    upkeep.runEnded({ kind: "poll", ms: 9000 });
    drain(upkeep);
    expect(house.done).toEqual(["fold", "folded", "release", "memory"]);
  });

  test("of a command is done to its end, or left when somebody stops it", async () => {
    using house = new House({ clock: { ...new ManualClock(NOW), sleep: () => Bun.sleep(0) } });
    const stopped = AbortSignal.abort();
    await new Upkeep(house.parts).finish(stopped);
    expect([house.done, house.staging.setting("upkeep")]).toEqual([[], null]);
    await new Upkeep(house.parts).finish(new AbortController().signal);
    expect([house.done, house.staging.setting("upkeep")]).toEqual([["fold", "folded"], `${NOW} ${NOW}`]);
  });

  test("of a command that takes long hears that it is to stop", async () => {
    let steps = 0;
    function* endless(): Steps {
      while (steps++ < 20) yield;
    }
    const clock = { ...new ManualClock(NOW), monotonic: ticking(), sleep: () => Bun.sleep(0) };
    using house = new House({ clock, mirror: { consolidate: endless, release() {} } });
    const stop = new AbortController();
    const work = new Upkeep(house.parts).finish(stop.signal);
    stop.abort();
    await work;
    expect(steps).toBe(1);
  });

  test("forgets nothing that is young by the clock of the host", () => {
    using house = new House();
    writeHistory(house.staging, [BUSY, BUSY], NOW);
    house.staging.setSetting("upkeep", `0 ${NOW + 20 * WEEK}`);
    drain(new Upkeep(house.parts));
    expect(house.staging.changes({ limit: 99 }).length).toBe(6);
  });

  test("that stops in the middle gives up what it had begun", () => {
    using house = new House({ clock: { ...new ManualClock(NOW), monotonic: ticking() } as never });
    const upkeep = new Upkeep(house.parts);
    drain(upkeep);
    upkeep.runEnded({ kind: "poll", ms: 1 });
    upkeep.slice();
    expect(house.done).toEqual(["fold"]);
    upkeep.stop();
    expect([house.done, upkeep.slice()]).toEqual([["fold", "folded"], false]);
  });

  test("whose step fails says so, goes on with the rest, and does not try again at once", () => {
    const full = () => {
      throw fail("data.disk-full", { path: "staging.sqlite" });
    };
    using house = new House();
    const staging = new Proxy(house.staging, {
      get: (target, name) => (name === "forget" ? full : Reflect.get(target, name).bind(target)),
    });
    const upkeep = new Upkeep({ ...house.parts, staging, mirror: { consolidate: () => broken(full), release: full } });
    upkeep.runEnded({ kind: "full", ms: 1 });
    drain(upkeep);
    const said = (what: string) => expect.stringContaining(`${what}: The disk`);
    const failed = ["packs were not folded", "memory was not given back", "old rows were not removed"];
    expect(house.log.warnings()).toEqual(failed.map(said));
    expect(drain(upkeep)).toBe(0);
  });
});

// biome-ignore lint/correctness/useYield: it ends before it has done anything
function* broken(full: () => never): Steps {
  full();
}

/** Each question finds a slice's time gone. */
function ticking(): () => number {
  let now = 0;
  return () => (now += 20);
}
