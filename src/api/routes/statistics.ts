import { fail } from "../../domain/errors/tidemark-error.ts";
import { StatisticsQuery } from "../contract/parameters.ts";
import { Statistics } from "../contract/statistics.ts";
import { answer } from "../http/answer.ts";
import { type Route, route } from "../http/route.ts";
import { timeParameter } from "../http/time-parameter.ts";
import type { Reading } from "../service.ts";
import { statisticsText } from "../text/statistics.ts";

const WEEK_MS = 7 * 86_400_000;
const DEFAULT_SPANS = 84;

/** `GET /statistics`: what charts are drawn of. */
export function statisticsRoutes(reading: Pick<Reading, "statistics">): readonly Route[] {
  return [
    route({
      methods: ["GET"],
      path: "/statistics",
      summary: "Runs, records, changes and the time that polls took, in equal spans of time",
      access: "read",
      query: StatisticsQuery,
      formats: ["text", "json"],
      answers: { 200: { what: "The spans, oldest first.", json: Statistics, types: ["text/plain"] } },
      handle: (call) => {
        const { query, now } = call;
        const until = timeParameter("until", query.until, now) ?? now;
        const from = timeParameter("from", query.from, now) ?? until - WEEK_MS;
        if (from >= until)
          throw fail("api.bad-parameter", { name: "from", value: query.from ?? "", expected: "a time before until" });
        const statistics = reading.statistics({ from, until, spans: query.spans ?? DEFAULT_SPANS });
        return answer(call, { json: statistics, text: () => statisticsText(statistics) });
      },
    }),
  ];
}
