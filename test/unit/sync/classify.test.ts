import { describe, expect, test } from "bun:test";
import { blobOid, deflate } from "../../../src/canonical/blob.ts";
import type { Modtime, RecordKey } from "../../../src/domain/ids.ts";
import type { StagedRow } from "../../../src/domain/ports/staging.ts";
import { type Canonical, canonicalize } from "../../../src/sync/canonicalize.ts";
import { classify, type Known } from "../../../src/sync/classify.ts";
import { nameRecord, schemaOf } from "../../support/canonical-tools.ts";

const NAME = schemaOf("name");
const THEN = "20250310141502" as Modtime;
const LATER = "20250311141502" as Modtime;

function record(seq: number, code: string, phone = "1", modtime = THEN): Canonical {
  return canonicalize(NAME, { seq, modtime, record: nameRecord({ code, phone }) });
}

/** Staging that holds these records; `seq` 0 for one that came from git. */
function holding(...records: readonly Canonical[]): Known {
  const rows = records.map(({ key, seq, modtime, oid }): StagedRow => ({ key, seq, modtime, oid, mainOid: oid }));
  return {
    bySeq: (seq) => rows.find((row) => row.seq === seq) ?? null,
    byKey: (key) => rows.find((row) => row.key === key) ?? null,
    body: (key) => {
      const held = records.find((one) => one.key === key);
      return held === undefined ? null : deflate(held.bytes);
    },
  };
}

function outcome(records: readonly Canonical[], known: Known) {
  const { write, added, changed, same, renamed } = classify(NAME, records, known);
  return {
    upserts: write.upserts.map(({ key }) => String(key)),
    touches: write.touches.map(({ key }) => String(key)),
    changes: write.changes.map(({ key, operation, field }) => [key, operation, field].filter(Boolean).join(" ")),
    counts: [added, changed, same],
    renamed: renamed.map(String),
  };
}

const NOTHING = { upserts: [], touches: [], changes: [], renamed: [] };

describe("a record of a page", () => {
  test("is left alone when neither content nor stamp differ", () => {
    expect(outcome([record(1, "A")], holding(record(1, "A")))).toEqual({ ...NOTHING, counts: [0, 0, 1] });
  });
  test("with another stamp alone is touched, not written", () => {
    const found = outcome([record(1, "A", "1", LATER)], holding(record(1, "A")));
    expect(found).toEqual({ ...NOTHING, touches: ["A"], counts: [0, 0, 1] });
  });
  test("that staging knows from git by its key alone is touched with its number", () => {
    const found = outcome([record(1, "A")], holding({ ...record(1, "A"), seq: 0 }));
    expect(found).toEqual({ ...NOTHING, touches: ["A"], counts: [0, 0, 1] });
  });
  test("with other content is written, its fields named", () => {
    const found = outcome([record(1, "A", "2")], holding(record(1, "A")));
    expect(found).toEqual({ ...NOTHING, upserts: ["A"], changes: ["A changed phone"], counts: [0, 1, 0] });
  });
  test("that nobody knows is added", () => {
    const found = outcome([record(1, "A")], holding());
    expect(found).toEqual({ ...NOTHING, upserts: ["A"], changes: ["A added"], counts: [1, 0, 0] });
  });
  test("under another key than before leaves that key behind", () => {
    const found = outcome([record(1, "B")], holding(record(1, "A")));
    expect(found).toEqual({ upserts: ["B"], touches: [], changes: ["B added"], counts: [1, 0, 0], renamed: ["A"] });
  });
  test("under the key of another one, which has its own, leaves none behind", () => {
    const found = outcome([record(1, "B"), record(2, "A", "2")], holding(record(1, "A"), record(2, "B", "2")));
    expect(found.upserts).toEqual(["B", "A"]);
    expect(found.changes).toEqual(["B changed phone", "A changed phone"]);
    expect(found.renamed).toEqual([]);
  });
  test("is staged with the id and stream that git gets", () => {
    const one = record(1, "A");
    const [upsert] = classify(NAME, [one], holding()).write.upserts;
    expect(upsert).toMatchObject({ key: "A" as RecordKey, oid: blobOid(one.bytes), size: one.bytes.length });
  });
});
