import { describe, expect, test } from "bun:test";
import {
  codesOf,
  edit,
  INVOICE,
  INVOICE_PATH,
  pathOf,
  planOf,
  ROWAN,
  ROWAN_PATH,
  type Sides,
} from "../../../support/planning.ts";
import { oidOf } from "../../../support/staging-builders.ts";

function fresh(code: string): Sides {
  return { base: null, theirs: `<name><code>${code}</code></name>` };
}

/** Edits of so many names. */
function edits(count: number): Record<string, Sides> {
  const names = Array.from({ length: count }, (_, index) => {
    const base = `<name><code>N${index}</code></name>`;
    return [pathOf("name", `N${index}`), { base, theirs: base.replace("</name>", "<phone>1</phone></name>") }] as const;
  });
  return Object.fromEntries(names);
}

describe("a commit", () => {
  test("is planned file by file, and told what both sides began with", () => {
    const plan = planOf({
      "new/name/fir.xml": fresh("FIR"),
      [ROWAN_PATH]: { base: ROWAN, theirs: edit(ROWAN, ["0100", "0199"]) },
      [INVOICE_PATH]: { base: INVOICE, theirs: edit(INVOICE, ["Widgets", "Gadgets"]) },
    });
    expect([plan.base, plan.commit, plan.reasons]).toEqual([oidOf("base"), oidOf("edit"), []]);
    expect(plan.files.map(({ kind, order }) => [kind, order?.kind])).toEqual([
      ["new", "new"],
      ["update", "update"],
      ["invoice", "invoice"],
    ]);
  });

  test("of another history is refused", () => {
    const { reasons, files, base } = planOf(edits(1), { commonCommits: [] });
    expect([codesOf(reasons), files, base]).toEqual([["no-common-commit -"], [], null]);
  });

  test("of crossed histories has no one beginning", () => {
    expect(planOf(edits(1), { commonCommits: [oidOf("a"), oidOf("b")] }).base).toBeNull();
  });

  test("that changes nothing asks for nothing", () => {
    expect(planOf({})).toMatchObject({ reasons: [], files: [] });
  });

  test("may change as many records as are allowed, and not one more", () => {
    expect(planOf(edits(3), { mostRecords: 3 }).reasons).toEqual([]);
    expect(codesOf(planOf(edits(4), { mostRecords: 3 }).reasons)).toEqual(["too-many-records -"]);
  });

  test("with more records than are allowed that ask for nothing is fine", () => {
    const files = Object.entries(edits(4)).map(([path, { base = null }]) => [path, { base, theirs: `\n${base}` }]);
    expect(planOf(Object.fromEntries(files), { mostRecords: 3 }).reasons).toEqual([]);
  });

  test("with a whole file system in it is not read to the end", () => {
    const foreign = Array.from({ length: 30_000 }, (_, index) => [`src/${index}`, fresh("A")] as const);
    const { files, reasons } = planOf(Object.fromEntries(foreign));
    expect(files.length).toBe(20_001);
    expect(reasons[0]?.text).toStartWith("It changes more than 20000 records; at most 500");
  });
});

describe("two new records of one commit", () => {
  test("may not have one code, whatever its letters", () => {
    const { files } = planOf({ "new/name/a.xml": fresh("Fir"), "new/name/b.xml": fresh("FIR") });
    expect(files.map(({ reasons, order }) => [codesOf(reasons), order === null])).toEqual([
      [[], false],
      [["code-in-use code"], true],
    ]);
    expect(files[1]?.reasons[0]?.text).toContain("new/name/a.xml");
  });

  test("may have one code in two tables", () => {
    const job = { base: null, theirs: "<job><code>FIR</code></job>" };
    const { files } = planOf({ "new/name/a.xml": fresh("FIR"), "new/job/a.xml": job });
    expect(files.flatMap(({ reasons }) => reasons)).toEqual([]);
  });
});
