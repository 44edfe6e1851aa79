import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Appliance } from "../../../src/app/appliance.ts";
import { asTidemarkError, type TidemarkError } from "../../../src/domain/errors/tidemark-error.ts";
import type { LogLevel } from "../../../src/domain/ports/log.ts";
import { createFiles } from "../../../src/platform/files.ts";
import type { PoisonEffect } from "../../../src/simulator/http/poison.ts";
import type { RequestNote } from "../../../src/simulator/options.ts";
import { createSimulator, type Simulator } from "../../../src/simulator/simulator.ts";
import type { SimulatorSnapshot } from "../../../src/simulator/snapshot.ts";
import { SleepingClock } from "../../support/moneyworks-fakes.ts";
import { Chance } from "../chance.ts";
import type { DiskCode, RemoteEffect, Scenario, StagingCode, Trouble } from "../scenario/scenario.ts";
import type { Trace } from "../trace.ts";
import { Disk } from "./files.ts";
import type { SentImport, WireWatch } from "./http.ts";
import { LateImports } from "./late.ts";
import { CrashPoints, Faults, Life } from "./points.ts";
import { type Host, repositoryOf, startProcess } from "./process.ts";
import { type RunOrder, type RunOutcome, runWhole, type Went } from "./run.ts";
import { settingsOf } from "./settings.ts";

export interface WorldHooks {
  /** Called at each request of a run, counted from 1, before it takes effect. */
  onRequest(number: number, command: string): void;
  /** After a transaction of staging. */
  onWritten(method: string, args: readonly unknown[]): void;
  /** The client sends an import. @returns what the journal says of it */
  onSending(): SentImport;
  /** MoneyWorks is about to do what an import asks for, and has done it. */
  onImporting(sent: SentImport): void;
  onImported(sent: SentImport): void;
}

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
  readonly #late: LateImports;
  /** The import that MoneyWorks has in hand. */
  #import: { readonly sent: SentImport; readonly isLate: boolean } | null = null;
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
    this.#late = new LateImports(() => host.now());
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

  async heal(): Promise<void> {
    this.#poisoned.clear();
    this.calm();
    this.closeWindows();
    await this.#late.flush();
  }

  /** Nobody has a record open any more. */
  closeWindows(): void {
    const { controls } = this.simulator;
    for (const { table, seq } of controls.state().locked)
      if (this.simulator.rows(table).some((row) => row.seq === seq)) controls.unlock(table, seq);
  }

  /** Somebody moved a ref at the remote: it is there, whatever happens to the host. */
  pushed(ref: string): void {
    this.#disk.settle(join(this.remotePath, ref));
  }

  /** What goes wrong from now on, until `calm`. `crash` and `request` are the caller's. */
  trouble(trouble: Trouble): void {
    const { disk, remote, staging } = this.faults;
    if (trouble.on === "moneyworks") this.simulator.controls.fault(trouble.fault);
    if (trouble.on === "disk") disk.plan({ ...trouble, effect: trouble.code });
    if (trouble.on === "remote") remote.plan(trouble);
    if (trouble.on === "staging") staging.plan({ ...trouble, effect: trouble.code });
    if (trouble.on === "late import") this.#late.plan(trouble);
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
    this.#late.clear();
    this.points.arm(null);
  }

  /** One `tidemark sync` by the process that runs, or a new one. */
  async run(order: RunOrder): Promise<RunOutcome> {
    this.#abort = new AbortController();
    this.#requests = 0;
    const went: Went = { results: [], between: [], promotions: null };
    let start: TidemarkError | null = null;
    try {
      this.#appliance ??= startProcess(this.#host, this.#life, this.directory);
      const { signal } = this.#abort;
      await runWhole({ appliance: this.#appliance, life: this.#life, signal, went }, order);
    } catch (reason) {
      start = asTidemarkError(reason);
    }
    const died = this.#life.death;
    if (died !== null) this.end();
    return { ...went, died, start: died === null ? start : null };
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

  /** Who takes the file away waits until MoneyWorks has done what it was sent. */
  async loseStaging(): Promise<void> {
    this.end();
    await this.#late.flush();
    this.#breakLocks();
    for (const end of ["", "-wal", "-shm"]) rmSync(`${this.directory}/staging.sqlite${end}`, { force: true });
  }

  async freshDirectory(): Promise<void> {
    this.end();
    await this.#late.flush();
    this.#breakLocks();
    rmSync(join(this.remotePath, "refs/heads/main.lock"), { force: true });
    this.#directory++;
  }

  /** Locks at the remote of which only what was lost could tell that they are ours are a person's to take away. */
  #breakLocks(): void {
    for (const ref of ["heads/changes", "heads/edits/ada", "notes/tidemark"])
      rmSync(join(this.remotePath, `refs/${ref}.lock`), { force: true });
  }

  #requested(note: RequestNote): void {
    if (this.#import?.isLate === true) {
      this.#trace.add("    a late import arrives");
      this.#hooks.onImporting(this.#import.sent);
      return;
    }
    this.requests++;
    this.#requests++;
    if (this.#requests > MOST_REQUESTS) throw new Error("the run does not end");
    void this.clock.sleep(this.tick);
    this.#trace.add(`  ${this.#requests} ${note.method} ${note.target.replace(/^.*\.moneyworks\//, "").slice(0, 200)}`);
    this.#hooks.onRequest(this.#requests, note.command);
    if (this.#import !== null) this.#hooks.onImporting(this.#import.sent);
  }

  get #watch(): WireWatch {
    return {
      sending: () => this.#hooks.onSending(),
      importing: (sent, isLate) => {
        this.#import = { sent, isLate };
      },
      imported: (sent) => {
        this.#import = null;
        this.#hooks.onImported(sent);
      },
    };
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
      late: this.#late,
      watch: this.#watch,
      disk: this.#disk,
      faults: this.faults,
      settings: settingsOf(scenario),
      sweepEvery: scenario.sweepEvery,
      mostPacks: scenario.mostPacks,
      mostRecords: scenario.mostRecords,
      remotePath: this.remotePath,
      onWritten: (method, args) => this.#hooks.onWritten(method, args),
    };
  }
}
