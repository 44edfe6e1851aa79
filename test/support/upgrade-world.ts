import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ProgramId } from "../../src/app/upgrade/mark.ts";
import type { UpgradeParts } from "../../src/app/upgrade/parts.ts";
import { upgrade } from "../../src/app/upgrade/upgrade.ts";
import { builtProgram } from "./built-program.ts";
import type { FileServices } from "./file-services.ts";
import { gitResult } from "./git-command.ts";
import { makeReleaseKey, type ReleaseKeyPair } from "./release-key.ts";
import { buildLater, makeRelease, scriptCandidate } from "./releases.ts";
import { SimulatorProcess } from "./simulator-process.ts";
import { TemporaryDirectory } from "./temporary.ts";
import { until } from "./until.ts";
import { defineService, presenceOf, programAt, putProgram, upgradeParts } from "./upgrading.ts";

/** Two versions of the program, a key that signs, and a simulated Datacentre; shared by the tests of a file. */
export class Versions implements AsyncDisposable {
  readonly place = new TemporaryDirectory();
  readonly key: ReleaseKeyPair;
  readonly old: string;
  readonly oldId: ProgramId;
  readonly later: string;
  readonly laterId: ProgramId;
  readonly simulator: SimulatorProcess;

  private constructor(built: { place: TemporaryDirectory; old: string; later: string; simulator: SimulatorProcess }) {
    this.place = built.place;
    this.key = makeReleaseKey(built.place.path);
    this.old = built.old;
    this.later = built.later;
    this.simulator = built.simulator;
    this.oldId = idOf(built.old);
    this.laterId = idOf(built.later);
  }

  static async make(): Promise<Versions> {
    const place = new TemporaryDirectory();
    const [old, later] = await Promise.all([builtProgram(place.path), buildLater(place.path, "0.2.0")]);
    const simulator = await SimulatorProcess.start({ records: 60, program: old });
    return new Versions({ place, old, later, simulator });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.simulator[Symbol.asyncDispose]();
    this.place[Symbol.dispose]();
  }
}

function idOf(program: string): ProgramId {
  const { version, commit, schema } = JSON.parse(Bun.spawnSync([program, "version", "--json"]).stdout.toString());
  return { version, commit, schema };
}

/** An installation of the old version with services that run, each a document of its own. */
export class Upgrading implements AsyncDisposable {
  readonly #versions: Versions;
  readonly #temporary = new TemporaryDirectory();
  readonly names: readonly string[];
  services: FileServices;

  constructor(versions: Versions, names: readonly string[], env: Readonly<Record<string, string>> = {}) {
    this.#versions = versions;
    this.names = names;
    putProgram(this.path, versions.old);
    this.services = upgradeParts({ place: this.path, id: versions.oldId, key: versions.key.line }).services;
    for (const name of names) this.services = defineService(this.path, name, { ...this.env(name), ...env });
  }

  static async running(versions: Versions, names: readonly string[] = ["acme"]): Promise<Upgrading> {
    const upgrading = new Upgrading(versions, names);
    for (const name of names) await upgrading.services.start(name);
    for (const name of names) await until(`${name} has read`, () => upgrading.commits(name) > 0);
    return upgrading;
  }

  get path(): string {
    return this.#temporary.path;
  }

  env(name: string): Readonly<Record<string, string>> {
    return {
      TIDEMARK_MONEYWORKS_URL: this.#versions.simulator.url,
      TIDEMARK_REMOTE_URL: join(this.path, "remotes", `${name}.git`),
      TIDEMARK_DATA: this.data(name),
      TIDEMARK_API_LISTEN: "127.0.0.1:0",
      TIDEMARK_LOG_FORMAT: "json",
      TIDEMARK_POLL: "1s",
    };
  }

  data(name: string): string {
    return join(this.path, "data", name);
  }

  /** On the remote's main. */
  commits(name: string): number {
    const remote = join(this.path, "remotes", `${name}.git`);
    const { code, output } = gitResult(this.path, ["--git-dir", remote, "rev-list", "--count", "main"]);
    return code === 0 ? Number(output) : 0;
  }

  parts(over: Partial<UpgradeParts> = {}) {
    const { oldId: id, key } = this.#versions;
    return upgradeParts({ place: this.path, id, key: key.line }, { names: this.names, ...over });
  }

  /** A release with the later version, or with a program that a test makes up. */
  release(bytes: Uint8Array = readFileSync(this.#versions.later), version = "0.2.0") {
    return makeRelease(join(this.path, "release"), this.#versions.key, { version, bytes });
  }

  script(run: string, over: Parameters<typeof scriptCandidate>[0] = {}) {
    return this.release(scriptCandidate({ version: "0.2.0", run, ...over }));
  }

  upgrade(source: string, over: Partial<UpgradeParts> = {}, request: { force?: boolean; checkOnly?: boolean } = {}) {
    const makeScratch = () => join(this.path, "scratch");
    return upgrade({ source, force: false, checkOnly: false, makeScratch, ...request }, this.parts(over));
  }

  /** What is installed, and what each service that runs says it is. */
  async state() {
    const installed = Bun.spawnSync([programAt(this.path), "version", "--json"]).stdout.toString();
    const runs = await Promise.all(
      this.names.map(async (name) => {
        const presence = presenceOf(this.path, name);
        const { running, pid } = await this.services.state(name);
        return running && presence?.pid === pid
          ? `${presence.program.version}${presence.trial ? " on trial" : ""}`
          : "down";
      }),
    );
    return { installed: JSON.parse(installed).version, runs };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const name of this.names) {
      const pid = this.services.pid(name);
      try {
        if (pid !== null) process.kill(pid, "SIGKILL");
      } catch {
        // It has ended.
      }
    }
    this.#temporary[Symbol.dispose]();
  }
}
