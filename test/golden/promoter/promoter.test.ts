import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { promotionText } from "../../../src/api/text/promotion.ts";
import { draftText, promotionLine } from "../../../src/cli/promote-view.ts";
import type { PromotionReport } from "../../../src/domain/promotion.ts";
import type { PromotionContext } from "../../../src/promoter/context.ts";
import { recordsOf, reportOf } from "../../../src/promoter/tell.ts";
import { edit, INVOICE, INVOICE_PATH, orderOf, planOf, planOne, ROWAN, ROWAN_PATH } from "../../support/planning.ts";
import { oidOf, RUN } from "../../support/staging-builders.ts";

/* What MoneyWorks is sent, and what other programs and people read: a change of the report's form raises its version. */

async function expectGolden(name: string, text: string): Promise<void> {
  expect(text).toBe(await Bun.file(join(import.meta.dir, name)).text());
}

const NEW_INVOICE = `<transaction>
  <namecode>ROWAN</namecode>
  <type>DI</type>
  <transdate>20250312</transdate>
  <description>Two oak widgets &amp; one special</description>
  <subfile name="Detail">
    <detail>
      <detail.stockcode>WID-OAK-L</detail.stockcode>
      <detail.stockqty>2</detail.stockqty>
    </detail>
    <detail>
      <account>4000</account>
      <description>Special&#xD;made of fir</description>
      <net>100</net>
      <tax>0</tax>
    </detail>
  </subfile>
</transaction>
`;
const FIR = "<product><sellprice>12.5</sellprice><code>FIR</code><description>Fir widget</description></product>";
const EDITED_NAME = edit(
  ROWAN,
  ["0100", "0199"],
  ["Call first&#xD;", "Ring\n"],
  ["  <creditlimit>5000</creditlimit>\n", ""],
);
const EDITED_INVOICE = edit(
  INVOICE,
  ["345.00<", "460.00<"],
  [">115.00<", ">230.00<"],
  ["net>100.00<", "net>200.00<"],
  [">15.00<", ">30.00<"],
  ["  <tofrom>Rowan &amp; Sons</tofrom>\n", ""],
);

describe("the import document of", () => {
  test.each([
    ["an edited name", "update-name.xml", ROWAN_PATH, { base: ROWAN, theirs: EDITED_NAME }],
    ["a new product", "new-product.xml", "new/product/fir.xml", { base: null, theirs: FIR }],
    ["a new transaction", "new-transaction.xml", "new/transaction/inv-7.xml", { base: null, theirs: NEW_INVOICE }],
    ["an edited invoice", "update-invoice.xml", INVOICE_PATH, { base: INVOICE, theirs: EDITED_INVOICE }],
  ])("%s is this", async (_name, file, path, sides) => {
    await expectGolden(file, orderOf(planOne(path, sides)).document);
  });
});

/** A commit of which every kind of thing can be told. */
function conflict(): PromotionReport {
  const plan = planOf({
    [ROWAN_PATH]: {
      base: ROWAN,
      theirs: edit(EDITED_NAME, ["120.50", "0.00"]),
      ours: edit(ROWAN, ["0100", "0177"]),
    },
    "new/product/fir.xml": { base: null, theirs: FIR },
    [INVOICE_PATH]: { base: INVOICE, theirs: edit(INVOICE, ["345.00", "346.00"]) },
    "notes.txt": { base: null, theirs: "x" },
  });
  const context = {
    ports: { clock: { now: () => Date.UTC(2025, 2, 12, 8) } },
    commit: plan.commit,
    branch: "edits/ada",
    run: RUN,
  } as unknown as PromotionContext;
  return reportOf(context, {
    outcome: "refused",
    base: plan.base,
    reasons: plan.reasons,
    records: recordsOf(plan, []),
  });
}

describe("the report of a refused commit", () => {
  test("is this as a note", async () => {
    await expectGolden("refused.json", `${JSON.stringify(conflict(), null, 2)}\n`);
  });

  test("is this for people, and the same for programs in one line", async () => {
    await expectGolden("refused.txt", promotionText(conflict()));
    const line = promotionLine(conflict());
    expect([line.indexOf("\n"), JSON.parse(line)]).toEqual([line.length - 1, { type: "promotion", ...conflict() }]);
  });
});

test("a look at what would be sent is this", async () => {
  const plan = planOf({ [ROWAN_PATH]: { base: ROWAN, theirs: EDITED_NAME } });
  const documents = plan.files.flatMap(({ path, order }) =>
    order === null ? [] : [{ path, document: order.document }],
  );
  const records = recordsOf(plan, []);
  await expectGolden(
    "draft.txt",
    draftText({
      branch: "changes",
      commit: oidOf("edit"),
      commits: 2,
      base: plan.base,
      reasons: [],
      records,
      documents,
    }),
  );
});
