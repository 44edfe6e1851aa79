import { describe, expect, test } from "bun:test";
import type { Modtime, Oid, RecordKey } from "../../../src/domain/ids.ts";
import { type Canonical, canonicalize } from "../../../src/sync/canonicalize.ts";
import { Candidates } from "../../../src/sync/check/candidates.ts";
import { type Evidence, isWithin, judge } from "../../../src/sync/check/judge.ts";
import { nameRecord, schemaOf } from "../../support/canonical-tools.ts";

const NAME = schemaOf("name");
const THEN = "20250310141502" as Modtime;
const KEY = "ROWAN" as RecordKey;
const OTHER = "1".repeat(40) as Oid;
const THIRD = "2".repeat(40) as Oid;

function record(seq: number, code: string = KEY): Canonical {
  return canonicalize(NAME, { seq, modtime: THEN, record: nameRecord({ code, phone: String(seq) }) });
}

const ONE = record(1);
const TWO = record(2);

function verdicts(evidence: Partial<Evidence>, fresh: readonly Canonical[] = []): string[] {
  const whole = { key: KEY, before: null, after: null, records: [], renamed: [], ...evidence };
  return judge(whole, (one) => fresh.includes(one)).map((verdict) =>
    verdict.kind === "different" ? `${verdict.operation} ${verdict.record?.seq ?? "-"}` : verdict.kind,
  );
}

describe("one key, looked at twice, is", () => {
  test.each([
    ["nothing where neither has it", {}, [], ["nothing"]],
    ["nothing where main lost it meanwhile, as MoneyWorks had", { before: OTHER }, [], ["nothing"]],
    ["deleted where main has it and MoneyWorks has not", { before: OTHER, after: OTHER }, [], ["deleted -"]],
    ["no difference where main got it meanwhile", { before: null, after: OTHER }, [], ["meanwhile"]],
    ["no difference where main got another one meanwhile", { before: OTHER, after: THIRD }, [], ["meanwhile"]],
    [
      "no deletion where its record took another key meanwhile",
      { before: OTHER, after: OTHER, renamed: [TWO] },
      [TWO],
      ["meanwhile"],
    ],
    [
      "a deletion where its record had the other key before",
      { before: OTHER, after: OTHER, renamed: [TWO] },
      [],
      ["deleted -"],
    ],
    ["equal where main has it as it is", { before: ONE.oid, after: ONE.oid, records: [ONE] }, [], ["equal"]],
    ["equal where main had it so before", { before: ONE.oid, after: OTHER, records: [ONE] }, [], ["equal"]],
    ["equal where main has it so by now", { before: OTHER, after: ONE.oid, records: [ONE] }, [], ["equal"]],
    ["added where main has nothing", { records: [ONE] }, [], ["added 1"]],
    ["changed where main has something else", { before: OTHER, after: OTHER, records: [ONE] }, [], ["changed 1"]],
    [
      "no difference where it was edited meanwhile",
      { before: OTHER, after: OTHER, records: [ONE] },
      [ONE],
      ["meanwhile"],
    ],
    ["no difference where main moved meanwhile", { before: OTHER, after: THIRD, records: [ONE] }, [], ["meanwhile"]],
    [
      "equal and added where two records have the key and main has one of them",
      { before: TWO.oid, after: TWO.oid, records: [ONE, TWO] },
      [],
      ["added 1", "equal"],
    ],
    [
      "changed and added where two records have the key and main has neither",
      { before: OTHER, after: OTHER, records: [ONE, TWO] },
      [],
      ["changed 1", "added 2"],
    ],
  ] as const)("%s", (_, evidence, fresh, expected) => {
    expect(verdicts(evidence, fresh)).toEqual([...expected]);
  });
});

test.each([
  ["20250310141500", false],
  ["20250310141501", true],
  ["20250310141509", true],
  ["20250310141510", false],
] as const)("a stamp of %s in a check from 14:15:00 to 14:15:09 was made meanwhile: %p", (stamp, expected) => {
  const [from, to] = ["20250310141500", "20250310141509"] as Modtime[];
  expect(isWithin(stamp as Modtime, from as Modtime, to as Modtime)).toBe(expected);
});

test("candidates come in groups of so many keys and numbers, each number of a key once", () => {
  const candidates = new Candidates();
  const add = (key: string, ...numbers: (number | null)[]) =>
    numbers.forEach((number) => {
      candidates.add(key as RecordKey, number);
    });
  add("A", 1, 2, 1);
  add("B", 3);
  add("C", null);
  add("D", 4, 5, 6, 7);
  add("E", 8);
  const groups = [...candidates.groups(3)].map((group) => group.map(({ key, numbers }) => `${key} ${numbers}`));
  expect(groups).toEqual([["A 1,2", "B 3", "C "], ["D 4,5,6,7"], ["E 8"]]);
});
