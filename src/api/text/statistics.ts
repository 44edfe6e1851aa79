import { textTable } from "../../lib/text-table.ts";
import type { Statistics } from "../contract/statistics.ts";

/** Spans of time, one a line. */
export function statisticsText({ spans }: Statistics): string {
  const rows = spans.map(({ at, runs, failed, records, changes, pollMs, longestPollMs }) => [
    ...[at, runs, failed, records ?? "-", changes, pollMs ?? "-", longestPollMs ?? "-"],
  ]);
  return textTable(["from", "runs", "failed", "records", "changes", "poll ms", "longest ms"], rows);
}
