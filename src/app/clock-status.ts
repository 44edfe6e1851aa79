import type { Modtime, TableName } from "../domain/ids.ts";
import type { Staging } from "../domain/ports/staging.ts";
import type { ClockEvent, ClockEventKind, ClockSample } from "../domain/ports/staging-clock.ts";
import { lateSeconds } from "../sync/clock/late-records.ts";
import { zoneOffset } from "../sync/clock/zone.ts";
import { shiftModtime } from "../sync/modtime.ts";
import { iso } from "./iso.ts";

/** The clock that stamps the records, as the newest run saw it, and what polls do about it. */
export interface ClockStatus {
  readonly sampledAt: string;
  readonly serverLocalTime: Modtime;
  /** Server's UTC less the host's, in seconds; null when the server does not tell its UTC. */
  readonly skewSeconds: number | null;
  /** Minutes by which the server's local time is ahead of its UTC; null when it does not tell its UTC. */
  readonly zoneMinutes: number | null;
  /** How far before their markers polls ask: as configured, or `lateSeconds` when that is more. */
  readonly overlapSeconds: number;
  /** How late records were seen to appear in the last seven days, at most a day; 0: no later than polls look back anyway. */
  readonly lateSeconds: number;
  /** Tables whose next poll asks from further back, because the clock went back or was not looked at for days. */
  readonly widened: readonly { readonly table: TableName; readonly pollFrom: Modtime }[];
  /** Live records with stamps that the server's clock has not reached. They never move a marker; polls read them each time. */
  readonly future: readonly { readonly table: TableName; readonly records: number }[];
  /** Newest first, at most five. */
  readonly events: readonly ClockEventStatus[];
}

export interface ClockEventStatus {
  readonly at: string;
  readonly run: string;
  readonly kind: ClockEventKind;
  /** Negative: back; 0 for a restart: unknown. */
  readonly shiftSeconds: number;
  /** The server's local time in the samples before and after. */
  readonly before: Modtime;
  readonly after: Modtime;
}

export interface ClockQuestion {
  /** Host wall clock, ms. */
  readonly now: number;
  /** As configured. */
  readonly overlapSeconds: number;
}

const EVENTS = 5;
/** The run that sampled and this host need not agree to the second. */
const SLACK_SECONDS = 60;

/** null: no run has sampled the clock yet. */
export function readClockStatus(staging: Staging, { now, overlapSeconds }: ClockQuestion): ClockStatus | null {
  const [sample] = staging.clockSamples(1);
  if (sample === undefined) return null;
  const late = lateSeconds(staging, now);
  const zone = zoneOffset(sample);
  return {
    sampledAt: iso(sample.at),
    serverLocalTime: sample.local,
    skewSeconds: skewOf(sample),
    zoneMinutes: zone === null ? null : zone / 60,
    overlapSeconds: Math.max(overlapSeconds, late),
    lateSeconds: late,
    widened: staging.markers().flatMap(({ table }) => {
      const pollFrom = staging.pollFrom(table);
      return pollFrom === null ? [] : [{ table, pollFrom }];
    }),
    future: staging.stampedAfter(presentBy(sample, now)),
    events: staging.clockEvents(EVENTS).map(eventStatus),
  };
}

function skewOf({ utc, askedAt, answeredAt }: ClockSample): number | null {
  return utc === null ? null : Math.round((utc - (askedAt + answeredAt) / 2) / 1000);
}

/** What the server's clock should show now, and a little more. */
function presentBy({ local, at }: ClockSample, now: number): Modtime {
  return shiftModtime(local, Math.max(0, Math.ceil((now - at) / 1000)) + SLACK_SECONDS);
}

function eventStatus({ at, run, kind, shift, before, after }: ClockEvent): ClockEventStatus {
  return { at: iso(at), run, kind, shiftSeconds: shift, before, after };
}
