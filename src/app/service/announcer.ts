import type { PromotionStatus } from "../../api/contract/promotion.ts";
import type { RunProgress } from "../../api/contract/run.ts";
import type { Status } from "../../api/contract/status.ts";
import type { Reading } from "../../api/service.ts";
import { asTidemarkError } from "../../domain/errors/tidemark-error.ts";
import type { Oid } from "../../domain/ids.ts";
import type { Clock } from "../../domain/ports/clock.ts";
import type { Log } from "../../domain/ports/log.ts";
import type { EventBus } from "./event-bus.ts";
import type { StatusBoard } from "./status-board.ts";

export interface AnnouncerOptions {
  readonly bus: EventBus;
  readonly board: StatusBoard;
  readonly reading: Pick<Reading, "changes" | "run">;
  /** What became of an incoming commit; null: it is not known. */
  readonly promotion: (commit: Oid) => PromotionStatus | null;
  readonly clock: Pick<Clock, "monotonic">;
  readonly log: Log;
  /** Gets each status that the readers get. */
  readonly onStatus: (status: Status) => void;
}

/** Between two events of progress. */
const PROGRESS_MS = 250;
/** Changes that one event carries; the rest is counted. */
const MOST_CHANGES = 50;

/** Tells the readers of events what happens. What it cannot tell costs nobody a run. */
export class Announcer {
  readonly #options: AnnouncerOptions;
  #since: string | null = null;
  #newest = 0;
  #lastProgress = Number.NEGATIVE_INFINITY;

  constructor(options: AnnouncerOptions) {
    this.#options = options;
    this.quietly(() => {
      const { changes, since } = options.reading.changes({ limit: 1 });
      this.#since = since;
      this.#newest = changes[0]?.id ?? 0;
    });
  }

  began(progress: RunProgress): void {
    const { board } = this.#options;
    board.forget();
    board.running(progress);
    this.#lastProgress = Number.NEGATIVE_INFINITY;
    this.#run(progress.run);
    this.#status();
  }

  progress(progress: RunProgress): void {
    const { bus, board, clock } = this.#options;
    const now = clock.monotonic();
    const isCommit = progress.step === "commit";
    if (!isCommit && now - this.#lastProgress < PROGRESS_MS) return;
    this.#lastProgress = now;
    board.running(progress);
    bus.publish("progress", progress);
    if (isCommit) this.#changes();
  }

  ended(run: string): void {
    this.#options.board.running(null);
    this.#changes();
    this.#run(run);
    this.status();
  }

  promoted(commit: Oid): void {
    const { promotion, bus } = this.#options;
    this.quietly(() => {
      const found = promotion(commit);
      if (found !== null) bus.publish("promotion", found);
    });
  }

  /** Something of it changed. */
  status(): void {
    this.#options.board.forget();
    this.#status();
  }

  #status(): void {
    const { bus, board, onStatus } = this.#options;
    this.quietly(() => {
      const status = board.status();
      bus.publish("status", status);
      onStatus(status);
    });
  }

  #run(id: string): void {
    const { reading, bus } = this.#options;
    this.quietly(() => {
      const detail = reading.run(id);
      if (detail === null) return;
      const { tables: _tables, progress: _progress, check: _check, ...run } = detail;
      bus.publish("run", run);
    });
  }

  /** A first read of a million records is told by its number and its newest few. */
  #changes(): void {
    const { reading, bus } = this.#options;
    this.quietly(() => {
      const { changes, since } = reading.changes({ limit: MOST_CHANGES });
      const fresh = changes.filter(({ id }) => id > this.#newest).toReversed();
      const newest = fresh.at(-1);
      if (newest === undefined) return;
      bus.publish("changes", { count: newest.id - this.#newest, changes: fresh, since: this.#since });
      this.#newest = newest.id;
      this.#since = since;
    });
  }

  /** Whoever is told, and whatever that does, costs nobody a run. */
  quietly(tell: () => void): void {
    try {
      tell();
    } catch (reason) {
      const { code, message } = asTidemarkError(reason);
      this.#options.log.write("warn", `an event could not be told: ${message}`, { code });
    }
  }
}
