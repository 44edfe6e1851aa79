import type { TidemarkError } from "../domain/errors/tidemark-error.ts";
import type { Oid, RunId, TableName } from "../domain/ids.ts";
import type { Clock } from "../domain/ports/clock.ts";
import type { Importer } from "../domain/ports/importer.ts";
import type { Incoming, IncomingChange } from "../domain/ports/incoming.ts";
import type { Log } from "../domain/ports/log.ts";
import type { Random } from "../domain/ports/random.ts";
import type { Source } from "../domain/ports/source.ts";
import type { Staging } from "../domain/ports/staging.ts";
import type { TableTally } from "../domain/run.ts";
import type { PlannedFile, PlanSettings } from "./plan/plan-types.ts";
import type { Reminders } from "./reminders.ts";

/** Records by table that have to be read whatever their stamps say. */
export type Numbers = ReadonlyMap<TableName, readonly number[]>;

export interface Reading {
  /** What each table came to. */
  readonly tables: readonly TableTally[];
  /** null: it went through, for every table. */
  readonly error: TidemarkError | null;
  /** The error concerns some tables alone; the others were read. */
  readonly isPartial: boolean;
}

export interface MergeWords {
  readonly run: RunId;
  /** The incoming commit that becomes main's second parent; null: an ordinary commit, if anything is staged. */
  readonly commit: Oid | null;
}

/** The reading engine and main, as a promotion needs them. Nothing here throws but for a cancellation, unless it says so. */
export interface Engine {
  /** A poll as ever, committed and pushed, that reads these records too. */
  poll(also: Numbers, signal: AbortSignal): Promise<Reading>;
  /** A poll under the run of the promotion that stages what it finds, these records in any case, and commits nothing. */
  readBack(run: RunId, also: Numbers, signal: AbortSignal): Promise<Reading>;
  /** Commits what is staged. null: nothing was. @throws mirror.*, data.* */
  commit(words: MergeWords, signal: AbortSignal): Oid | null;
  /** Brings main to the remote. @throws remote.* */
  push(signal: AbortSignal): Promise<void>;
}

/** The configuration as a file that incoming commits may edit. */
export interface ConfigurationGate {
  /** What a change of the file asks for, judged; null: nothing. Decides nothing yet. */
  judge(change: IncomingChange): PlannedFile | null;
  /**
   * Makes the merge that brings the commit to main, with its change in sight so that main shows it; what the merge throws is
   * thrown. The change is in force from then on, and only if main has the commit. @param change null: the commit changes nothing here
   */
  merge<T>(change: IncomingChange | null, commit: Oid, make: () => T): T;
  /** Puts in force what a merge that reached main and then broke off has left. Safe to repeat. */
  settle(): void;
}

export interface PromoterPorts {
  readonly incoming: Incoming;
  readonly importer: Importer;
  readonly source: Pick<Source, "records">;
  readonly staging: Staging;
  readonly engine: Engine;
  readonly configuration: ConfigurationGate;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** What was told of lasting troubles, over all turns. */
  readonly reminders: Reminders;
}

export interface PromoterSettings extends PlanSettings {
  /** Branches to look at: `changes`, `edits/*`. */
  readonly branches: readonly string[];
}
