import { describe, expect, test } from "bun:test";
import type { RecordKey } from "../../../src/domain/ids.ts";
import type { PageWrite } from "../../../src/domain/ports/staging.ts";
import { concerned, type KnownRow, type PagePlan, planPage } from "../../../src/staging/page-plan.ts";
import { keys, MODTIME, oidOf, touch, upsert } from "../../support/staging-builders.ts";

const NOTHING: PagePlan = {
  vacate: [],
  bury: [],
  touch: [],
  rewrite: [],
  insert: [],
  renamed: [],
  displaced: [],
  growth: 0,
};

interface Scenario {
  name: string;
  known: KnownRow[];
  page: Partial<PageWrite>;
  plan: Partial<PagePlan>;
}

const a = upsert("A", 1);
const scenarios: Scenario[] = [
  { name: "an empty page does nothing", known: [live(7, "A", 1)], page: {}, plan: {} },
  { name: "a new record is inserted", known: [], page: { upserts: [a] }, plan: { insert: [a], growth: 1 } },
  {
    name: "a known record is rewritten",
    known: [live(7, "A", 1)],
    page: { upserts: [a] },
    plan: { rewrite: [{ id: 7, upsert: a }] },
  },
  {
    name: "a deleted record comes back in its tombstone",
    known: [tomb(7, "A")],
    page: { upserts: [a] },
    plan: { rewrite: [{ id: 7, upsert: a }], growth: 1 },
  },
  {
    name: "a seeded record gets its sequence number from a touch",
    known: [live(7, "A", null)],
    page: { touches: [touch("A", 1)] },
    plan: { touch: [{ id: 7, seq: 1, modtime: MODTIME }] },
  },
  { name: "a touch of nothing does nothing", known: [], page: { touches: [touch("A", 1)] }, plan: {} },
  { name: "a touch does not wake a tombstone", known: [tomb(7, "A")], page: { touches: [touch("A", 1)] }, plan: {} },
  {
    name: "a deletion buries",
    known: [live(7, "A", 1)],
    page: { deletes: keys("A") },
    plan: { bury: [7], growth: -1 },
  },
  { name: "a tombstone is not buried twice", known: [tomb(7, "A")], page: { deletes: keys("A") }, plan: {} },
  {
    name: "a renamed code buries and reports its old key",
    known: [live(7, "OLD", 1)],
    page: { upserts: [a] },
    plan: { bury: [7], insert: [a], renamed: keys("OLD") },
  },
  {
    name: "a renamed code that the page deletes by itself is not reported twice",
    known: [live(7, "OLD", 1)],
    page: { upserts: [a], deletes: keys("OLD") },
    plan: { bury: [7], insert: [a] },
  },
  {
    name: "two records swap codes",
    known: [live(7, "A", 2), live(8, "B", 1)],
    page: { upserts: [a, upsert("B", 2)] },
    plan: {
      vacate: [7, 8],
      rewrite: [
        { id: 7, upsert: a },
        { id: 8, upsert: upsert("B", 2) },
      ],
    },
  },
  {
    name: "three records pass their codes around",
    known: [live(7, "A", 3), live(8, "B", 1), live(9, "C", 2)],
    page: { upserts: [a, upsert("B", 2), upsert("C", 3)] },
    plan: {
      vacate: [7, 8, 9],
      rewrite: [
        { id: 7, upsert: a },
        { id: 8, upsert: upsert("B", 2) },
        { id: 9, upsert: upsert("C", 3) },
      ],
    },
  },
  {
    name: "two touched records swap numbers",
    known: [live(7, "A", 1), live(8, "B", 2)],
    page: { touches: [touch("A", 2), touch("B", 1)] },
    plan: {
      vacate: [7, 8],
      touch: [
        { id: 7, seq: 2, modtime: MODTIME },
        { id: 8, seq: 1, modtime: MODTIME },
      ],
    },
  },
  {
    name: "a code taken from a record outside the page displaces it",
    known: [live(7, "A", 9)],
    page: { upserts: [a] },
    plan: {
      vacate: [7],
      rewrite: [{ id: 7, upsert: a }],
      displaced: [{ key: "A" as RecordKey, seq: 9, by: 1 }],
    },
  },
  {
    name: "a code taken from a record that the page renames displaces nobody",
    known: [live(7, "A", 9)],
    page: { upserts: [a, upsert("Z", 9)] },
    plan: { vacate: [7], rewrite: [{ id: 7, upsert: a }], insert: [upsert("Z", 9)], growth: 1 },
  },
  {
    name: "a code taken from a record that the page deletes displaces nobody",
    known: [live(7, "A", 9)],
    page: { upserts: [a], deletes: keys("A") },
    plan: { vacate: [7], rewrite: [{ id: 7, upsert: a }] },
  },
  {
    name: "of two records with one code the later stays and the earlier is displaced",
    known: [],
    page: { upserts: [a, upsert("A", 2)] },
    plan: { insert: [upsert("A", 2)], displaced: [{ key: "A" as RecordKey, seq: 1, by: 2 }], growth: 1 },
  },
  {
    name: "of two records with one code the earlier is not displaced when it has another code too",
    known: [],
    page: { upserts: [a, upsert("A", 2), upsert("L", 1)] },
    plan: { insert: [upsert("A", 2), upsert("L", 1)], growth: 2 },
  },
  {
    name: "one record under two codes stays under the later",
    known: [],
    page: { upserts: [a, upsert("B", 1)] },
    plan: { insert: [upsert("B", 1)], renamed: keys("A"), growth: 1 },
  },
  {
    name: "a renamed code whose old key a touch claims keeps both",
    known: [live(7, "A", 1)],
    page: { upserts: [upsert("B", 1)], touches: [touch("A", 2)] },
    plan: { vacate: [7], touch: [{ id: 7, seq: 2, modtime: MODTIME }], insert: [upsert("B", 1)], growth: 1 },
  },
];

describe("planPage", () => {
  test.each(scenarios)("$name", ({ known, page, plan }) => {
    expect(planPage({ upserts: [], touches: [], deletes: [], ...page }, known)).toEqual({ ...NOTHING, ...plan });
  });
});

test("a page concerns every key and sequence number it names", () => {
  const rows = { upserts: [a], touches: [touch("T", 4)], deletes: keys("D") };
  expect(concerned(rows)).toEqual({ keys: keys("A", "T", "D"), numbers: [1, 4] });
});

function live(id: number, key: string, seq: number | null): KnownRow {
  return { id, key: key as RecordKey, seq, oid: oidOf("before") };
}

function tomb(id: number, key: string): KnownRow {
  return { id, key: key as RecordKey, seq: null, oid: null };
}
