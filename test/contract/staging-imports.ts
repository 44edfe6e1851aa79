import { describe, expect, test } from "bun:test";
import type { RecordKey, TableName } from "../../src/domain/ids.ts";
import type { ImportEntry } from "../../src/domain/ports/staging-promotions.ts";
import { entryOf, reportOf, SENT } from "../support/promotion-builders.ts";
import { oidOf, RUN } from "../support/staging-builders.ts";
import type { StagingUnderTest } from "./staging-place.ts";

const FIRST = oidOf("first");
const SECOND = oidOf("second");
const STRANGE = oidOf("strange");
const JOURNAL = expect.objectContaining({ code: "data.journal" });

export function importContract(it: StagingUnderTest): void {
  const start = (name: string, at: number) =>
    it.staging.startPromotion({ commit: oidOf(name), branch: "changes", run: RUN, at });
  const noteAll = (name: string, ...entries: ImportEntry[]) => {
    for (const entry of entries) it.staging.noteImports(oidOf(name), [entry]);
  };
  const paths = (name: string) => it.staging.imports(oidOf(name)).map(({ path }) => path);

  describe("imports", () => {
    const odd = [
      entryOf("name/00/Ä\u0308 e\u0301 😀 \u2028.xml", { key: " ä\t'\"\\%_\u00a0😀" as RecordKey }),
      entryOf("name/00/Ä\u0308 é 😀 \u2028.xml", { key: "" as RecordKey, clientId: "", reason: "" }),
      entryOf("NAME/00/A.xml", { kind: "new", clientId: "invoice-№1", state: "refused", reason: "Zeile 1\nLine 2" }),
      entryOf("name/00/A.xml", { kind: "invoice", state: "applied", seq: Number.MAX_SAFE_INTEGER, sent: SENT }),
      entryOf("name/00/a.xml", { state: "void", sent: { at: 1.5, monotonic: 0, bootId: "" } }),
    ];

    test("come back as they were entered, in that order, also after a restart", () => {
      start("first", 5);
      noteAll("first", ...odd);
      expect(it.reopen().imports(FIRST)).toEqual(odd);
    });

    test("keep their place when they are replaced, whole", () => {
      start("first", 5);
      noteAll("first", entryOf("c", { key: "C" as RecordKey }), entryOf("a"), entryOf("b"));
      const table = "transaction" as TableName;
      const known = entryOf("c", { table, kind: "new", clientId: "x", state: "applied", seq: 0, sent: SENT });
      noteAll("first", { ...known, reason: "taken" }, entryOf("d"));
      expect(it.reopen().imports(FIRST)).toEqual([
        { ...known, reason: "taken" },
        entryOf("a"),
        entryOf("b"),
        entryOf("d"),
      ]);
      noteAll("first", entryOf("c"));
      expect(it.staging.imports(FIRST)[0]).toEqual(entryOf("c"));
    });

    test("of two promotions may have one path, and keep apart", () => {
      start("first", 5);
      start("second", 6);
      noteAll("first", entryOf("a", { seq: 1 }));
      noteAll("second", entryOf("b"), entryOf("a", { seq: 2 }));
      noteAll("first", entryOf("a", { seq: 3 }), entryOf("c"));
      expect([paths("first"), paths("second")]).toEqual([
        ["a", "c"],
        ["b", "a"],
      ]);
      expect([it.staging.imports(FIRST)[0]?.seq, it.staging.imports(SECOND)[1]?.seq]).toEqual([3, 2]);
    });

    test("of a promotion that nobody started are refused, and leave nothing", () => {
      start("first", 5);
      expect(() => noteAll("strange", entryOf("a", { table: "new" as TableName }))).toThrow(JOURNAL);
      it.staging.forgetPromotion(FIRST);
      expect(() => noteAll("first", entryOf("a"))).toThrow(JOURNAL);
      expect([it.staging.imports(STRANGE), it.staging.imports(FIRST), it.staging.openImports()]).toEqual([[], [], []]);
    });

    test("that say they are sent, and not when, are refused", () => {
      start("first", 5);
      expect(() => noteAll("first", entryOf("a", { state: "sent" }))).toThrow();
      expect(it.staging.imports(FIRST)).toEqual([]);
    });

    test("make their table no mirrored one", () => {
      start("first", 5);
      noteAll("first", entryOf("a", { table: "job" as TableName }));
      expect([it.staging.tables(), it.staging.markers()]).toEqual([[], []]);
    });
  });

  describe("imports whose end nobody knows", () => {
    const sent = (path: string) => entryOf(path, { state: "sent", sent: SENT });
    const open = () => it.staging.openImports().map(({ commit: oid, entry }) => [oid, entry.path]);

    test("are found over all promotions, ended ones too, in order of entering", () => {
      start("second", 6);
      start("first", 5);
      noteAll("second", sent("b"));
      noteAll("first", entryOf("planned"), sent("a"), entryOf("refused", { state: "refused", sent: SENT }));
      noteAll("second", sent("a"), entryOf("void", { state: "void", sent: SENT }));
      it.staging.reportPromotion(reportOf("second", "failed"), 7);
      it.reopen();
      expect(it.staging.openImports()[0]).toEqual({ commit: SECOND, entry: sent("b") });
      expect(open()).toEqual([
        [SECOND, "b"],
        [FIRST, "a"],
        [SECOND, "a"],
      ]);
    });

    test("are so until somebody says what came of them", () => {
      start("first", 5);
      noteAll("first", sent("a"), sent("b"), sent("c"));
      noteAll("first", { ...sent("b"), state: "applied" }, { ...sent("c"), state: "planned" });
      expect(open()).toEqual([[FIRST, "a"]]);
      noteAll("first", { ...sent("c"), sent: { ...SENT, at: SENT.at + 1, bootId: "boot-2" } });
      expect(open()).toEqual([
        [FIRST, "a"],
        [FIRST, "c"],
      ]);
      expect(it.reopen().openImports()[1]?.entry.sent).toEqual({ ...SENT, at: SENT.at + 1, bootId: "boot-2" });
    });
  });
}
