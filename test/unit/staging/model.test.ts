import { expect, test } from "bun:test";
import fc from "fast-check";
import type { Oid, RecordKey } from "../../../src/domain/ids.ts";
import type { Staging } from "../../../src/domain/ports/staging.ts";
import { openStaging } from "../../../src/staging/staging.ts";
import { commit, NAME, oidOf, page, RUN, temporaryDirectory, touch, upsert } from "../../support/staging-builders.ts";

/** What staging must amount to: what MoneyWorks holds by number, and what main holds by key. */
class Model {
  readonly live = new Map<number, { key: string; text: string }>();
  main = new Map<string, Oid>();
  carried: Map<string, Oid> | null = null;
  commits = 0;

  files(): Map<string, Oid> {
    return new Map([...this.live.values()].map(({ key, text }) => [key, oidOf(text)]));
  }

  difference(): [string, Oid | null][] {
    const files = this.files();
    const names = [...new Set([...files.keys(), ...this.main.keys()])].sort();
    return names.filter((key) => files.get(key) !== this.main.get(key)).map((key) => [key, files.get(key) ?? null]);
  }
}

type Step =
  | { kind: "page"; records: { seq: number; key: string; text: string }[]; gone: string[] }
  | { kind: "prepare" | "finish" | "discard" };

const key = fc.constantFrom("A", "B", "C", "D", "E");
const record = fc.record({ seq: fc.integer({ min: 1, max: 6 }), key, text: fc.constantFrom("x", "y") });
const records = fc.uniqueArray(record, { maxLength: 4, comparator: (a, b) => a.seq === b.seq || a.key === b.key });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant("page" as const), records, gone: fc.uniqueArray(key, { maxLength: 2 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constantFrom("prepare" as const, "finish" as const, "discard" as const) }),
  },
);

/** The page as a caller builds it: unchanged records as touches, the rest as upserts. */
function applyPage(staging: Staging, model: Model, { records, gone }: Extract<Step, { kind: "page" }>): void {
  const deletes = gone.filter((name) => !records.some((row) => row.key === name)) as RecordKey[];
  const same = records.filter((row) => staging.rowByKey(NAME, row.key as RecordKey)?.oid === oidOf(content(row)));
  const upserts = records.filter((row) => !same.includes(row)).map((row) => upsert(row.key, row.seq, content(row)));
  const touches = same.map((row) => touch(row.key, row.seq));
  const displaced = staging.applyPage(page({ upserts, touches, deletes }));
  const expected = displacedBy(model, records, deletes);
  expect(displaced.map(({ seq }) => seq).sort()).toEqual(expected);
  for (const seq of expected) model.live.delete(seq);
  for (const [seq, row] of model.live) if (deletes.some((name) => name === row.key)) model.live.delete(seq);
  for (const row of records) model.live.set(row.seq, { key: row.key, text: content(row) });
}

/** A record's bytes hold its number, as MoneyWorks' own do. */
function content({ seq, text }: { seq: number; text: string }): string {
  return `${seq}${text}`;
}

function displacedBy(model: Model, records: { seq: number; key: string }[], deletes: readonly string[]): number[] {
  const arriving = new Set(records.map(({ seq }) => seq));
  return [...model.live]
    .filter(
      ([seq, row]) => !arriving.has(seq) && !deletes.includes(row.key) && records.some(({ key }) => key === row.key),
    )
    .map(([seq]) => seq)
    .sort();
}

function journal(staging: Staging, model: Model, kind: "prepare" | "finish" | "discard"): void {
  if ((kind === "prepare") === (model.carried !== null)) return;
  if (kind === "prepare") {
    model.commits += 1;
    model.carried = model.files();
    staging.prepareCommit(commit(`commit ${model.commits}`));
    return;
  }
  if (kind === "finish") staging.finishCommit(oidOf(`commit ${model.commits}`));
  else staging.discardCommit(oidOf(`commit ${model.commits}`));
  if (kind === "finish" && model.carried !== null) model.main = model.carried;
  model.carried = null;
}

function expectAgreement(staging: Staging, model: Model): void {
  const live = staging.interval(NAME, 0, null).map(({ seq, key, oid }) => [seq, String(key), oid]);
  const expected = [...model.live].sort(([a], [b]) => a - b).map(([seq, row]) => [seq, row.key, oidOf(row.text)]);
  expect(live).toEqual(expected);
  expect(staging.liveCount(NAME)).toBe(model.live.size);
  const dirty = [...staging.dirtyRows()].map(({ key, oid }): [string, Oid | null] => [key, oid]);
  expect(dirty.sort(([a], [b]) => (a < b ? -1 : 1))).toEqual(model.difference());
  expect(staging.dirtyCount()).toBe(dirty.length);
}

test("whatever happens in whatever order, staged rows are MoneyWorks' and dirty rows are what main lacks", () => {
  const directory = temporaryDirectory();
  const staging = openStaging({ path: directory.file("staging.db") });
  staging.startRun(RUN, "poll", 1);
  const property = fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
    staging.seed({ head: oidOf("empty"), pushed: true, run: RUN, at: 1, rows: [], trees: [], markers: [] });
    const model = new Model();
    for (const step of steps) {
      if (step.kind === "page") applyPage(staging, model, step);
      else journal(staging, model, step.kind);
      expectAgreement(staging, model);
    }
  });
  try {
    fc.assert(property, { seed: 20260102, numRuns: 150 });
  } finally {
    staging.close();
    directory.remove();
  }
}, 30_000);
