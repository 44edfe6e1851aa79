import type { Status } from "../../api/contract/status.ts";
import type { FamilyName } from "./families.ts";
import type { Sample } from "./open-metrics.ts";
import { KINDS } from "./run-figures.ts";
import { flag, gauge, gaugesBy } from "./samples.ts";

/** What the status says of the service and of the mirror, as gauges. */
export function statusFigures(status: Status) {
  const { service, halt, tables, quarantine } = status;
  return {
    tidemark_start_time_seconds: gauge(seconds(service.startedAt)),
    tidemark_up: flag(service.failures === 0 && service.closedSince === null && service.lagSeconds !== null),
    tidemark_paused: flag(service.pausedSince !== null),
    // An empty label counts as none: the series of the halt comes and goes beside it.
    tidemark_halted: [{ labels: { code: halt?.code ?? "" }, value: halt === null ? 0 : 1 }],
    tidemark_consecutive_failures: gauge(service.failures),
    tidemark_lag_seconds: gauge(service.lagSeconds),
    tidemark_next_poll_timestamp_seconds: gauge(seconds(service.nextPollAt)),
    tidemark_running: gaugesBy(
      "kind",
      KINDS.map((kind) => [kind, service.running?.kind === kind ? 1 : 0]),
    ),
    tidemark_clock_skew_seconds: gauge(status.clock?.skewSeconds ?? null),
    tidemark_records: gaugesBy(
      "table",
      tables.map(({ table, records }) => [table, records]),
    ),
    tidemark_uncommitted_records: gauge(status.uncommittedRecords),
    tidemark_unpushed_commits: gauge(status.unpushedCommits),
    tidemark_quarantined_records: gaugesBy(
      "table",
      tables.map(({ table }) => [table, quarantine.filter((one) => one.table === table).length]),
    ),
    tidemark_drifted_fields: status.drift.flatMap(({ table, gone, appeared }) => [
      { labels: { table, change: "gone" }, value: gone.length },
      { labels: { table, change: "appeared" }, value: appeared.length },
    ]),
  } satisfies Partial<Record<FamilyName, readonly Sample[]>>;
}

function seconds(time: string | null): number | null {
  return time === null ? null : Date.parse(time) / 1000;
}
