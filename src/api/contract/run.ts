import { Type } from "@sinclair/typebox";
import { Count, ModtimeText, nullable, OidText, RunIdText, TableText, Time, type Wire, words } from "./basics.ts";

export const RunKind = words("poll", "full", "sweep", "check", "promote", "adopt");
export type RunKind = Wire<typeof RunKind>;

/**
 * `ok`: it went through. `different`: a check found differences. `partial`: some tables failed. `halted`: a person is needed.
 * `yielded`: a first read let a poll go first, and goes on after it.
 */
export const RunOutcome = words("ok", "different", "partial", "failed", "halted", "cancelled", "yielded");
export type RunOutcome = Wire<typeof RunOutcome>;

export const RunError = Type.Object({
  code: Type.String(),
  message: Type.String(),
  /** What to do next; left out for runs of the past. */
  hint: Type.Optional(Type.String()),
});
export type RunError = Wire<typeof RunError>;

export const RunTally = Type.Object({
  table: TableText,
  read: Count,
  added: Count,
  changed: Count,
  deleted: Count,
  /** Received, and equal to what was known. */
  same: Count,
});
export type RunTally = Wire<typeof RunTally>;

/** How far the run under way has come. */
export const RunProgress = Type.Object({
  run: RunIdText,
  kind: RunKind,
  step: words("read", "commit", "push"),
  /** The table being read; null for commits and pushes. */
  table: nullable(TableText),
  /** The n-th of so many tables. */
  tableNumber: Count,
  tableCount: Count,
  /** Records, those included that an interrupted first read had already. */
  done: Count,
  /** null: a poll finds out as it goes. */
  total: nullable(Count),
  /** 0 to 100. */
  percent: nullable(Type.Number()),
  bytes: Count,
  recordsPerSecond: Type.Number(),
  bytesPerSecond: Type.Number(),
  etaSeconds: nullable(Type.Number()),
  /** The commit just made or pushed. */
  commit: nullable(OidText),
});
export type RunProgress = Wire<typeof RunProgress>;

export const Run = Type.Object({
  run: RunIdText,
  kind: RunKind,
  startedAt: Time,
  /** null: it goes on, or the process died in it. */
  endedAt: nullable(Time),
  outcome: nullable(RunOutcome),
  ms: nullable(Type.Number()),
  /** Sums over its tables. */
  records: Type.Object({ read: Count, added: Count, changed: Count, deleted: Count }),
  /** HTTP requests to MoneyWorks, and bytes received; null: not known. */
  requests: nullable(Count),
  bytes: nullable(Count),
  /** The newest commit it made. */
  commit: nullable(OidText),
  pushed: Type.Boolean(),
  /** Differences that a check found; null for others. */
  differences: nullable(Count),
  error: nullable(RunError),
});
export type Run = Wire<typeof Run>;

/** One record that MoneyWorks and main do not agree on. */
export const Difference = Type.Object({
  table: TableText,
  key: Type.String(),
  /** `added`: MoneyWorks has it and main has not. `deleted`: main has it and MoneyWorks has not. */
  operation: words("added", "changed", "deleted"),
  seq: nullable(Count),
  modtime: nullable(ModtimeText),
  /** Of a changed record; private values are `(private)`. null: blank on that side. */
  fields: Type.Array(
    Type.Object({ field: Type.String(), main: nullable(Type.String()), moneyworks: nullable(Type.String()) }),
  ),
  /** Stamped after the last poll: the next one brings it. */
  sinceLastPoll: Type.Boolean(),
});
export type Difference = Wire<typeof Difference>;

export const CheckTally = Type.Object({
  table: TableText,
  read: Count,
  equal: Count,
  added: Count,
  changed: Count,
  deleted: Count,
  /** Edited while the check ran: no difference. */
  changedMeanwhile: Count,
  /** Known to be unreadable: no difference either. */
  quarantined: Count,
});

/** What a check found. */
export const CheckReport = Type.Object({
  outcome: words("equal", "different", "failed", "partial", "cancelled"),
  tables: Type.Array(CheckTally),
  /** All of them. */
  differences: Count,
  /** The first of them; `omitted` counts the rest. */
  first: Type.Array(Difference),
  omitted: Count,
  /** The server's local time at whose second's end the comparison holds. */
  at: nullable(ModtimeText),
});
export type CheckReport = Wire<typeof CheckReport>;

/** `GET /runs/:id`, and what `/sync/…` answers when it waited. */
export const RunDetail = Type.Composite([
  Run,
  Type.Object({
    tables: Type.Array(RunTally),
    /** null while nothing is known, and for runs that have ended. */
    progress: nullable(RunProgress),
    check: nullable(CheckReport),
  }),
]);
export type RunDetail = Wire<typeof RunDetail>;

/** Newest first. */
export const RunList = Type.Object({
  runs: Type.Array(Run),
  /** For `?before=`; null: these were the last. */
  next: nullable(Type.String()),
});
export type RunList = Wire<typeof RunList>;

/** 202: it was started. */
export const RunStarted = Type.Object({ run: RunIdText, kind: RunKind });
export type RunStarted = Wire<typeof RunStarted>;

/** `POST /sync/cancel`. */
export const Cancelled = Type.Object({
  /** null: nothing ran. */
  run: nullable(RunIdText),
});
export type Cancelled = Wire<typeof Cancelled>;
