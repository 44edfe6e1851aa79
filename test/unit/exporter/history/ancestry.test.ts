import { describe, expect, test } from "bun:test";
import { ZERO_OID } from "../../../../src/domain/ids.ts";
import { isReachable, mergeBases } from "../../../../src/exporter/history/ancestry.ts";
import { commitsSince } from "../../../../src/exporter/history/commits-since.ts";
import { seeded } from "../../../support/seeded.ts";
import { CommitGraph } from "./commit-graph.ts";

const NOW = 1_700_000_000;

type Dice = (sides: number) => number;

function dice(seed: number): Dice {
  const chance = seeded(seed);
  return (sides) => Math.floor(chance() * sides);
}

/** What the clocks of those who commit say. */
const CLOCKS: Readonly<Record<string, (roll: Dice, at: number) => number>> = {
  "that are right": (_roll, at) => NOW + 60 * at,
  "of one second": () => NOW,
  "that run backwards": (_roll, at) => NOW - 60 * at,
  "of which some stand in 1970 or in 2100": (roll, at) => [0, 4_102_444_800, NOW + 60 * at][roll(3)] as number,
  "that say anything": (roll) => roll(1000) - 500,
};

function randomGraph(roll: Dice, clock: (roll: Dice, at: number) => number): CommitGraph {
  const graph = new CommitGraph();
  const size = 5 + roll(25);
  const reach = 1 + roll(8);
  for (let at = 0; at < size; at++) {
    const parents = Array.from({ length: Math.min(at, [1, 1, 1, 2, 2, 3, 0][roll(7)] as number) }, () => {
      return graph.oids[Math.max(0, at - 1 - roll(reach))] as (typeof graph.oids)[number];
    });
    graph.add([...new Set(parents)], clock(roll, at));
  }
  return graph;
}

describe.each(Object.entries(CLOCKS))("with clocks %s", (_name, clock) => {
  test("everything that is asked of 400 histories is as it is found by reading all of it", () => {
    for (let seed = 0; seed < 400; seed++) {
      const roll = dice(seed);
      const graph = randomGraph(roll, clock);
      const pick = () => graph.oids[roll(graph.oids.length)] as (typeof graph.oids)[number];
      for (let again = 0; again < 6; again++) {
        const [ours, theirs] = [pick(), pick()];
        const where = `seed ${seed}: ${graph.oids.indexOf(ours)} and ${graph.oids.indexOf(theirs)}`;
        expect([where, isReachable(graph.source, ours, theirs)]).toEqual([where, graph.below(ours).has(theirs)]);
        expect([where, ...mergeBases(graph.source, ours, theirs).toSorted()]).toEqual([
          where,
          ...graph.bases(ours, theirs),
        ]);
        const since = new Set(Array.from(commitsSince(graph.source, theirs, ours), ({ oid }) => oid));
        const alone = graph.below(theirs).difference(graph.below(ours));
        expect([where, since.isSupersetOf(alone), since.isSubsetOf(graph.below(theirs))]).toEqual([where, true, true]);
      }
    }
  });
});

test("commits that both have are not among those of one, where clocks are right", () => {
  for (let seed = 0; seed < 200; seed++) {
    const roll = dice(seed);
    const graph = randomGraph(roll, CLOCKS["that are right"] as (typeof CLOCKS)[string]);
    const [ours, theirs] = [graph.oids[roll(graph.oids.length)], graph.oids.at(-1)];
    if (ours === undefined || theirs === undefined) continue;
    const since = Array.from(commitsSince(graph.source, theirs, ours), ({ oid }) => oid).toSorted();
    expect(since).toEqual([...graph.below(theirs).difference(graph.below(ours))].toSorted());
  }
});

test("a commit that is not there is below none", () => {
  const graph = new CommitGraph();
  expect(isReachable(graph.source, graph.add([], NOW), ZERO_OID)).toBe(false);
});

describe("a main of 20,000 commits is not read whole", () => {
  const graph = new CommitGraph();
  const main = graph.line(null, 20_000, NOW);
  const head = main.at(-1) as (typeof main)[number];
  const base = main.at(-100) as (typeof main)[number];
  const end = NOW + 60 * 20_000;

  const branches: Record<string, number[]> = {
    "from now": [end, end + 60],
    "from 1970": [0, 1, 2],
    "from 2100": [4_102_444_800, 4_102_444_801],
    "from 2100, 1970 and now": [4_102_444_800, 0, end],
  };
  for (const [name, times] of Object.entries(branches)) {
    test(`for edits ${name} on top of the hundredth newest`, () => {
      const tip = times.reduce((below, time) => graph.add([below], time), base);
      graph.reads = 0;
      expect(mergeBases(graph.source, head, tip)).toEqual([base]);
      expect(isReachable(graph.source, head, tip)).toBe(false);
      expect([...commitsSince(graph.source, tip, head)].length).toBe(times.length);
      expect(graph.reads).toBeLessThan(3000);
    });
  }

  test("for a commit of its own near its head", () => {
    graph.reads = 0;
    expect(isReachable(graph.source, head, base)).toBe(true);
    expect(graph.reads).toBeLessThan(300);
  });

  test("when an old merge brought a branch from 1970 in", () => {
    const side = graph.add([main.at(-50) as (typeof main)[number]], 5);
    const merged = graph.add([head, side], end + 60);
    const later = graph.line(merged, 20, end + 120);
    const tip = graph.add([later[5] as (typeof main)[number]], end + 1000);
    graph.reads = 0;
    expect(mergeBases(graph.source, later.at(-1) as (typeof main)[number], tip)).toEqual([
      later[5] as (typeof main)[number],
    ]);
    expect(graph.reads).toBeLessThan(3000);
  });
});
