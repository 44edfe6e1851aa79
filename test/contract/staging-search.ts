import { beforeEach, describe, expect, test } from "bun:test";
import type { RecordKey, TableName } from "../../src/domain/ids.ts";
import { keys, NAME, oidOf, page, RUN, seedRow, upsert } from "../support/staging-builders.ts";
import type { StagingUnderTest } from "./staging-place.ts";

const OTHER = "product" as TableName;
/** In the order of their bytes, which is not that of UTF-16: the last one has surrogates. */
const KEYS = ["#7", "100%", "AB", "A_B", "Zoë", "ab", "abc", "Äpfel", "～wide", "😀"];

export function searchContract(it: StagingUnderTest): void {
  describe("records by key", () => {
    beforeEach(() => {
      const upserts = KEYS.toReversed().map((key, at) => upsert(key, at + 1));
      it.staging.applyPage(page({ upserts: [...upserts, upsert("GONE", 50)] }));
      it.staging.applyPage(page({ deletes: keys("GONE") }));
      it.staging.applyPage(page({ table: OTHER, upserts: [upsert("elsewhere", 1)] }));
    });
    const after = (key: string | null, limit: number) =>
      it.staging.rowsAfter(NAME, key as RecordKey | null, limit).map((row) => String(row.key));

    test("come in the order of their bytes, in pages, without those that are gone", () => {
      expect(after(null, 99)).toEqual(KEYS);
      expect(after(null, 3)).toEqual(KEYS.slice(0, 3));
      expect(after("A_B", 3)).toEqual(["Zoë", "ab", "abc"]);
      expect(after("AA", 1)).toEqual(["AB"]);
      expect([after("😀", 9), it.staging.rowsAfter("job" as TableName, null, 9)]).toEqual([[], []]);
    });

    test("are what staging knows of them, also when they were filled from git", () => {
      expect(it.staging.rowsAfter(NAME, "Zoë" as RecordKey, 1)).toEqual([
        it.staging.rowByKey(NAME, "ab" as RecordKey) as never,
      ]);
      const rows = [seedRow("ROWAN")];
      it.staging.seed({ head: oidOf("head"), pushed: true, run: RUN, at: 1, rows, trees: [], markers: [] });
      expect(it.staging.rowsAfter(NAME, null, 9)).toMatchObject([{ key: "ROWAN" as RecordKey, seq: 0 }]);
    });

    test("come with their contents", () => {
      const found = it.staging.bodiesAfter(NAME, "A_B" as RecordKey, 2);
      expect(found.map(({ row }) => String(row.key))).toEqual(["Zoë", "ab"]);
      expect(found[1]?.body).toEqual(it.staging.body(NAME, "ab" as RecordKey)?.body as Uint8Array);
      expect(it.staging.bodiesAfter(NAME, "😀" as RecordKey, 2)).toEqual([]);
    });

    const like = (text: string, most = 99, from: string | null = null) => {
      const { rows, next } = it.staging.keysLike(NAME, from as RecordKey | null, { text, most });
      return { keys: rows.map(({ key }) => String(key)), next: next === null ? null : String(next) };
    };
    const unclear = ["Zoë", "Äpfel", "～wide", "😀"];

    test("that hold a text are told whatever the case, with all that are not ASCII, for the caller to judge", () => {
      expect(like("aB")).toEqual({ keys: ["AB", "Zoë", "ab", "abc", "Äpfel", "～wide", "😀"], next: null });
      expect(like("nothing")).toEqual({ keys: unclear, next: null });
    });

    test("that hold a wildcard or a quote are found by what it is", () => {
      expect(like("%").keys).toEqual(["100%", ...unclear]);
      expect(like("_").keys).toEqual(["A_B", ...unclear]);
      expect(like("' OR 1=1 --").keys).toEqual(unclear);
    });

    test("are looked at so many at a time", () => {
      expect(like("ab", 4)).toEqual({ keys: ["AB"], next: "A_B" });
      expect(like("ab", 3, "A_B")).toEqual({ keys: ["Zoë", "ab", "abc"], next: "abc" });
      expect(like("ab", 4, "abc")).toEqual({ keys: ["Äpfel", "～wide", "😀"], next: null });
      expect(it.staging.keysLike("job" as TableName, null, { text: "a", most: 9 })).toEqual({ rows: [], next: null });
    });
  });
}
