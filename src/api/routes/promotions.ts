import { fail } from "../../domain/errors/tidemark-error.ts";
import { NoQuery, PromotionsQuery } from "../contract/parameters.ts";
import { PromotionList, PromotionReport } from "../contract/promotion.ts";
import { answer } from "../http/answer.ts";
import { limitOf } from "../http/limit.ts";
import { type Route, route } from "../http/route.ts";
import type { Reading } from "../service.ts";
import { promotionsText, promotionText } from "../text/promotion.ts";

/** What became of incoming commits. */
export function promotionRoutes(reading: Pick<Reading, "promotions" | "promotion">): readonly Route[] {
  return [
    route({
      methods: ["GET"],
      path: "/promotions",
      summary: "Incoming commits and what became of them, newest first",
      access: "read",
      query: PromotionsQuery,
      formats: ["text", "json"],
      answers: { 200: { what: "A page of them.", json: PromotionList, types: ["text/plain"] } },
      handle: (call) => {
        const list = reading.promotions({ before: call.query.before, limit: limitOf(call.query) });
        return answer(call, { json: list, text: () => promotionsText(list) });
      },
    }),
    route({
      methods: ["GET"],
      path: "/promotions/:commit",
      summary: "The report of one incoming commit, field by field",
      parts: { commit: "Its id, 40 hexadecimal digits." },
      access: "read",
      query: NoQuery,
      formats: ["text", "json"],
      answers: { 200: { what: "The report, as the git note has it.", json: PromotionReport, types: ["text/plain"] } },
      errors: ["api.no-promotion"],
      handle: (call) => {
        const { commit = "" } = call.params;
        const report = /^[0-9a-f]{40}$/.test(commit) ? reading.promotion(commit) : null;
        if (report === null) throw fail("api.no-promotion", { commit: commit.slice(0, 40) });
        return answer(call, { json: report, text: () => promotionText(report) });
      },
    }),
  ];
}
