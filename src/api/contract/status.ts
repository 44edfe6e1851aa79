import { Type } from "@sinclair/typebox";
import { Count, ModtimeText, nullable, OidText, RunIdText, TableText, Time, type Wire, words } from "./basics.ts";
import { PromotionStatus } from "./promotion.ts";
import { RunError, RunProgress } from "./run.ts";

/** Is all well, in one word and one sentence. */
export const Verdict = Type.Object({
  /** `reading`: the first read goes on. `attention`: it works, and a person should look. `failing`: it does not, and tries again. */
  level: words("ok", "reading", "attention", "failing", "halted"),
  sentence: Type.String(),
  /** What else a person should know, most important first. */
  remarks: Type.Array(Type.String()),
});
export type Verdict = Wire<typeof Verdict>;

/** What the running service does and is going to do. */
export const ServiceState = Type.Object({
  version: Type.String(),
  startedAt: Time,
  /** The run under way. */
  running: nullable(RunProgress),
  /** Since when nothing starts by itself. */
  pausedSince: nullable(Time),
  /** Since when MoneyWorks cannot be reached or its document is closed. */
  closedSince: nullable(Time),
  /** Polls that failed in a row. */
  failures: Count,
  nextPollAt: nullable(Time),
  nextSweepAt: nullable(Time),
  nextFullAt: nullable(Time),
  nextCheckAt: nullable(Time),
  /** Seconds since everything was read last; null: never yet. */
  lagSeconds: nullable(Type.Number()),
  /** Seconds between two polls. */
  pollSeconds: Type.Number(),
});
export type ServiceState = Wire<typeof ServiceState>;

export const TableState = Type.Object({
  table: TableText,
  records: Count,
  marker: nullable(ModtimeText),
  /**
   * `poll`: changes arrive with polls. `full`: only a full sync sees every change. `reading`: the first read is unfinished.
   * `contested`: two records have one key.
   */
  coverage: words("poll", "full", "reading", "contested"),
});
export type TableState = Wire<typeof TableState>;

const RunBrief = Type.Object({
  run: RunIdText,
  kind: Type.String(),
  startedAt: Time,
  endedAt: nullable(Time),
  outcome: nullable(Type.String()),
  error: nullable(RunError),
});

const ClockState = Type.Object({
  sampledAt: Time,
  serverLocalTime: ModtimeText,
  /** Server's UTC less the host's. */
  skewSeconds: nullable(Type.Number()),
  zoneMinutes: nullable(Type.Number()),
  overlapSeconds: Type.Number(),
  lateSeconds: Type.Number(),
  widened: Type.Array(Type.Object({ table: TableText, pollFrom: ModtimeText })),
  future: Type.Array(Type.Object({ table: TableText, records: Count })),
  events: Type.Array(
    Type.Object({
      at: Time,
      run: RunIdText,
      kind: Type.String(),
      shiftSeconds: Type.Number(),
      before: ModtimeText,
      after: ModtimeText,
    }),
  ),
});

/** One way in which a person may end a halt. */
export const HaltWay = Type.Object({
  /** `try-again`: a poll. `allow-deletes`: a sweep that may delete. `adopt-theirs`, `adopt-ours`: `POST /sync/adopt`. */
  way: words("try-again", "allow-deletes", "adopt-theirs", "adopt-ours"),
  /** What comes of it, one sentence. */
  effect: Type.String(),
});

export const HaltState = Type.Object({
  code: Type.String(),
  message: Type.String(),
  hint: Type.String(),
  since: Time,
  /** Commits that somebody else put on main; left out where there are none. */
  commits: Type.Optional(
    Type.Object({
      newest: Type.Array(Type.Object({ commit: OidText, author: Type.String(), at: Time, subject: Type.String() })),
      total: Count,
    }),
  ),
  ways: Type.Array(HaltWay),
});
export type HaltState = Wire<typeof HaltState>;

const Drift = Type.Object({
  table: TableText,
  gone: Type.Array(Type.Object({ name: Type.String(), since: Time })),
  appeared: Type.Array(Type.Object({ name: Type.String(), since: Time })),
});

const Quarantined = Type.Object({
  table: TableText,
  number: Count,
  key: nullable(Type.String()),
  modtime: nullable(ModtimeText),
  code: Type.String(),
  reason: Type.String(),
  since: Time,
  lastTried: Time,
  tries: Count,
});

/** `GET /status`: what `tidemark status --json` tells, and the running service. */
export const Status = Type.Object({
  version: Type.Literal(1),
  /** When this was put together. */
  at: Time,
  verdict: Verdict,
  service: ServiceState,
  main: nullable(OidText),
  remote: nullable(OidText),
  unpushedCommits: Count,
  uncommittedRecords: Count,
  tables: Type.Array(TableState),
  quarantine: Type.Array(Quarantined),
  lastRun: nullable(RunBrief),
  lastSuccess: nullable(RunBrief),
  /** The newest check that came to an end, unless a full sync went through since. */
  lastCheck: nullable(RunBrief),
  clock: nullable(ClockState),
  drift: Type.Array(Drift),
  promotions: Type.Array(PromotionStatus),
  halt: nullable(HaltState),
});
export type Status = Wire<typeof Status>;

/** `POST /sync/pause`, `POST /sync/resume`. */
export const Paused = Type.Object({ pausedSince: nullable(Time) });
export type Paused = Wire<typeof Paused>;

/** `GET /healthz`: the process answers. */
export const Alive = Type.Object({ alive: Type.Literal(true) });

/** `GET /readyz`. */
export const Health = Type.Object({
  ready: Type.Boolean(),
  /** Why not; empty when ready. */
  reasons: Type.Array(Type.String()),
});
export type Health = Wire<typeof Health>;
