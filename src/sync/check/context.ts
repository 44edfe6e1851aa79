import type { Difference } from "../../domain/check.ts";
import type { Modtime, Oid, RunId, TableName } from "../../domain/ids.ts";
import type { Clock } from "../../domain/ports/clock.ts";
import type { Log } from "../../domain/ports/log.ts";
import type { Source } from "../../domain/ports/source.ts";
import type { StagingView } from "../../domain/ports/staging-view.ts";
import type { Progress } from "../../domain/run.ts";
import type { SyncSettings } from "../context.ts";
import type { ProgressReporter } from "../progress.ts";
import type { CheckTallies } from "./tallies.ts";

export interface CheckPorts {
  readonly source: Source;
  readonly staging: Pick<StagingView, "read">;
  /** A file's content out of the local repository. @throws mirror.* */
  readonly blob: (oid: Oid) => Uint8Array;
  readonly clock: Clock;
  readonly log: Log;
}

export type CheckSettings = Pick<SyncSettings, "tables" | "tablesNamed" | "chunk" | "privateFields">;

export interface CheckRequest {
  /** Names the check in its progress; no history knows it. */
  readonly run: RunId;
  /** Only these of the settings' tables; absent: all. */
  readonly tables?: readonly TableName[] | undefined;
  /** The first so many differences are told; null: all. */
  readonly maxDifferences: number | null;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
  readonly onDifference: (difference: Difference) => void;
}

/** What every step of one check shares. It is what `readPages` takes, too. */
export interface CheckContext {
  readonly ports: CheckPorts;
  readonly settings: CheckSettings;
  readonly request: CheckRequest;
  readonly progress: ProgressReporter;
  readonly tally: CheckTallies;
  /** The server's local time when the check began: it tells what was true at the end of this second. */
  readonly startedAt: Modtime;
  /** The server can search by time of modification. */
  readonly searchesByTime: boolean;
}
