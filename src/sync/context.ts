import type { Modtime, RunId, TableName } from "../domain/ids.ts";
import type { Clock } from "../domain/ports/clock.ts";
import type { Log } from "../domain/ports/log.ts";
import type { Mirror } from "../domain/ports/mirror.ts";
import type { Source } from "../domain/ports/source.ts";
import type { Staging } from "../domain/ports/staging.ts";
import type { Progress, RunKind } from "../domain/run.ts";
import type { DeleteLimit } from "./brake.ts";
import type { Checkpointer } from "./checkpoint.ts";
import type { FieldsSeen } from "./fields-seen.ts";
import type { NewestRecords } from "./newest-records.ts";
import type { ProgressReporter } from "./progress.ts";
import type { Tally } from "./tally.ts";

export interface SyncPorts {
  readonly source: Source;
  readonly staging: Staging;
  readonly mirror: Mirror;
  readonly clock: Clock;
  readonly log: Log;
}

export interface SyncSettings {
  readonly tables: readonly TableName[];
  /** The tables were named by a person: one that the document lacks is an error, not a remark. */
  readonly tablesNamed: boolean;
  /** Records a request, 1 to 1000. */
  readonly chunk: number;
  /** Records staged between two commits. */
  readonly checkpoint: number;
  readonly overlapSeconds: number;
  readonly deleteLimit: DeleteLimit;
  /** Bytes of `.tidemark/config.json`, and their SHA-256 for the commit's trailer. */
  readonly configFile: Uint8Array;
  readonly configHash: string;
  /** Whether changed values may be written to the log, and `table.field` names whose values never may. */
  readonly logValues: boolean;
  readonly privateFields: ReadonlySet<string>;
}

export interface RunRequest {
  readonly run: RunId;
  readonly kind: RunKind;
  /** Only these of the settings' tables; absent: all. */
  readonly tables?: readonly TableName[] | undefined;
  /** Records by table that a poll reads whatever their stamps say, and whether they are there; absent: none. */
  readonly also?: ReadonlyMap<TableName, readonly number[]> | undefined;
  /** What is found is staged, and the caller commits it. */
  readonly stageOnly?: boolean | undefined;
  /**
   * Asked behind each checkpoint of a table's first read: true ends the run there, as `yielded`, so that another one may go first. The
   * next poll goes on behind what is committed. Other readings have no place to go on from and are not asked, nor are runs of which a poll
   * would leave something out: a full sync or a sweep of tables that were read before. Absent: never.
   */
  readonly shouldYield?: (() => boolean) | undefined;
  /** Deletions that a person has confirmed for this run. */
  readonly allowDeletes: number;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

/** What every step of one run shares. */
export interface RunContext {
  readonly ports: SyncPorts;
  readonly settings: SyncSettings;
  readonly request: RunRequest;
  readonly tally: Tally;
  readonly checkpoints: Checkpointer;
  readonly progress: ProgressReporter;
  /** The server's local time, sampled before the first page. */
  readonly sampled: Modtime;
  /** Additions are told one by one; those of a first read are counted by the progress alone. */
  readonly tellAdditions: boolean;
  readonly newest: NewestRecords;
  readonly fields: FieldsSeen;
}
