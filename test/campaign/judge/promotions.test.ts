import { describe, expect, test } from "bun:test";
import type { PromotionOutcome, PromotionReport } from "../../../src/domain/promotion.ts";
import { createSimulator } from "../../../src/simulator/simulator.ts";
import { SleepingClock } from "../../support/moneyworks-fakes.ts";
import { ODD_RECORD, reportOf } from "../../support/promotion-builders.ts";
import { START } from "../../support/simulator.ts";
import { smallCompany } from "../../support/small-company.ts";
import { Caches } from "./caches.ts";
import { allRows } from "./effects.ts";
import { Promotions } from "./promotions.ts";

const PATH = "new/name/first.xml";

/** A judge of one commit, and what it says of outcomes. */
function judging() {
  const simulator = createSimulator({ data: smallCompany(), clock: new SleepingClock(START) });
  const said: string[] = [];
  const none = (): never => expect.unreachable("no repository is looked at");
  const judge = new Promotions({
    world: { simulator, appliance: null },
    caches: new Caches(),
    local: none,
    remote: none,
    isIgnoring: false,
    say: (rule, text) => rule === "outcome" && said.push(text),
  });
  const { commit } = reportOf("incoming", "pending");
  return {
    judge,
    said,
    begin: () => judge.written("startPromotion", [{ commit }]),
    send: () => {
      const rows = allRows(simulator);
      judge.importing();
      simulator.controls.records.touch("name", simulator.rows("name")[0]?.seq ?? 0);
      judge.imported({ commit, path: PATH, main: null, rows });
    },
    tell: (outcome: PromotionOutcome) => {
      judge.written("reportPromotion", [outcome === "failed" ? otherwise() : reportOf("incoming", outcome)]);
      judge.look(new Set());
    },
  };
}

function otherwise(): PromotionReport {
  const reasons = [{ code: "not-as-asked", field: null, text: "MoneyWorks holds something else." }] as const;
  return reportOf("incoming", "failed", { records: [{ ...ODD_RECORD, state: "failed", reasons }] });
}

describe("a commit that fails since MoneyWorks is said to hold something else", () => {
  test("is wrong where nobody changed anything", () => {
    const { begin, send, tell, said } = judging();
    begin();
    send();
    tell("failed");
    expect(said).toEqual([expect.stringMatching(/^nobody changed anything, and .* is said not to be as asked$/)]);
  });

  test("may be right where people changed a record between the import and the attempt that looks at it", () => {
    const { judge, begin, send, tell, said } = judging();
    begin();
    send();
    tell("pending");
    judge.changed(["name/12"]);
    begin();
    tell("failed");
    expect(said).toEqual([]);
  });

  test("is not explained by what people changed before anything of it was sent", () => {
    const { judge, begin, send, tell, said } = judging();
    begin();
    tell("pending");
    judge.changed(["name/12"]);
    begin();
    send();
    tell("failed");
    expect(said).toHaveLength(1);
  });
});
