import type { Modtime, Oid, RunId } from "../domain/ids.ts";
import type { Clock } from "../domain/ports/clock.ts";
import type { Log } from "../domain/ports/log.ts";
import type { Mirror } from "../domain/ports/mirror.ts";
import type { PendingSummary, Staging } from "../domain/ports/staging.ts";
import { commitBody, commitSubject, MOST_BODY_LINES } from "./commit-message.ts";
import { commitRequest } from "./commit-request.ts";
import type { SyncSettings } from "./context.ts";
import type { ProgressReporter } from "./progress.ts";

export interface CheckpointOptions {
  readonly ports: {
    readonly staging: Pick<Staging, "dirtyCount" | "pending" | "markers" | "setting">;
    readonly mirror: Pick<Mirror, "commit" | "push">;
    readonly clock: Pick<Clock, "now">;
    readonly log: Log;
  };
  readonly settings: Pick<SyncSettings, "checkpoint" | "configFile" | "configHash">;
  readonly run: RunId;
  /** The first word of the subject: `poll`, `backfill`, `full`. */
  readonly verb: string;
  readonly serverTime: Modtime;
  readonly signal: AbortSignal;
  readonly progress: ProgressReporter;
}

/**
 * Turns staged rows into commits and pushes. The push of one checkpoint goes on while the records of the next are read; the next
 * commit waits for it, so that never more than one is under way.
 */
export class Checkpointer {
  readonly #options: CheckpointOptions;
  #staged: number;
  #pushing: Promise<boolean> | null = null;
  #commit: Oid | null = null;
  #pushed = false;

  constructor(options: CheckpointOptions) {
    this.#options = options;
    // What an interrupted run left counts: one that is cut off again and again must commit all the same.
    this.#staged = options.ports.staging.dirtyCount();
  }

  /** The newest commit of this run, or null. */
  get commit(): Oid | null {
    return this.#commit;
  }

  /** Whether this run brought anything to the remote. */
  get pushed(): boolean {
    return this.#pushed;
  }

  /**
   * Call before a page with so many new or changed records is staged. Commits first when enough are waiting: after
   * a checkpoint there is then always more to commit, so that a run's last commit has the markers of all tables it read.
   * @returns whether it did: then everything that is staged is on main, and a run may end here
   */
  async beforePage(records: number): Promise<boolean> {
    const isFull = records > 0 && this.#staged >= this.#options.settings.checkpoint;
    if (isFull) {
      await this.#settlePush();
      this.#commitNow();
      this.#startPush();
    }
    this.#staged += records;
    return isFull;
  }

  /** Waits until the remote has what was committed, and commits nothing. */
  async settle(): Promise<void> {
    await this.#settlePush();
  }

  /** Commits what is left and waits until the remote has everything. */
  async finish(): Promise<void> {
    await this.#settlePush();
    this.#commitNow();
    this.#startPush();
    await this.#settlePush();
  }

  /** Waits for a push under way without starting anything; its failure is left to the next run. */
  async abandon(): Promise<void> {
    await this.#settlePush().catch(() => {});
  }

  #commitNow(): void {
    const { ports, settings, run, signal, serverTime } = this.#options;
    const summary = ports.staging.pending(MOST_BODY_LINES);
    const words = { subject: commitSubject(this.#verbOf(summary), summary), body: commitBody(summary) };
    const occasion = { run, at: ports.clock.now(), serverTime, ...words };
    const result = ports.mirror.commit(commitRequest(ports.staging, settings, occasion), signal);
    this.#staged = 0;
    if (result === null) return;
    this.#commit = result.commit;
    ports.log.write("info", "committed", { commit: result.commit, records: result.records, bytes: result.packBytes });
    this.#options.progress.committed(result.commit);
  }

  /** A poll between two parts of a first read may have to commit what the part before it left. */
  #verbOf({ counts }: PendingSummary): string {
    const markers = this.#options.ports.staging.markers();
    const reading = new Set(markers.flatMap(({ table, marker }) => (marker === null ? [table] : [])));
    return counts.some(({ table }) => reading.has(table)) ? "backfill" : this.#options.verb;
  }

  #startPush(): void {
    const { ports, signal } = this.#options;
    this.#pushing = ports.mirror.push(signal);
    // Awaited at the next checkpoint; until then a failure must not count as unhandled.
    this.#pushing.catch(() => {});
  }

  async #settlePush(): Promise<void> {
    const pushing = this.#pushing;
    this.#pushing = null;
    if (pushing === null || !(await pushing)) return;
    this.#pushed = true;
    this.#options.progress.pushed(this.#commit);
  }
}
