import { fail } from "../../domain/errors/tidemark-error.ts";
import type { RunId } from "../../domain/ids.ts";
import type { Clock } from "../../domain/ports/clock.ts";
import type { RecordedKind } from "../../domain/run.ts";

/** The run under way. */
export interface Flying {
  readonly run: RunId;
  readonly kind: RecordedKind;
}

export interface FlightOptions {
  readonly clock: Pick<Clock, "monotonic" | "sleep">;
  /** Ends whatever flies: the service stops. */
  readonly signal: AbortSignal;
  /** Milliseconds without a sign of life after which a run is ended; null: never. */
  readonly watchdog: () => number | null;
  /** The newest answer of a server, by the monotonic clock in ms. */
  readonly lastActivity: () => number;
  /** A run was told to end, and does not. */
  readonly onStuck: (flying: Flying) => void;
}

/** What work in flight is given. */
export interface Cockpit {
  readonly signal: AbortSignal;
  /** A sign of life. */
  readonly touch: () => void;
  /** Another run of the same work has begun: a promotion after its poll. */
  readonly changeTo: (flying: Flying) => void;
}

/** How often the watchdog looks, in parts of its limit. */
const LOOKS = 10;
/** A look that comes so many times later than it should. */
const SLEPT = 3;
/** What a run that was told to end may still take: one request is aborted at once, a commit or push under way is finished. */
const GRACE_MS = 60_000;

interface Work {
  flying: Flying;
  readonly cancel: AbortController;
  readonly ended: Promise<void>;
  lastSign: number;
}

/** One run at a time, whoever asked for it; a watchdog ends one that hangs. */
export class Flight {
  readonly #options: FlightOptions;
  #work: Work | null = null;

  constructor(options: FlightOptions) {
    this.#options = options;
  }

  get current(): Flying | null {
    return this.#work?.flying ?? null;
  }

  /**
   * Begins at once: when this returns, the run is the current one. The promise is the work's own.
   * @throws api.busy
   */
  start<T>(flying: Flying, work: (cockpit: Cockpit) => Promise<T>): Promise<T> {
    const before = this.current;
    if (before !== null) throw fail("api.busy", { run: before.run, kind: before.kind });
    const { clock, signal } = this.#options;
    const cancel = new AbortController();
    const landed = Promise.withResolvers<void>();
    const own: Work = { flying, cancel, ended: landed.promise, lastSign: clock.monotonic() };
    this.#work = own;
    const done = new AbortController();
    const cockpit: Cockpit = {
      signal: AbortSignal.any([signal, cancel.signal]),
      touch: () => {
        own.lastSign = clock.monotonic();
      },
      changeTo: (next) => {
        own.flying = next;
        own.lastSign = clock.monotonic();
      },
    };
    void this.#watch(own, done.signal);
    return work(cockpit).finally(() => {
      this.#work = null;
      done.abort();
      landed.resolve();
    });
  }

  /** Ends the run under way between two requests; null: there is none. */
  cancel(): RunId | null {
    this.#work?.cancel.abort(fail("run.cancelled"));
    return this.current?.run ?? null;
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    await this.#work?.ended;
  }

  async #watch(work: Work, done: AbortSignal): Promise<void> {
    const { clock, watchdog, lastActivity, onStuck } = this.#options;
    for (let limit = watchdog(); limit !== null && !done.aborted; limit = watchdog()) {
      const before = clock.monotonic();
      await clock.sleep(limit / LOOKS, done).catch(() => {});
      const now = clock.monotonic();
      // The host slept: nothing could show a sign of life, and this clock went on.
      if (now - before > SLEPT * (limit / LOOKS)) work.lastSign = now;
      const silent = now - Math.max(work.lastSign, lastActivity());
      if (done.aborted || silent < limit) continue;
      work.cancel.abort(fail("run.no-progress", { minutes: Math.round(limit / 60_000) }));
      await clock.sleep(GRACE_MS, done).catch(() => {});
      if (!done.aborted) onStuck(work.flying);
      return;
    }
  }
}
