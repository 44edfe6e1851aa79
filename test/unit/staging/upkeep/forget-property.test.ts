import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import fc from "fast-check";
import type { Staging } from "../../../../src/domain/ports/staging.ts";
import { atOnce } from "../../../../src/lib/steps.ts";
import { openStaging } from "../../../../src/staging/staging.ts";
import { DAY_MS, type HistoryDay, writeHistory } from "../../../support/staged-history.ts";
import { commit, oidOf, temporaryDirectory } from "../../../support/staging-builders.ts";

const FROM = 1_700_000_000_000;
const KINDS = ["poll", "full", "sweep", "check"] as const;

const day: fc.Arbitrary<HistoryDay> = fc.record({
  kind: fc.constantFrom(...KINDS),
  outcome: fc.constantFrom("ok", "ok", "ok", "failed", "partial", "yielded", null),
  lines: fc.integer({ min: 0, max: 3 }),
  commit: fc.constantFrom("none", "committed", "pushed", "pushed"),
  promotion: fc.constantFrom("none", "none", "accepted", "failed", "pending", "untold"),
  clock: fc.boolean(),
});
const history = fc.record({
  days: fc.array(day, { minLength: 1, maxLength: 16 }),
  /** Days that are kept, counted from the first one; null: for ever. */
  runs: fc.option(fc.integer({ min: 0, max: 20 })),
  changes: fc.option(fc.integer({ min: 0, max: 20 })),
  promotions: fc.option(fc.integer({ min: 0, max: 20 })),
  isPrepared: fc.boolean(),
});

/** All that a restart, a second promotion and the scheduler go by. */
function neededOf(staging: Staging) {
  const unfinished = { prepared: staging.preparedCommit(), unpushed: staging.unpushed(), open: staging.openImports() };
  const journal = { last: staging.lastCommit(), remote: staging.remoteHead(), dirty: staging.dirtyCount() };
  const promotions = staging
    .promotions(99)
    .map(({ commit: oid, outcome, noted, branch, at }) => ({ oid, outcome, noted, branch, at }));
  return {
    ...{ ...unfinished, ...journal, promotions },
    waiting: [staging.pendingPromotions(), staging.unnotedPromotions()],
    clock: [staging.clockSamples(1), staging.clockEvents(1)],
    newest: KINDS.map((kind) => staging.findRuns({ kind, limit: 1 })),
    good: KINDS.map((kind) => staging.findRuns({ kind, outcome: "ok", limit: 1 })),
    lastRead: staging.lastRead(),
    lines: [staging.lastChange(), staging.changeEpoch()],
    markers: staging.markers(),
    clients: staging
      .promotions(99)
      .flatMap(({ commit: oid }) => staging.imports(oid).filter(({ clientId }) => clientId !== null)),
  };
}

/** What the statistics say of the days from `first` on, a span a day. */
function statisticsOf(staging: Staging, first: number, last: number) {
  const [from, until] = [FROM + first * DAY_MS, FROM + last * DAY_MS];
  return first >= last ? [] : staging.activity({ from, until, spans: last - first });
}

/** A line whose day is kept, or that main does not carry at the remote. */
function linesThatStay(staging: Staging, cutoff: number | null) {
  const pushed = new Set(staging.unpushed().map(({ commit: oid }) => oid));
  return staging
    .changes({ limit: 9999 })
    .filter(({ at, commit: oid }) => cutoff === null || at >= cutoff || oid === null || pushed.has(oid));
}

function soundness(path: string): unknown[] {
  const database = new Database(path, { readonly: true });
  try {
    const foreign = database.query("PRAGMA foreign_key_check").all();
    const integrity = database.query<{ integrity_check: string }, []>("PRAGMA integrity_check").all();
    return [foreign, integrity.map((row) => row.integrity_check)];
  } finally {
    database.close();
  }
}

test("whatever happened and however long it is kept, what somebody goes by stays", () => {
  fc.assert(
    fc.property(history, ({ days, runs, changes, promotions, isPrepared }) => {
      const directory = temporaryDirectory();
      const path = directory.file("staging.sqlite");
      const staging = openStaging({ path });
      try {
        writeHistory(staging, days, FROM);
        const [{ run } = { run: null }] = staging.runs(1);
        if (isPrepared && run !== null) staging.prepareCommit(commit("prepared", { run, parent: oidOf("x") }));
        const at = (number: number | null) => (number === null ? null : FROM + number * DAY_MS);
        const kept = { runs: at(runs), changes: at(changes), promotions: at(promotions), tallies: FROM };
        const needed = neededOf(staging);
        const lines = staging.changes({ limit: 9999 });
        const staying = linesThatStay(staging, kept.changes);
        const first = Math.max(runs ?? 0, changes ?? 0);
        const statistics = statisticsOf(staging, first, days.length);

        atOnce(staging.forget(kept));

        expect(neededOf(staging)).toEqual(needed);
        const left = staging.changes({ limit: 9999 });
        // The newest so many, each as it was, and none of those missing that are to stay.
        expect(left).toEqual(lines.slice(0, left.length));
        expect(left).toEqual(expect.arrayContaining(staying));
        expect(statisticsOf(staging, first, days.length)).toEqual(statistics);
        const { id: forgotten } = staging.forgottenChanges();
        for (const { id } of lines.filter((line) => line.id >= forgotten)) {
          const resumed = staging.changes({ after: id, limit: 9999 });
          expect(resumed).toEqual(lines.filter((line) => line.id > id).toReversed());
        }
        expect(soundness(path)).toEqual([[], ["ok"]]);
        const again = atOnce(staging.forget(kept));
        expect(again).toEqual({ runs: 0, changes: 0, commits: 0, promotions: 0 });
      } finally {
        staging.close();
        directory.remove();
      }
    }),
    { numRuns: 40 },
  );
});
