import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Appliance } from "../../../src/app/appliance.ts";
import { sweepWhenDue } from "../../../src/app/due-sweep.ts";
import { runOnce } from "../../../src/app/run-once.ts";
import { asTidemarkError, type TidemarkError } from "../../../src/domain/errors/tidemark-error.ts";
import type { LogLevel } from "../../../src/domain/ports/log.ts";
import type { RunKind } from "../../../src/domain/run.ts";
import { createFiles } from "../../../src/platform/files.ts";
import type { PoisonEffect } from "../../../src/simulator/http/poison.ts";
import type { RequestNote } from "../../../src/simulator/options.ts";
import { createSimulator, type Simulator } from "../../../src/simulator/simulator.ts";
import type { SimulatorSnapshot } from "../../../src/simulator/snapshot.ts";
import type { RunResult } from "../../../src/sync/engine.ts";
import { SleepingClock } from "../../support/moneyworks-fakes.ts";
import { Chance } from "../chance.ts";
import type { DiskCode, RemoteEffect, Scenario, StagingCode, Trouble } from "../scenario/scenario.ts";
import type { Trace } from "../trace.ts";
import { Disk } from "./files.ts";
import { CrashPoints, Faults, Life } from "./points.ts";
import { type Host, repositoryOf, startProcess } from "./process.ts";

export interface WorldHooks {
  /** Called at each request of a run, counted from 1, before it takes effect. */
  onRequest(number: number): void;
  /** After a transaction of staging. */
  onWritten(method: string, args: readonly unknown[]): void;
}

export interface RunOrder {
  readonly run: RunKind;
  readonly allowDeletes: number;
  readonly sweepWhenDue: boolean;
}

/** How a run went. `results`: none when the process did not start or died, two when a sweep was due. */
export interface RunOutcome {
  readonly results: readonly RunResult[];
  readonly died: string | null;
  /** What kept the process from starting. */
  readonly start: TidemarkError | null;
}

const CONFIG_FILE = new TextEncoder().encode('{\n  "version": 1\n}\n');
/** A run that asks for more does not end. */
const MOST_REQUESTS = 4000;

/** The host, its disk and its processes, MoneyWorks and the remote, all in virtual time. */
export class World {
  readonly clock: SleepingClock;
  readonly simulator: Simulator;
  readonly points = new CrashPoints();
  readonly path: string;
  readonly faults = {
    disk: new Faults<DiskCode>(),
    remote: new Faults<RemoteEffect>(),
    staging: new Faults<StagingCode>(),
  };
  readonly #hooks: WorldHooks;
  readonly #trace: Trace;
  readonly #disk = new Disk(createFiles(), this.faults.disk);
  readonly #host: Host;
  #life = new Life(this.points);
  #appliance: Appliance | null = null;
  #directory = 1;
  /** Records that no export can hold, by `table/number`; `calm` leaves them so. */
  readonly #poisoned = new Map<string, PoisonEffect>();
  #abort = new AbortController();
  #requests = 0;
  /** Milliseconds that pass at each request. */
  tick = 0;
  requests = 0;

  constructor(
    scenario: Scenario,
    place: {
      readonly path: string;
      readonly snapshot: SimulatorSnapshot;
      readonly trace: (now: () => number) => Trace;
    },
    hooks: WorldHooks,
  ) {
    this.path = place.path;
    this.#hooks = hooks;
    this.clock = new SleepingClock(scenario.start);
    const host = this.clock.elsewhere();
    this.#trace = place.trace(() => host.now());
    const { snapshot } = place;
    const { zone, quirks } = scenario;
    const onRequest = (note: RequestNote) => this.#requested(note);
    this.simulator = createSimulator({ snapshot, clock: host, zone, quirks, onRequest });
    this.#host = this.#hostOf(scenario);
  }

  get appliance(): Appliance | null {
    return this.#appliance;
  }

  get directory(): string {
    return join(this.path, `data-${this.#directory}`);
  }

  get repository(): string {
    return repositoryOf(this.directory);
  }

  get remotePath(): string {
    return join(this.path, "remote.git");
  }

  cancel(): void {
    this.#abort.abort(new Error("cancelled"));
  }

  /** @param effect null: it can be read again */
  poison(table: string, seq: number, effect: PoisonEffect | null): void {
    this.#poisoned.delete(`${table}/${seq}`);
    if (effect === null) this.simulator.controls.heal(table, seq);
    else {
      this.#poisoned.set(`${table}/${seq}`, effect);
      this.simulator.controls.poison(table, seq, effect);
    }
  }

  heal(): void {
    this.#poisoned.clear();
    this.calm();
  }

  /** What goes wrong from now on, until `calm`. `crash` and `request` are the caller's. */
  trouble(trouble: Trouble): void {
    const { disk, remote, staging } = this.faults;
    if (trouble.on === "moneyworks") this.simulator.controls.fault(trouble.fault);
    if (trouble.on === "disk") disk.plan({ ...trouble, effect: trouble.code });
    if (trouble.on === "remote") remote.plan(trouble);
    if (trouble.on === "staging") staging.plan({ ...trouble, effect: trouble.code });
    if (trouble.on === "crash") this.points.arm(trouble);
  }

  calm(): void {
    const { controls } = this.simulator;
    controls.clearFaults();
    for (const [place, effect] of this.#poisoned) {
      const [table = "", seq = ""] = place.split("/");
      if (this.simulator.rows(table).some((row) => row.seq === Number(seq)))
        controls.poison(table, Number(seq), effect);
    }
    for (const faults of Object.values(this.faults)) faults.clear();
    this.points.arm(null);
  }

  /** One `tidemark sync` by the process that runs, or a new one. */
  async run({ run: kind, allowDeletes, sweepWhenDue: isServing }: RunOrder): Promise<RunOutcome> {
    this.#abort = new AbortController();
    this.#requests = 0;
    const results: RunResult[] = [];
    let start: TidemarkError | null = null;
    try {
      this.#appliance ??= startProcess(this.#host, this.#life, this.directory);
      const request = { signal: this.#abort.signal, onProgress: () => {} };
      const first = await runOnce(this.#appliance, { kind, allowDeletes, ...request });
      results.push(first);
      if (this.#life.death === null && isServing && kind === "poll" && first.error === null) {
        const sweep = await sweepWhenDue(this.#appliance, request);
        if (sweep !== null) results.push(sweep);
      }
    } catch (reason) {
      start = asTidemarkError(reason);
    }
    const died = this.#life.death;
    if (died !== null) this.end();
    return { results: died === null ? results : results.slice(0, -1), died, start: died === null ? start : null };
  }

  /** The process ends, in whatever way; the next run starts another one. */
  end(): void {
    this.#appliance?.close();
    this.#appliance = null;
    this.#life = new Life(this.points);
  }

  losePower(): void {
    this.end();
    this.#disk.losePower();
  }

  loseStaging(): void {
    this.end();
    for (const end of ["", "-wal", "-shm"]) rmSync(`${this.directory}/staging.sqlite${end}`, { force: true });
  }

  /** A lock at the remote that names a commit of the lost directory is a person's to take away. */
  freshDirectory(): void {
    this.end();
    rmSync(join(this.remotePath, "refs/heads/main.lock"), { force: true });
    this.#directory++;
  }

  #requested(note: RequestNote): void {
    this.requests++;
    this.#requests++;
    if (this.#requests > MOST_REQUESTS) throw new Error("the run does not end");
    void this.clock.sleep(this.tick);
    this.#trace.add(`  ${this.#requests} ${note.method} ${note.target.replace(/^.*\.moneyworks\//, "").slice(0, 200)}`);
    this.#hooks.onRequest(this.#requests);
  }

  #hostOf(scenario: Scenario): Host {
    const chance = new Chance(scenario.seed + 0.5);
    let runs = 0;
    const uuid = () => `01890000-0000-7000-8000-${String(++runs).padStart(12, "0")}`;
    const write = (level: LogLevel, message: string) => {
      if (level !== "debug") this.#trace.add(`    ${level}: ${message.replaceAll(this.path, "")}`);
    };
    return {
      simulator: this.simulator,
      clock: this.clock,
      log: { write },
      random: { fraction: chance.fraction, uuid },
      disk: this.#disk,
      faults: this.faults,
      settings: {
        tables: scenario.tables,
        tablesNamed: false,
        chunk: scenario.chunk,
        checkpoint: scenario.checkpoint,
        overlapSeconds: scenario.overlapSeconds,
        deleteLimit: { share: 0.05, count: scenario.deleteCount },
        configFile: CONFIG_FILE,
        configHash: "0".repeat(64),
        logValues: false,
        privateFields: new Set(),
      },
      sweepEvery: scenario.sweepEvery,
      mostPacks: scenario.mostPacks,
      remotePath: this.remotePath,
      onWritten: (method, args) => this.#hooks.onWritten(method, args),
    };
  }
}
