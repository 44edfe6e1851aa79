/** How a family is declared. `unit` is the end of its name, as OpenMetrics asks. */
export interface FamilySpec {
  readonly type: "counter" | "gauge" | "histogram" | "info";
  readonly unit?: "seconds" | "bytes";
  /** One sentence, with its labels in parentheses. */
  readonly help: string;
}

const SERVICE = {
  tidemark_build: { type: "info", help: "What runs (version, commit)." },
  tidemark_start_time_seconds: { type: "gauge", unit: "seconds", help: "When the service was started, since 1970." },
  tidemark_up: { type: "gauge", help: "1 when the newest poll reached MoneyWorks and went through, else 0." },
  tidemark_ready: { type: "gauge", help: "1 when /readyz says ready, else 0." },
  tidemark_paused: { type: "gauge", help: "1 while a person has paused the service." },
  tidemark_halted: { type: "gauge", help: "1 while a person is needed (code: of the halt), else 0." },
  tidemark_consecutive_failures: { type: "gauge", help: "Polls that failed in a row." },
  tidemark_lag_seconds: { type: "gauge", unit: "seconds", help: "Since everything was read last." },
  tidemark_next_poll_timestamp_seconds: {
    type: "gauge",
    unit: "seconds",
    help: "When the next poll is due, since 1970.",
  },
} as const satisfies Record<string, FamilySpec>;

const RUNS = {
  tidemark_running: { type: "gauge", help: "1 while a run of this kind is under way, else 0 (kind)." },
  tidemark_runs: { type: "counter", help: "Runs that ended (kind, outcome)." },
  tidemark_run_duration_seconds: { type: "histogram", unit: "seconds", help: "How long runs took (kind)." },
  tidemark_last_success_timestamp_seconds: {
    type: "gauge",
    unit: "seconds",
    help: "When the newest run that went through ended, since 1970 (kind).",
  },
  tidemark_changes: { type: "counter", help: "Records that runs found added, changed or deleted (table, operation)." },
  tidemark_check_differences: { type: "gauge", help: "Differences that the newest check of all tables found." },
  tidemark_check_timestamp_seconds: { type: "gauge", unit: "seconds", help: "When that check ended, since 1970." },
} as const satisfies Record<string, FamilySpec>;

const MONEYWORKS = {
  tidemark_moneyworks_requests: { type: "counter", help: "HTTP requests to MoneyWorks (outcome)." },
  tidemark_moneyworks_request_duration_seconds: {
    type: "histogram",
    unit: "seconds",
    help: "How long requests to MoneyWorks took, up to the last byte of the answer.",
  },
  tidemark_moneyworks_received_bytes: { type: "counter", unit: "bytes", help: "Bytes that MoneyWorks answered." },
  tidemark_clock_skew_seconds: { type: "gauge", unit: "seconds", help: "MoneyWorks' clock less the host's, in UTC." },
  tidemark_clock_events: { type: "counter", help: "Jumps of MoneyWorks' clock that were noticed (kind)." },
} as const satisfies Record<string, FamilySpec>;

const CONTENTS = {
  tidemark_records: { type: "gauge", help: "Mirrored records (table)." },
  tidemark_uncommitted_records: { type: "gauge", help: "Records that wait for a commit." },
  tidemark_unpushed_commits: { type: "gauge", help: "Commits that the remote does not have yet." },
  tidemark_quarantined_records: { type: "gauge", help: "Records that cannot be read and are set aside (table)." },
  tidemark_drifted_fields: { type: "gauge", help: "Fields that came or went in MoneyWorks of late (table, change)." },
  tidemark_pending_promotions: { type: "gauge", help: "Incoming commits that wait to be decided." },
  tidemark_promotions: { type: "counter", help: "Incoming commits that were decided (outcome)." },
} as const satisfies Record<string, FamilySpec>;

const OUTSIDE = {
  tidemark_event_readers: { type: "gauge", help: "Readers of GET /events." },
  tidemark_api_requests: { type: "counter", help: "HTTP requests that the service answered (route, status: 2xx …)." },
  tidemark_notifications: { type: "counter", help: "Notifications that were sent or given up (way, outcome)." },
  tidemark_waiting_notifications: { type: "gauge", help: "Notifications that wait to be sent (way)." },
} as const satisfies Record<string, FamilySpec>;

/** The names that every Prometheus client library gives to these, so that common dashboards show them. */
const HOST = {
  process_resident_memory_bytes: { type: "gauge", unit: "bytes", help: "Resident memory of the process." },
  process_cpu_seconds: { type: "counter", unit: "seconds", help: "User and system time of the process." },
  process_open_fds: { type: "gauge", help: "Open file descriptors of the process." },
  tidemark_data_bytes: { type: "gauge", unit: "bytes", help: "Size of the data directory (part)." },
  tidemark_data_free_bytes: { type: "gauge", unit: "bytes", help: "Free on the data directory's file system." },
  tidemark_data_size_bytes: { type: "gauge", unit: "bytes", help: "Size of the data directory's file system." },
} as const satisfies Record<string, FamilySpec>;

/** Every family, in the order in which it is told. */
export const FAMILIES = { ...SERVICE, ...RUNS, ...MONEYWORKS, ...CONTENTS, ...OUTSIDE, ...HOST } as const;

export type FamilyName = keyof typeof FAMILIES;
