import { expect, test } from "bun:test";
import { Caches } from "./judge/caches.ts";
import { play, type Stage } from "./play.ts";
import { describeFailure, unknownPoints } from "./report.ts";
import { Companies } from "./scenario/companies.ts";
import { drawScenario } from "./scenario/draw.ts";
import { Tally } from "./tally.ts";
import { Worker } from "./worker.ts";
import { Workplace } from "./world/place.ts";

/** `bun run faults` plays more of them. */
const SEEDS = 40;
/** How often incoming commits have to end so, or nothing was tried. */
const OUTCOMES = [
  ["accepted", SEEDS / 4],
  ["conflict", SEEDS / 40],
  ["refused", SEEDS / 10],
  ["failed", 1],
] as const;

function stageIn(workplace: Workplace): Stage {
  return { workplace, companies: new Companies(), caches: new Caches() };
}

test("whatever goes wrong and wherever the process dies, the mirror is exactly right once everything is well again", async () => {
  using workplace = new Workplace();
  const worker = new Worker(stageIn(workplace));
  const tally = new Tally();
  const failures: string[] = [];
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { outcome, failure } = await worker.play(seed);
    tally.add(outcome);
    if (failure !== null) failures.push(describeFailure(failure));
  }
  expect(failures).toEqual([]);
  expect(unknownPoints(tally)).toEqual([]);
  expect([...tally.counts.points.values()].length).toBeGreaterThan(SEEDS / 4);
  const rare = OUTCOMES.filter(([outcome, least]) => (tally.counts.promotions.get(outcome) ?? 0) < least);
  expect(rare).toEqual([]);
}, 300_000);

test("the same seed has the same trace and the same commits, whatever was played before it", async () => {
  using workplace = new Workplace();
  const stage = stageIn(workplace);
  const other = stageIn(workplace);
  for (const seed of [7, 20, 33]) {
    const [first, second] = [await play(drawScenario(seed), stage), await play(drawScenario(seed), other)];
    expect({ hash: second.trace.hash(), main: second.main }).toEqual({ hash: first.trace.hash(), main: first.main });
    expect(first.main).not.toBeNull();
    expect(first.trace.lines.length).toBeGreaterThan(50);
  }
}, 60_000);
