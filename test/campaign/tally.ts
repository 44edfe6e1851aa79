import type { Outcome } from "./play.ts";
import { type Counts, count } from "./world/points.ts";

const KINDS = ["runs", "faults", "points", "passed", "brought", "promotions"] as const;

/** What many seeds came to, added up; travels between processes as JSON. */
export class Tally {
  seeds = 0;
  requests = 0;
  failed = 0;
  readonly counts: { readonly [kind in (typeof KINDS)[number]]: Counts } = {
    runs: new Map(),
    faults: new Map(),
    points: new Map(),
    passed: new Map(),
    brought: new Map(),
    promotions: new Map(),
  };

  add({ counts, requests, violations }: Outcome): void {
    this.seeds++;
    this.requests += requests;
    if (violations.length > 0) this.failed++;
    for (const kind of KINDS) merge(this.counts[kind], counts[kind]);
  }

  include(json: TallyJson): void {
    this.seeds += json.seeds;
    this.requests += json.requests;
    this.failed += json.failed;
    for (const kind of KINDS) merge(this.counts[kind], Object.entries(json.counts[kind]));
  }

  toJSON(): TallyJson {
    const { seeds, requests, failed, counts } = this;
    const plain = (some: Counts) => Object.fromEntries(some);
    const { runs, faults, points, passed, brought, promotions } = counts;
    const all = {
      runs: plain(runs),
      faults: plain(faults),
      points: plain(points),
      passed: plain(passed),
      brought: plain(brought),
      promotions: plain(promotions),
    };
    return { seeds, requests, failed, counts: all };
  }
}

export interface TallyJson {
  readonly seeds: number;
  readonly requests: number;
  readonly failed: number;
  readonly counts: { readonly [kind in (typeof KINDS)[number]]: Readonly<Record<string, number>> };
}

function merge(into: Counts, from: Iterable<readonly [string, number]>): void {
  for (const [name, times] of from) count(into, name, times);
}
