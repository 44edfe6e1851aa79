import type { SpanFigures, SpanQuery } from "../domain/ports/staging-reading.ts";
import type { Connection } from "./connection.ts";

/**
 * What happened in equal spans of time, from tables `run` and `change`. Runs are looked up span by span in indexes made for it:
 * grouping a year of them instead sorts it, and takes five times as long.
 *
 * The lines of a span are those between the newest line before its beginning and the newest before its end. Counting them would
 * walk the log, ten million lines in years; ids without a gap count themselves. A line written while the host's clock was wrong counts
 * where it stands in the log.
 */
export class Activity {
  readonly #spans;

  constructor(connection: Connection) {
    this.#spans = connection.prepare<Stored, SpanParams>(`
      WITH RECURSIVE
        span (n, begins, ends) AS (
          SELECT 0, :from, :from + (:until - :from) / :spans
          UNION ALL
          SELECT n + 1, ends, :from + (:until - :from) * (n + 2) / :spans FROM span WHERE n + 1 < :spans
        )
      SELECT
        begins AS at,
        (SELECT count(*) FROM run INDEXED BY run_ended WHERE ended_at >= begins AND ended_at < ends) AS runs,
        (
          SELECT count(*) FROM run INDEXED BY run_failed
          WHERE ended_at >= begins AND ended_at < ends AND outcome NOT IN ('ok', 'yielded', 'cancelled')
        ) AS failed,
        (
          SELECT json_array(median(ms), max(ms)) FROM run INDEXED BY run_poll
          WHERE ended_at >= begins AND ended_at < ends AND kind = 'poll'
        ) AS polls,
        (
          SELECT records FROM run INDEXED BY run_ended
          WHERE ended_at >= begins AND ended_at < ends AND records IS NOT NULL
          ORDER BY ended_at DESC LIMIT 1
        ) AS records,
        ${newestBefore("begins")} AS before,
        ${newestBefore("ends")} AS last
      FROM span`);
  }

  spans({ from, until, spans }: SpanQuery): SpanFigures[] {
    return this.#spans.all({ from, until, spans }).map(({ polls, before, last, ...span }) => {
      const [pollMs, longestPollMs] = JSON.parse(polls) as [number | null, number | null];
      return { ...span, changes: Math.max(0, last - before), pollMs, longestPollMs };
    });
  }
}

/** 0 before the first line; where the oldest lines were removed, what stood before those that are left. */
function newestBefore(time: "begins" | "ends"): string {
  return `coalesce(
          (SELECT id FROM change WHERE change.at < ${time} ORDER BY change.at DESC, id DESC LIMIT 1),
          (SELECT min(id) - 1 FROM change),
          0
        )`;
}

type SpanParams = { from: number; until: number; spans: number };

interface Stored {
  at: number;
  runs: number;
  failed: number;
  /** JSON: the middle and the longest, both null when there was none. */
  polls: string;
  records: number | null;
  before: number;
  last: number;
}
