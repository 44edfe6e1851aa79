import type { Staging } from "../domain/ports/staging.ts";
import type { ClockEvent } from "../domain/ports/staging-clock.ts";
import type { RunPlan } from "./plan.ts";

const SETTING = "swept";

/** The newest sweep or full sync that went through all tables. */
export interface LastSweep {
  /** Host wall clock, ms, after its clock sample. */
  readonly at: number;
  /** The newest clock event it knew; null: there was none. */
  readonly event: string | null;
}

/** Names a clock event. Its time alone would not do: the host's clock may step too. */
export function eventName({ run, at, kind }: ClockEvent): string {
  return `${run}/${at}/${kind}`;
}

export function lastSweep(staging: Staging): LastSweep | null {
  const [at, event] = staging.setting(SETTING)?.split(" ") ?? [];
  return at === undefined ? null : { at: Number(at), event: event ?? null };
}

/** What a run has to note before it reads and to store once every table went through. */
export function sweepBegins(staging: Staging, at: number): LastSweep {
  const [event] = staging.clockEvents(1);
  return { at, event: event === undefined ? null : eventName(event) };
}

export function noteSweep(staging: Staging, { at, event }: LastSweep): void {
  staging.setSetting(SETTING, event === null ? String(at) : `${at} ${event}`);
}

/**
 * Whether a run did what a sweep does. A table that failed waits for the next one: a sweep after every poll would not help
 * it. The end of a first read that took several runs is as good as a sweep, unless the server's clock jumped in between.
 */
export function countsAsSweep({ tables, verb }: RunPlan, begun: LastSweep, last: LastSweep | null): boolean {
  if (tables.length > 0 && tables.every(({ way }) => way.kind !== "poll")) return true;
  return verb === "backfill" && last === null && begun.event === null;
}
