import type { Statistics } from "../../../src/api/contract/statistics.ts";
import type { StatisticsQuery } from "../../../src/api/service.ts";

/** Spans that look lived in, always the same. */
export function fakeStatistics({ from, until, spans }: StatisticsQuery): Statistics {
  const spanSeconds = Math.max(1, Math.round((until - from) / spans / 1000));
  const one = (at: number) => ({
    at: new Date(from + at * spanSeconds * 1000).toISOString(),
    runs: 3,
    failed: at % 9 === 0 ? 1 : 0,
    records: 1700 + at,
    changes: (at * 7) % 40,
    pollMs: 300 + ((at * 13) % 200),
    longestPollMs: 900 + ((at * 31) % 400),
  });
  return { spanSeconds, spans: Array.from({ length: spans }, (_, at) => one(at)) };
}
