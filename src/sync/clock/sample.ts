import type { Modtime } from "../../domain/ids.ts";
import type { Clock } from "../../domain/ports/clock.ts";
import type { ServerTime } from "../../domain/ports/source.ts";
import type { ClockEvent, ClockSample } from "../../domain/ports/staging-clock.ts";
import type { RunRequest, SyncPorts, SyncSettings } from "../context.ts";
import { shiftModtime } from "../modtime.ts";
import { type ClockComparison, compareSamples } from "./compare-samples.ts";

interface SampleInput {
  readonly ports: SyncPorts;
  readonly settings: SyncSettings;
  readonly request: RunRequest;
}

/**
 * Reads the server's clock, compares it with the sample before, and stores the sample together with what follows from it:
 * events, and from where polls have to ask. Returns the server's local time.
 */
export async function sampleClock({ ports, settings, request }: SampleInput): Promise<Modtime> {
  const { source, staging, clock } = ports;
  const before = readingOf(clock);
  const time = await source.time(request.signal);
  const after = readingOf(clock);
  const bracket = trustedBracket(time, before, after);
  const sample: ClockSample = { ...time, ...bracket, ...after, bootId: clock.bootId(), run: request.run };
  const [previous] = staging.clockSamples(1);
  if (previous === undefined) {
    staging.noteClock({ sample, events: [], pollFrom: null });
    return time.local;
  }
  const comparison = compareSamples(previous, sample);
  const pollFrom = reachOf(comparison, previous, settings.overlapSeconds);
  staging.noteClock({ sample, events: comparison.events, pollFrom });
  for (const event of comparison.events) {
    const { kind, shift } = event;
    ports.log.write("warn", describe(event, comparison.pollFrom), { event: kind, shift, before: event.before });
  }
  return time.local;
}

/** From where polls must ask because of this comparison: after a long gap also where a jump would pass for drift. */
export function reachOf(
  { pollFrom, earliest }: Pick<ClockComparison, "pollFrom" | "earliest">,
  previous: Pick<ClockSample, "local">,
  overlapSeconds: number,
): Modtime | null {
  return pollFrom ?? (earliest < shiftModtime(previous.local, -overlapSeconds) ? earliest : null);
}

interface Reading {
  readonly at: number;
  readonly monotonic: number;
}

function readingOf(clock: Clock): Reading {
  return { at: clock.now(), monotonic: clock.monotonic() };
}

/** Wall clock against time since boot, ms, beyond which it was set while the server answered. */
const CREEP_MS = 100;

/**
 * When the server was read, on the host's wall clock. If that clock was set meanwhile, its readings are worth nothing: then it
 * was some time between question and answer, as the time since boot tells.
 */
export function trustedBracket(
  { askedAt, answeredAt }: ServerTime,
  before: Reading,
  after: Reading,
): Pick<ServerTime, "askedAt" | "answeredAt"> {
  const took = after.monotonic - before.monotonic;
  const even = Math.abs(after.at - before.at - took) <= CREEP_MS + took / 1000;
  const ordered = before.at <= askedAt && askedAt <= answeredAt && answeredAt <= after.at;
  return even && ordered ? { askedAt, answeredAt } : { askedAt: after.at - took, answeredAt: after.at };
}

function describe({ kind, shift, before }: ClockEvent, pollFrom: Modtime | null): string {
  const what = {
    step: `The server's clock went ${direction(shift)}`,
    zone: `The server's zone changed: its clock went ${direction(shift)}`,
    restart:
      shift < 0
        ? `This host was started anew, and the server's clock went ${direction(shift)} or more`
        : "This host was started anew: nothing vouches for the server's clock",
  }[kind];
  const next = pollFrom === null ? "" : `the next poll of each table asks from ${pollFrom}; `;
  return `${what} after ${before}: ${next}a sweep is due.`;
}

function direction(shift: number): string {
  return `${shift < 0 ? "back" : "forward"} by ${Math.abs(shift)} s`;
}
