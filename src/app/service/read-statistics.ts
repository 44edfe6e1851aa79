import type { Statistics } from "../../api/contract/statistics.ts";
import type { StatisticsQuery } from "../../api/service.ts";
import { iso } from "../iso.ts";
import { badParameter, clamped } from "./limits.ts";
import type { ReadingParts } from "./reading-parts.ts";

const MOST_SPANS = 400;

/** @throws api.bad-parameter for a time that ends before it begins */
export function readStatistics({ staging }: ReadingParts, { from, until, spans }: StatisticsQuery): Statistics {
  if (until <= from) throw badParameter("until", iso(until), `a time after ${iso(from)}`);
  const count = clamped(spans, MOST_SPANS);
  const figures = staging.activity({ from: Math.trunc(from), until: Math.trunc(until), spans: count });
  return {
    spanSeconds: Math.round((until - from) / count / 1000),
    spans: figures.map(({ at, ...span }) => ({ at: iso(at), ...span })),
  };
}
