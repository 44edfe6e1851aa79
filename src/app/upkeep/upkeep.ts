import { asTidemarkError } from "../../domain/errors/tidemark-error.ts";
import type { Clock } from "../../domain/ports/clock.ts";
import type { Log } from "../../domain/ports/log.ts";
import type { Mirror } from "../../domain/ports/mirror.ts";
import type { Staging } from "../../domain/ports/staging.ts";
import type { Steps } from "../../lib/steps.ts";
import type { RunEnd } from "../run-end.ts";
import { isLookDue, type Keep, keptSince, nextHorizon, parseLook, printLook } from "./horizon.ts";
import { returnSpace, type SpacePorts } from "./space.ts";

/** Where staging keeps when it was last looked for what is old. */
const SETTING = "upkeep";
/** What is done before others have their turn. One step more may come to it. */
const SLICE_MS = 10;
/** A run that took so long may have read much. */
const LONG_MS = 5000;
/** Polls may be a second apart, and giving back takes some tens of milliseconds. */
const RELEASE_EVERY_MS = 10_000;
/** After a look that failed. */
const AGAIN_MS = 3_600_000;

export interface UpkeepParts extends SpacePorts {
  readonly staging: Staging;
  readonly mirror: Pick<Mirror, "consolidate" | "release">;
  readonly clock: Clock;
  readonly log: Log;
  /** An incoming commit may change what is configured. */
  readonly keep: () => Keep;
  /** Gives back what nobody holds any more. */
  readonly releaseMemory: () => void;
}

interface Work {
  /** What did not happen when it throws. */
  readonly what: string;
  readonly steps: Steps;
}

/** What is done between two runs, a little at a time. The mirror is as true without it: an error is told, and it is tried again. */
export class Upkeep {
  readonly #parts: UpkeepParts;
  readonly #waiting: Work[] = [];
  #notBefore = Number.NEGATIVE_INFINITY;
  #releasedAt = Number.NEGATIVE_INFINITY;

  constructor(parts: UpkeepParts) {
    this.#parts = parts;
  }

  /** There may be one pack more, and what it read may still be in memory; after a long one in staging's log as well. */
  runEnded({ kind, ms }: Pick<RunEnd, "kind" | "ms">): void {
    const isLong = kind !== "poll" || ms >= LONG_MS;
    const now = this.#parts.clock.monotonic();
    this.#once({ what: FOLDED, steps: this.#parts.mirror.consolidate() });
    if (!isLong && now - this.#releasedAt < RELEASE_EVERY_MS) return;
    this.#releasedAt = now;
    this.#once({ what: SETTLED, steps: this.#settle(isLong) });
  }

  /** A slice; false: there is nothing to do now. */
  slice(): boolean {
    const { clock } = this.#parts;
    const until = clock.monotonic() + SLICE_MS;
    this.#lookWhenDue();
    if (this.#waiting.length === 0) return false;
    do this.#step();
    while (this.#waiting.length > 0 && clock.monotonic() < until);
    return true;
  }

  /** All of it, for a command that ends after its run; what is left when somebody stops it waits for the next one. */
  async finish(signal: AbortSignal): Promise<void> {
    this.#once({ what: FOLDED, steps: this.#parts.mirror.consolidate() });
    // A backlog of years takes minutes, and a stop is heard between two slices only.
    while (!signal.aborted && this.slice()) await this.#parts.clock.sleep(0, signal).catch(() => {});
    this.stop();
  }

  /** What is under way leaves nothing behind. */
  stop(): void {
    for (const { steps } of this.#waiting.splice(0)) steps.return();
  }

  #once(work: Work): void {
    if (!this.#waiting.some(({ what }) => what === work.what)) this.#waiting.push(work);
  }

  #step(): void {
    const [work] = this.#waiting;
    if (work === undefined) return;
    try {
      if (work.steps.next().done === true) this.#waiting.shift();
    } catch (reason) {
      this.#waiting.shift();
      const { code, message, hint } = asTidemarkError(reason);
      this.#parts.log.write("warn", `${work.what}: ${message}`, { code, hint });
    }
  }

  #lookWhenDue(): void {
    const { clock, staging } = this.#parts;
    if (clock.monotonic() < this.#notBefore || this.#waiting.length > 0) return;
    if (!isLookDue(parseLook(staging.setting(SETTING)), clock.now())) return;
    this.#notBefore = clock.monotonic() + AGAIN_MS;
    this.#waiting.push({ what: FORGOTTEN, steps: this.#forget() });
    this.#waiting.push({ what: RETURNED, steps: returnSpace(this.#parts) });
  }

  /** The horizon is noted first: a look that is killed again and again moves it no further than any other. */
  *#forget(): Steps {
    const { staging, clock, log, keep } = this.#parts;
    const now = clock.now();
    const horizon = nextHorizon(parseLook(staging.setting(SETTING)), now);
    staging.setSetting(SETTING, printLook({ at: now, horizon }));
    const forgotten = yield* staging.forget(keptSince(Math.min(now, horizon), keep()));
    if (Object.values(forgotten).some((rows) => rows > 0)) log.write("info", "old rows removed", { ...forgotten });
  }

  *#settle(isLong: boolean): Steps {
    const { mirror, staging, releaseMemory } = this.#parts;
    mirror.release();
    if (isLong) staging.settleDown();
    yield;
    releaseMemory();
  }
}

const FOLDED = "packs were not folded";
const SETTLED = "memory was not given back";
const FORGOTTEN = "old rows were not removed";
const RETURNED = "staging did not become smaller";
