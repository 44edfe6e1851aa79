import type { Clock } from "../../domain/ports/clock.ts";
import type { Files } from "../../domain/ports/files.ts";
import type { AreaReport } from "../../domain/verification.ts";
import { Pauses } from "../remote/pauses.ts";

/** What every part of a verification needs. */
export interface Look {
  readonly files: Files;
  readonly report: AreaReport;
  /** Lets the process breathe, and ends the work when it is cancelled. */
  readonly pauses: Pauses;
}

export interface LookPorts {
  readonly files: Files;
  readonly clock: Clock;
}

export function lookWith({ files, clock }: LookPorts, report: AreaReport, signal: AbortSignal): Look {
  return { files, report, pauses: new Pauses(clock, signal) };
}
