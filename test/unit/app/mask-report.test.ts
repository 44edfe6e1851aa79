import { describe, expect, test } from "bun:test";
import { maskDraft, maskResult } from "../../../src/app/mask-report.ts";
import type { PromotedKind, PromotedRecord } from "../../../src/domain/promotion.ts";
import { recordsOf } from "../../../src/promoter/tell.ts";
import { edit, INVOICE, INVOICE_PATH, planOf, ROWAN, ROWAN_PATH, type Sides } from "../../support/planning.ts";
import { reportOf } from "../../support/promotion-builders.ts";
import { oidOf } from "../../support/staging-builders.ts";

/** A report and a draft of a commit that changes these files, with these fields private. */
function masked(files: Readonly<Record<string, Sides>>, ...hidden: readonly string[]) {
  const plan = planOf(files);
  const records = recordsOf(plan, []);
  const names = new Set(hidden);
  const result = maskResult({ reports: [reportOf("edit", "accepted", { records })], error: null }, names);
  const documents = plan.files.flatMap(({ path, order }) =>
    order === null ? [] : [{ path, document: order.document }],
  );
  const facts = { branch: "changes", commit: oidOf("edit"), commits: 1, base: null, reasons: [] };
  return { result, draft: maskDraft({ ...facts, records, documents }, names) };
}

const NAME = { base: ROWAN, theirs: edit(ROWAN, ["0100", "0199"], ["5.00<", "7.50<"]) };
const SALE = { base: INVOICE, theirs: edit(INVOICE, ["Oak widget", "SECRET"]) };

describe("values of private fields", () => {
  test("are masked in a report, blanks and names are not", () => {
    const theirs = edit(ROWAN, ["  <phone>09 555 0100</phone>\n", ""]);
    const { result } = masked({ [ROWAN_PATH]: { base: ROWAN, theirs } }, "name.phone");
    expect(result.reports[0]?.records[0]?.fields).toEqual([
      { field: "phone", state: "asked", base: "(private)", theirs: null, moneyworks: "(private)" },
    ]);
  });

  test("are masked alone", () => {
    const fields = masked({ [ROWAN_PATH]: NAME }, "name.phone").result.reports[0]?.records[0]?.fields ?? [];
    expect(fields.map(({ field, theirs }) => [field, theirs])).toEqual([
      ["discount", "7.50"],
      ["phone", "(private)"],
    ]);
  });

  test("are not told in MoneyWorks' words", () => {
    const plan = planOf({ [ROWAN_PATH]: NAME });
    const reasons = [
      { code: "moneyworks-refused", field: null, text: 'MoneyWorks refused it: "SECRET" is no phone' },
    ] as const;
    const records = recordsOf(plan, [], new Map([[ROWAN_PATH, { state: "failed", reasons }]]));
    const words = (hidden: string) =>
      maskResult({ reports: [reportOf("edit", "failed", { records })], error: null }, new Set([hidden])).reports[0]
        ?.records[0]?.reasons[0]?.text;
    expect(words("name.phone")).toBe("MoneyWorks refused it. (private)");
    expect(words("name.fax")).toContain("SECRET");
  });

  test("are masked in every line of a transaction", () => {
    const { result, draft } = masked({ [INVOICE_PATH]: SALE }, "detail.description");
    expect(JSON.stringify([result, draft])).not.toContain("SECRET");
  });

  test.each([
    ["a name", ROWAN_PATH, NAME, "name.phone", true],
    ["a name whose private fields stay", ROWAN_PATH, NAME, "name.fax", false],
    ["a name, with a field of the same name in another table", ROWAN_PATH, NAME, "job.phone", false],
    ["an invoice, which is sent as a whole", INVOICE_PATH, SALE, "transaction.namecode", true],
    ["an invoice with private lines", INVOICE_PATH, SALE, "detail.unitprice", true],
    ["an invoice, with private names", INVOICE_PATH, SALE, "name.phone", false],
    [
      "a new name",
      "new/name/x.xml",
      { base: null, theirs: "<name><code>X</code><phone>1</phone></name>" },
      "name.phone",
      true,
    ],
  ] as const)("hide the document of %s", (_name, path, sides, hidden, isHidden) => {
    const { draft } = masked({ [path]: sides }, hidden);
    expect(draft.documents.map(({ document }) => document === "(private)")).toEqual([isHidden]);
  });
});

test("what is no record is left as it is", () => {
  const kind: PromotedKind = "configuration";
  const record: PromotedRecord = {
    path: ".tidemark/config.json",
    kind,
    state: "held",
    table: null,
    key: null,
    seq: null,
    mainPath: null,
    fields: [{ field: "poll", state: "asked", base: "1m", theirs: "2m", moneyworks: "1m" }],
    reasons: [],
  };
  const report = reportOf("edit", "accepted", { records: [record] });
  expect(maskResult({ reports: [report], error: null }, new Set(["name.phone"])).reports).toEqual([report]);
});
