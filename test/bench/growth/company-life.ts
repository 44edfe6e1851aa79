import { runOnce } from "../../../src/app/run-once.ts";
import type { Keep } from "../../../src/app/upkeep/horizon.ts";
import { Upkeep } from "../../../src/app/upkeep/upkeep.ts";
import { fail } from "../../../src/domain/errors/tidemark-error.ts";
import type { RunId } from "../../../src/domain/ids.ts";
import type { RunKind, RunSummary } from "../../../src/domain/run.ts";
import { quietAppliance } from "../../support/quiet-appliance.ts";
import type { World } from "../../support/world.ts";

/** Minutes between two polls. */
const POLL_MINUTES = 10;
const POLLS_A_DAY = 144;
const DAYS_A_WEEK = 7;

export interface Life {
  readonly edits: number;
  readonly busyPolls: number;
}

/** A company that is edited, and the service beside it: polls, a sweep a day, a full sync a week, upkeep after each. */
export class CompanyLife {
  readonly #world: World;
  readonly #life: Life;
  readonly #upkeep: Upkeep;
  #idle: RunSummary | null = null;
  #day = 0;
  /** Polls that found nothing are written as the newest real one was, not run. */
  notRun = 0;

  constructor(world: World, life: Life, keep: () => Keep) {
    this.#world = world;
    this.#life = life;
    const { staging, mirror, clock, log } = world.ports;
    this.#upkeep = new Upkeep({ staging, mirror, clock, log, keep, diskFree: () => null, releaseMemory: () => {} });
  }

  async begin(): Promise<void> {
    await this.run("full");
    this.#world.pass(POLL_MINUTES * 60);
    this.#idle = await this.run("poll");
  }

  async day(): Promise<void> {
    const every = Math.max(1, Math.floor(POLLS_A_DAY / this.#life.busyPolls));
    for (let poll = 0; poll < POLLS_A_DAY; poll++) {
      this.#world.pass(POLL_MINUTES * 60);
      if (poll % every === 0 && poll / every < this.#life.busyPolls) await this.#busy();
      else this.#idlePoll();
    }
    await this.run(++this.#day % DAYS_A_WEEK === 0 ? "full" : "sweep");
  }

  /** Looks for what is old until nothing is. */
  forget(): void {
    while (this.#upkeep.slice());
  }

  async run(kind: RunKind): Promise<RunSummary> {
    const { ports, settings } = this.#world;
    const { signal } = new AbortController();
    const appliance = quietAppliance({ ports, settings });
    const { summary, error } = await runOnce(appliance, { kind, allowDeletes: 0, signal, onProgress: () => {} });
    if (error !== null) throw error;
    this.#upkeep.runEnded(summary as RunSummary & { kind: RunKind });
    while (this.#upkeep.slice());
    return summary;
  }

  async #busy(): Promise<void> {
    for (let edit = 0; edit < this.#life.edits / this.#life.busyPolls; edit++)
      this.#world.simulator.controls.randomEdit();
    await this.run("poll");
  }

  /** What a poll that finds nothing leaves: its run, its tallies, its sample of the clock, its line of the log. */
  #idlePoll(): void {
    const { staging, clock, log } = this.#world.ports;
    if (this.#idle === null) throw fail("internal.bad-id", { kind: "poll", value: "none" });
    const run = Bun.randomUUIDv7() as RunId;
    const [sample] = staging.clockSamples(1);
    const { ms, tables } = this.#idle;
    staging.startRun(run, "poll", clock.now());
    if (sample !== undefined) {
      const at = clock.now();
      staging.noteClock({ sample: { ...sample, run, at, askedAt: at, answeredAt: at }, events: [], pollFrom: null });
    }
    const tallies = tables.map((tally) => ({ ...tally, added: 0, changed: 0, deleted: 0 }));
    staging.endRun(
      { run, kind: "poll", outcome: "ok", tables: tallies, commit: null, pushed: false, ms, error: null },
      clock.now(),
    );
    log.write("info", "poll ok", { run, ms });
    this.notRun += 1;
  }
}
