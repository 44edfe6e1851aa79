import { describe, expect, test } from "bun:test";
import { promotionText } from "../../../src/api/text/promotion.ts";
import { draftLine, draftText, promotionLine } from "../../../src/cli/promote-view.ts";
import type { FieldState, PromotedField, PromotedRecord, PromotionDraft } from "../../../src/domain/promotion.ts";
import { ODD_RECORD, reportOf } from "../../support/promotion-builders.ts";
import { oidOf } from "../../support/staging-builders.ts";

function field(name: string, state: FieldState = "applied"): PromotedField {
  return { field: name, state, base: null, theirs: "new", moneyworks: "old" };
}

function record(parts: Partial<PromotedRecord> = {}): PromotedRecord {
  return { ...ODD_RECORD, path: "name/3e/20/ROWAN.xml", state: "applied", fields: [], reasons: [], ...parts };
}

function lines(records: readonly PromotedRecord[], parts: Parameters<typeof reportOf>[2] = {}): readonly string[] {
  return promotionText(reportOf("edit", "accepted", { records, ...parts }))
    .trimEnd()
    .split("\n");
}

describe("a promotion for people", () => {
  const head = `changes ${oidOf("edit").slice(0, 12)}: accepted`;

  test("names the branch, the commit, the outcome and the merge", () => {
    expect(lines([])).toEqual([head]);
    expect(lines([], { main: oidOf("main") })).toEqual([`${head}, merged as ${oidOf("main").slice(0, 12)}`]);
  });

  test("has the reasons of the commit before its records, and how many were left out behind them", () => {
    const reasons = [{ code: "too-many-records", field: null, text: "Split it." }] as const;
    expect(lines([record()], { reasons, omitted: 7 })).toEqual([
      head,
      "  Split it.",
      "  name/3e/20/ROWAN.xml: applied",
      "  … and 7 more records",
    ]);
  });

  test("says where main has a record, and what MoneyWorks holds where that is another value", () => {
    const fields = [field("phone"), field("fax", "truncated"), field("email", "asked")];
    expect(lines([record({ mainPath: "name/00/00/FIR.xml", fields })]).slice(1)).toEqual([
      "  name/3e/20/ROWAN.xml: applied -> name/00/00/FIR.xml",
      '    phone: (blank) -> "new"',
      '    fax: (blank) -> "new" (truncated; MoneyWorks has "old")',
      '    email: (blank) -> "new"',
    ]);
  });

  test("shows the first twenty fields", () => {
    const fields = Array.from({ length: 23 }, (_, index) => field(`f${index}`));
    const shown = lines([record({ fields })]);
    expect([shown.length, shown.at(-1)]).toEqual([23, "    … and 3 more fields"]);
  });

  test("obeys nothing that a value, a path, a branch or a reason holds", () => {
    const evil = "\u001b[2J\n\u202e";
    const reasons = [{ code: "bad-xml", field: null, text: evil }] as const;
    const fields = [{ ...field(evil), theirs: evil }];
    const text = promotionText(
      reportOf("edit", "refused", {
        branch: evil,
        reasons,
        records: [record({ path: evil, reasons, fields, mainPath: evil })],
      }),
    );
    expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
    expect(text.split("\n")).toHaveLength(6);
  });
});

test("a promotion for programs is one line, whatever its values hold", () => {
  const report = reportOf("edit", "conflict", { records: [ODD_RECORD] });
  const line = promotionLine(report);
  expect(line.slice(0, -1)).not.toContain("\n");
  expect(JSON.parse(line)).toEqual({ type: "promotion", ...report });
});

describe("a draft for people", () => {
  const draft = (parts: Partial<PromotionDraft>): string =>
    draftText({
      branch: "changes",
      commit: oidOf("edit"),
      commits: 1,
      base: null,
      reasons: [],
      records: [],
      documents: [],
      ...parts,
    });

  test.each([
    [1, " (1 commit ahead of main)"],
    [2, " (2 commits ahead of main)"],
    [null, ""],
  ])("counts %p commits", (commits, text) => {
    expect(draft({ commits })).toBe(`changes ${oidOf("edit").slice(0, 12)}${text}\n`);
  });

  test("shows the documents line by line, and obeys nothing in them", () => {
    const document = "<a>\n\t<b>\u001b[2J</b>\n</a>\n";
    expect(
      draft({ documents: [{ path: "x.xml", document }] })
        .split("\n")
        .slice(1),
    ).toEqual(["  would be sent for x.xml:", "    <a>", "      <b>\\x1b[2J</b>", "    </a>", ""]);
  });
});

test("a draft for programs is one line", () => {
  const draft = {
    branch: "changes",
    commit: oidOf("edit"),
    commits: null,
    base: null,
    reasons: [],
    records: [],
    documents: [],
  };
  expect(draftLine(draft)).toBe(`${JSON.stringify({ type: "draft", ...draft })}\n`);
});
