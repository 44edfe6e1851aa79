import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import {
  hear,
  type Incidents,
  NO_INCIDENTS,
  type NotifyEvent,
  nextDue,
  REMIND_MS,
} from "../../../../src/app/notify/incidents.ts";
import type { Notice } from "../../../../src/app/notify/notice.ts";
import { PACE_MS } from "../../../../src/app/notify/pace.ts";
import type { RunEnd } from "../../../../src/app/run-end.ts";
import { failedRun, HALT, HOUR, MINUTE, promotionReport, runEnd, START } from "../../../support/notifying.ts";

/** Hears events at their minutes, with a tick whenever one is due in between; tells what went out, at which minute. */
class Hearing {
  state: Incidents = NO_INCIDENTS;
  readonly told: Notice[] = [];
  #count = 0;
  readonly #after: number;

  constructor(after = 3) {
    this.#after = after;
  }

  at(minute: number, event: NotifyEvent): this {
    const until = START + minute * MINUTE;
    for (let due = this.#due(until); due !== null; due = this.#due(until)) this.hear({ type: "tick" }, due);
    this.hear(event, until);
    return this;
  }

  hear(event: NotifyEvent, now: number): void {
    const newId = () => {
      this.#count += 1;
      return `id ${this.#count}`;
    };
    const around = { now, newId, after: this.#after };
    // As after a restart: what is remembered is what can be written down.
    this.state = JSON.parse(JSON.stringify(this.state));
    const { state, notices } = hear(this.state, event, around);
    this.state = state;
    this.told.push(...notices);
  }

  run(minute: number, run: Partial<RunEnd>): this {
    return this.at(minute, { type: "run", run: { ...(run.outcome === "failed" ? failedRun() : runEnd()), ...run } });
  }

  wait(minute: number): this {
    return this.at(minute, { type: "tick" });
  }

  /** `minute kind phase`, with how many are told with it. */
  get lines(): string[] {
    return this.told.map(({ at, kind, phase, others }) => {
      const more = others.length === 0 ? "" : ` +${others.length}`;
      return `${(at - START) / MINUTE} ${kind} ${phase}${more}`;
    });
  }

  #due(until: number): number | null {
    const now = this.told.at(-1)?.at ?? START;
    const due = nextDue(this.state, now);
    return due === null || due > until ? null : due;
  }
}

const FAILED = { outcome: "failed" } as const;
const halt = (code: string | null): NotifyEvent => ({ type: "halt", halt: code === null ? null : { ...HALT, code } });

describe("failed runs", () => {
  test("are told with the third in a row, and when one goes through", () => {
    const hearing = new Hearing().run(0, FAILED).run(20, FAILED).run(60, FAILED).run(140, FAILED).run(300, {});
    expect(hearing.lines).toEqual(["60 failure began", "300 failure over"]);
    const [began, over] = hearing.told;
    expect(began?.title).toBe("3 polls in a row failed");
    expect([began?.since, over?.since]).toEqual([START - 2000, START - 2000]);
    expect(over?.title).toBe("All is well again after 5h");
  });

  test("are told with the first, where that is wanted", () => {
    expect(new Hearing(1).run(0, FAILED).run(20, FAILED).lines).toEqual(["0 failure began"]);
  });

  test("are no news while one goes through now and then", () => {
    const hearing = new Hearing();
    for (let minute = 0; minute < 600; minute += 30) hearing.run(minute, minute % 90 === 0 ? {} : FAILED);
    expect(hearing.lines).toEqual([]);
  });

  test.each(["cancelled", "yielded", "halted"] as const)("%s ones neither fail nor heal", (outcome) => {
    const hearing = new Hearing().run(0, FAILED).run(1, { outcome }).run(2, FAILED).run(3, { outcome }).run(4, FAILED);
    expect(hearing.lines).toEqual(["4 failure began"]);
  });

  test("that left a table out count, too", () => {
    const partial = { ...failedRun(), outcome: "partial" } as const;
    const hearing = new Hearing().run(0, partial).run(10, partial).run(20, partial);
    expect(hearing.told.map(({ title }) => title)).toEqual(["3 polls in a row left tables out"]);
  });

  test("are counted by their kind", () => {
    const hearing = new Hearing()
      .run(0, FAILED)
      .run(1, { ...FAILED, kind: "sweep" })
      .run(2, FAILED)
      .run(3, { kind: "sweep" });
    expect(hearing.run(4, FAILED).lines).toEqual(["4 failure began"]);
  });

  test("are not healed by one of some tables", () => {
    const hearing = new Hearing().run(0, FAILED).run(1, FAILED).run(2, { isWhole: false }).run(3, FAILED);
    expect(hearing.run(4, { isWhole: false }).lines).toEqual(["3 failure began"]);
  });
});

describe("a halt", () => {
  test("is told at once and once, however often it is heard of, over restarts too", () => {
    const hearing = new Hearing().at(0, halt("a")).at(1, halt("a")).at(700, halt("a")).at(750, halt(null));
    expect(hearing.at(751, halt(null)).lines).toEqual(["0 halt began", "750 halt over"]);
  });

  test("began when it says, also when it is heard of later", () => {
    const hearing = new Hearing().at(90, halt("a")).at(180, halt(null));
    expect(hearing.told.map(({ since }) => since)).toEqual([START, START]);
    expect(hearing.told[1]?.title).toBe("The halt is over after 3h");
  });

  test("in place of another is news, and the first one is not over by that", () => {
    expect(new Hearing().at(0, halt("a")).at(30, halt("b")).at(60, halt(null)).lines).toEqual([
      "0 halt began",
      "30 halt began",
      "60 halt over",
    ]);
  });
});

describe("a check", () => {
  const different = { kind: "check", outcome: "different", differences: 12 } as const;

  test("is told at once when it found differences, and when the next one finds none", () => {
    const hearing = new Hearing().run(0, different).run(60, different).run(120, { kind: "check", differences: 0 });
    expect(hearing.lines).toEqual(["0 check began", "120 check over"]);
    expect(hearing.told[0]?.title).toBe("A check found 12 differences");
  });

  test("of some tables may find, but not acquit", () => {
    const hearing = new Hearing().run(0, { ...different, isWhole: false });
    expect(hearing.run(60, { kind: "check", differences: 0, isWhole: false }).lines).toEqual(["0 check began"]);
  });

  test("that finds something is none that failed", () => {
    const hearing = new Hearing()
      .run(0, { ...FAILED, kind: "check" })
      .run(1, { ...FAILED, kind: "check" })
      .run(2, different);
    expect(hearing.run(3, { ...FAILED, kind: "check" }).lines).toEqual(["2 check began"]);
  });
});

describe("a promotion", () => {
  const promotion = (outcome: "conflict" | "refused" | "failed" | "accepted" | "pending"): NotifyEvent => ({
    type: "promotion",
    report: promotionReport({ outcome }),
  });

  test.each(["conflict", "refused", "failed"] as const)("that ended as %s is told", (outcome) => {
    expect(new Hearing().at(0, promotion(outcome)).lines).toEqual(["0 promotion happened"]);
  });

  test.each(["accepted", "pending"] as const)("that is %s is not", (outcome) => {
    expect(new Hearing().at(0, promotion(outcome)).lines).toEqual([]);
  });

  test("of an author who pushes on and on is told every five minutes", () => {
    const hearing = new Hearing();
    for (let second = 0; second < 600; second += 1) hearing.at(second / 60, promotion("refused"));
    hearing.wait(20);
    expect(hearing.lines).toEqual(["0 promotion happened", "5 promotion happened +21", "10 promotion happened +21"]);
    expect(hearing.told[1]?.others[0]).toBe("278 more");
  });
});

describe("what lasts", () => {
  test("is told again each day", () => {
    const hearing = new Hearing().at(0, halt("a")).wait(3 * 24 * 60);
    expect(hearing.lines).toEqual([
      "0 halt began",
      "1440 halt continues",
      "2880 halt continues",
      "4320 halt continues",
    ]);
    expect(new Set(hearing.told.map(({ id }) => id)).size).toBe(4);
  });

  test("is told once after a week in which nobody was there to tell it", () => {
    const hearing = new Hearing().at(0, halt("a"));
    hearing.hear({ type: "tick" }, START + 7 * 24 * HOUR);
    expect(hearing.lines).toEqual(["0 halt began", "10080 halt continues"]);
  });

  test("is told in the words of today", () => {
    const hearing = new Hearing(1)
      .run(0, FAILED)
      .run(10, FAILED)
      .run(20, FAILED)
      .wait(24 * 60);
    expect(hearing.told.map(({ title }) => title)).toEqual(["A poll failed", "3 polls in a row failed"]);
  });
});

describe("what comes and goes within five minutes", () => {
  test("is told as it stands then, with what was in between", () => {
    const hearing = new Hearing().at(0, halt("a")).at(1, halt(null)).at(2, halt("b")).at(3, halt(null)).wait(10);
    expect(hearing.lines).toEqual(["0 halt began", "5 halt over +2"]);
    expect(hearing.told[1]?.others).toEqual(["The halt is over after 1m", `A person is needed: ${HALT.message}`]);
  });

  test("holds no other kind up", () => {
    const hearing = new Hearing(1)
      .at(0, halt("a"))
      .run(1, FAILED)
      .at(2, { type: "promotion", report: promotionReport() });
    expect(hearing.lines).toEqual(["0 halt began", "1 failure began", "2 promotion happened"]);
  });
});

describe("a clock that is set", () => {
  test("back by a year holds nothing up", () => {
    const hearing = new Hearing().at(0, halt("a"));
    const year = 365 * 24 * HOUR;
    hearing.hear(halt(null), START - year);
    hearing.hear({ type: "tick" }, START - year + PACE_MS);
    expect(hearing.told.map(({ phase }) => phase)).toEqual(["began", "over"]);
    expect(hearing.told[1]?.title).toBe("The halt is over after 0s");
  });

  test("forward by a year tells once more, and no more than that", () => {
    const hearing = new Hearing().at(0, halt("a"));
    hearing.hear({ type: "tick" }, START + 365 * 24 * HOUR);
    hearing.hear({ type: "tick" }, START + 365 * 24 * HOUR + 1000);
    expect(hearing.told.map(({ phase }) => phase)).toEqual(["began", "continues"]);
  });
});

describe("whatever happens", () => {
  const event = fc.oneof(
    fc.constantFrom(halt("a"), halt("b"), halt(null), { type: "tick" } as const),
    fc
      .record({
        kind: fc.constantFrom("poll" as const, "sweep" as const, "check" as const),
        outcome: fc.constantFrom("ok" as const, "failed" as const, "partial" as const, "different" as const),
        isWhole: fc.boolean(),
      })
      .map((run): NotifyEvent => ({ type: "run", run: runEnd({ ...run, differences: 1 }) })),
    fc.constant<NotifyEvent>({ type: "promotion", report: promotionReport() }),
  );
  const steps = fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), event), { maxLength: 60 });

  test("five minutes lie between two of a kind, nothing waits for longer, and the last word is true", () => {
    fc.assert(
      fc.property(steps, (all) => {
        const hearing = new Hearing(2);
        let minute = 0;
        for (const [pause, heard] of all) {
          minute += pause;
          hearing.at(minute, heard);
        }
        hearing.wait(minute + 5);
        for (const kind of ["halt", "failure", "check", "promotion"]) {
          const times = hearing.told.filter((notice) => notice.kind === kind).map(({ at }) => at);
          if (times.some((at, index) => index > 0 && at - (times[index - 1] ?? 0) < PACE_MS)) return false;
        }
        const held = Object.values(hearing.state.paces).some(({ held }) => held.length > 0);
        const lastHalt = hearing.told.findLast(({ kind }) => kind === "halt");
        const isOpen = hearing.state.open.halt !== undefined;
        return !held && (lastHalt === undefined ? !isOpen : isOpen === (lastHalt.phase !== "over"));
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  test("what is remembered does not grow", () => {
    const hearing = new Hearing(1);
    const report = promotionReport({ outcome: "failed" });
    for (let count = 0; count < 300; count += 1) {
      hearing.hear({ type: "promotion", report }, START);
      hearing.hear({ type: "run", run: failedRun() }, START);
      hearing.hear(halt(`code ${count}`), START);
    }
    expect(JSON.stringify(hearing.state).length).toBeLessThan(60_000);
    expect(nextDue(hearing.state, START)).toBe(START + PACE_MS);
    expect(REMIND_MS).toBeGreaterThan(PACE_MS);
  });
});
