import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Promoter } from "../../src/app/promoter.ts";
import { MIRRORED_TABLES } from "../../src/config/table-types.ts";
import type { RunId, TableName } from "../../src/domain/ids.ts";
import type { Importer } from "../../src/domain/ports/importer.ts";
import type { Incoming } from "../../src/domain/ports/incoming.ts";
import type { Staging } from "../../src/domain/ports/staging.ts";
import type { RunKind, TableTally } from "../../src/domain/run.ts";
import { GitMirror } from "../../src/exporter/git-mirror.ts";
import { openRemote } from "../../src/exporter/remote/open-remote.ts";
import type { Remote } from "../../src/exporter/remote/remote.ts";
import type { RemoteTarget } from "../../src/exporter/remote/remote-url.ts";
import { createDatacentre } from "../../src/moneyworks/datacentre.ts";
import { createFiles } from "../../src/platform/files.ts";
import { createHttp } from "../../src/platform/http.ts";
import type { PromoterSettings } from "../../src/promoter/ports.ts";
import { generateCompany } from "../../src/simulator/company/generate.ts";
import type { RequestNote, SimulatorOptions } from "../../src/simulator/options.ts";
import { createSimulator, type Simulator } from "../../src/simulator/simulator.ts";
import type { CompanySource } from "../../src/simulator/store/document.ts";
import { openStaging } from "../../src/staging/staging.ts";
import type { RunRequest, SyncPorts, SyncSettings } from "../../src/sync/context.ts";
import { type RunResult, runSync } from "../../src/sync/engine.ts";
import { git } from "./git-command.ts";
import { CollectingLog, fixedRandom, SleepingClock } from "./moneyworks-fakes.ts";
import { promoterOf } from "./promoting.ts";
import { TemporaryDirectory } from "./temporary.ts";

const CONFIG_FILE = '{\n  "version": 1\n}\n';

export interface WorldOptions {
  /** What the document holds; default: a generated company of `records` records. */
  readonly data?: CompanySource;
  /** Default 400. */
  readonly records?: number;
  readonly server?: Partial<SimulatorOptions>;
  readonly settings?: Partial<SyncSettings>;
  /** Default: a bare repository in a directory of the world's own. */
  readonly remote?: { readonly target: RemoteTarget; readonly token: string };
  /** How long the server may be silent, in real time; default: the client's own. */
  readonly idleTimeoutMs?: number;
  /** Stands between the engine and its ports, to count or break calls. */
  readonly wrapPorts?: (ports: SyncPorts) => SyncPorts;
  readonly wrapImporter?: (importer: Importer) => Importer;
  readonly wrapIncoming?: (incoming: Incoming) => Incoming;
  /** Of write-back; default: the program's. */
  readonly promotions?: Partial<PromoterSettings>;
  readonly wrapRemote?: (remote: Remote) => Remote;
}

/** What a data directory is opened to. */
interface Opened {
  readonly ports: SyncPorts;
  readonly staging: Staging;
  readonly mirror: GitMirror;
  readonly promoter: Promoter;
}

/**
 * A simulated Datacentre over real HTTP, a data directory with a real staging file and a real repository, and a remote:
 * all that a run needs. Host and server live on one clock, which only waits and `pass` move.
 */
export class World implements AsyncDisposable {
  readonly #temporary = new TemporaryDirectory();
  readonly #options: WorldOptions;
  readonly clock = new SleepingClock();
  readonly log = new CollectingLog();
  readonly simulator: Simulator;
  settings: SyncSettings;
  /** Called before each request of the client takes effect. */
  onRequest: (request: RequestNote) => void = () => {};
  #url = "";
  #directory = "data-1";
  #opened: Opened | null = null;
  #runs = 0;

  private constructor(options: WorldOptions) {
    this.#options = options;
    this.settings = { ...settingsOf(MIRRORED_TABLES), ...options.settings };
    this.simulator = createSimulator({
      data: options.data ?? generateCompany({ seed: 11, records: options.records ?? 400 }),
      clock: this.clock.elsewhere(),
      onRequest: (request) => this.onRequest(request),
      ...options.server,
    });
  }

  static async open(options: WorldOptions = {}): Promise<World> {
    const world = new World(options);
    const { documentUrl } = await world.simulator.start();
    world.#url = documentUrl.replace("://", "://robot:secret@");
    return world;
  }

  /** The record controls of the simulator: edit, add, remove, touch … */
  get records() {
    return this.simulator.controls.records;
  }

  get path(): string {
    return this.#temporary.path;
  }

  /** The document's address, with its log-in. */
  get url(): string {
    return this.#url;
  }

  /** The local bare repository. */
  get repository(): string {
    return join(this.path, this.#directory, "repository.git");
  }

  get stagingFile(): string {
    return join(this.path, this.#directory, "staging.sqlite");
  }

  /** The remote, when it is a directory. */
  get remotePath(): string {
    return join(this.path, "remote.git");
  }

  get ports(): SyncPorts {
    return this.#data.ports;
  }

  get staging(): Staging {
    return this.#data.staging;
  }

  get mirror(): GitMirror {
    return this.#data.mirror;
  }

  get promoter(): Promoter {
    return this.#data.promoter;
  }

  /** One run; its outcome is the caller's to judge. */
  async run(kind: RunKind, request: Partial<RunRequest> = {}): Promise<RunResult> {
    const run = this.#nextRun();
    const { signal } = new AbortController();
    const whole: RunRequest = { run, kind, allowDeletes: 0, signal, onProgress: () => {}, ...request };
    this.staging.startRun(run, kind, this.clock.now());
    const result = await runSync(this.ports, this.settings, whole);
    this.staging.endRun(result.summary, this.clock.now());
    return result;
  }

  /** A run that has to go through. @throws the error that it ended with */
  async sync(kind: RunKind, request: Partial<RunRequest> = {}): Promise<RunResult["summary"]> {
    const { summary, error } = await this.run(kind, request);
    if (error !== null) throw error;
    return summary;
  }

  poll(): Promise<RunResult["summary"]> {
    return this.sync("poll");
  }

  full(request: Partial<RunRequest> = {}): Promise<RunResult["summary"]> {
    return this.sync("full", request);
  }

  /** Lets time pass, for host and server alike. */
  pass(seconds: number): void {
    void this.clock.sleep(seconds * 1000);
  }

  /** As after the end of the process and a new start. */
  restart(): void {
    this.close();
    this.#opened = this.#openData();
  }

  /** The staging file is gone when the process starts again. */
  loseStaging(): void {
    this.close();
    for (const end of ["", "-wal", "-shm"]) rmSync(this.stagingFile + end, { force: true });
  }

  /** Starts over with an empty data directory. */
  freshDirectory(): void {
    this.close();
    this.#directory = `data-${Number(this.#directory.slice(5)) + 1}`;
  }

  close(): void {
    this.#opened?.mirror.close();
    this.#opened?.staging.close();
    this.#opened = null;
  }

  /** Runs the real git in the local repository. */
  git(...args: string[]): string {
    return git(this.repository, args);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
    await this.simulator.stop();
    this.#temporary[Symbol.dispose]();
  }

  #nextRun(): RunId {
    this.#runs++;
    return `01890000-0000-7000-8000-${String(this.#runs).padStart(12, "0")}` as RunId;
  }

  get #data(): Opened {
    this.#opened ??= this.#openData();
    return this.#opened;
  }

  #openData(): Opened {
    const { wrapPorts = (ports) => ports, wrapRemote = (remote) => remote, promotions: settings } = this.#options;
    const { wrapImporter = (importer) => importer, wrapIncoming = (incoming) => incoming } = this.#options;
    const { clock, log } = this;
    const effects = { http: createHttp(), files: createFiles(), clock, log, random: fixedRandom(0.5) };
    effects.files.makeDirectory(join(this.path, this.#directory));
    const staging = openStaging({ path: this.stagingFile });
    const { target, token } = this.#remote;
    const remote = wrapRemote(openRemote({ target, token, auth: "basic", version: "test" }, effects));
    const names = { remoteName: "the remote", directory: this.repository, branch: "main" };
    const mirror = new GitMirror({ files: effects.files, clock, log, staging, remote, ...names });
    mirror.recover();
    const { idleTimeoutMs } = this.#options;
    const { source, importer } = createDatacentre({ ...effects, url: this.#url, idleTimeoutMs });
    const ports = wrapPorts({ source, staging, mirror, clock, log });
    const promoter = promoterOf({
      ports,
      importer: wrapImporter(importer),
      incoming: wrapIncoming(mirror.incoming),
      syncSettings: () => this.settings,
      uuid: () => this.#nextRun(),
      ...(settings === undefined ? {} : { settings }),
    });
    return { ports, staging, mirror, promoter };
  }

  get #remote(): { readonly target: RemoteTarget; readonly token: string | null } {
    const own: RemoteTarget = { kind: "directory", path: this.remotePath, branch: "main" };
    return this.#options.remote ?? { target: own, token: null };
  }
}

function settingsOf(tables: readonly TableName[]): SyncSettings {
  return {
    tables,
    tablesNamed: false,
    chunk: 100,
    checkpoint: 5000,
    overlapSeconds: 60,
    deleteLimit: { share: 0.05, count: 20 },
    configFile: new TextEncoder().encode(CONFIG_FILE),
    configHash: "0".repeat(64),
    logValues: false,
    privateFields: new Set(),
  };
}

/** The sums of a run over all its tables. */
export function totals(tables: readonly TableTally[]): Omit<TableTally, "table" | "quarantined"> {
  const sum = (pick: keyof Omit<TableTally, "table" | "quarantined">) =>
    tables.reduce((total, table) => total + table[pick], 0);
  return {
    read: sum("read"),
    added: sum("added"),
    changed: sum("changed"),
    deleted: sum("deleted"),
    same: sum("same"),
  };
}

/** A table's name as the ports want it. */
export function tables(...names: string[]): TableName[] {
  return names as TableName[];
}
