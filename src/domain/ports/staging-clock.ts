import type { Modtime, RunId, TableName } from "../ids.ts";

export interface ClockSample {
  readonly at: number;
  readonly run: RunId;
  readonly local: Modtime;
  readonly utc: number | null;
  readonly askedAt: number;
  readonly answeredAt: number;
  readonly monotonic: number;
  readonly bootId: string;
}

/**
 * What two samples of the server's clock tell. `step`: it was set. `zone`: its distance from UTC changed, as at either end of
 * daylight saving. `restart`: the host was started in between, so nothing vouches for the time that passed.
 */
export type ClockEventKind = "step" | "zone" | "restart";

export interface ClockEvent {
  /** Host wall clock, ms, when it was noticed. */
  readonly at: number;
  readonly run: RunId;
  readonly kind: ClockEventKind;
  /** Seconds by which the server's local clock jumped; negative: back; 0 for a restart: unknown. */
  readonly shift: number;
  /** The server's local time in the samples before and after. */
  readonly before: Modtime;
  readonly after: Modtime;
}

/** A sample of the server's clock, and what it came to beside the sample before. */
export interface ClockNote {
  readonly sample: ClockSample;
  readonly events: readonly ClockEvent[];
  /** No edit since the sample before carries an earlier stamp; null: polls see all of them without being told. */
  readonly pollFrom: Modtime | null;
}

/** Records of one table that were stamped well before a poll could see them. */
export interface LateStamps {
  readonly run: RunId;
  /** Host wall clock, ms, when it was noticed. */
  readonly at: number;
  readonly table: TableName;
  /** How far behind the marker the most belated of these stamps was. */
  readonly seconds: number;
}

/** What staging keeps about the clock that stamps the records: part of `Staging`, by whose rules it goes. */
export interface StagedClock {
  /**
   * Stores a sample with its events, and lowers `pollFrom` of every table that has a marker or a first read under way: never raises
   * it. Samples are thinned out: one a minute stays, after seven days one a day; the newest two always do.
   */
  noteClock(note: ClockNote): void;
  /** Newest first. */
  clockSamples(limit: number): readonly ClockSample[];
  /** Newest first. */
  clockEvents(limit: number): readonly ClockEvent[];
  /** From where the table has to be asked besides what its marker says; a page that sets the marker clears it. */
  pollFrom(table: TableName): Modtime | null;
  noteLateStamps(late: LateStamps): void;
  /** The largest `seconds` noticed since then (host wall clock, ms), of all tables; 0 for none. */
  lateStamp(since: number): number;
  /** Live records with a stamp later than this, by table; tables without any are left out. Looks at every record. */
  stampedAfter(modtime: Modtime): readonly { readonly table: TableName; readonly records: number }[];
}
