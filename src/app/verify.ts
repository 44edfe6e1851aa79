import type { Config } from "../config/load.ts";
import { asTidemarkError, endedBy, fail } from "../domain/errors/tidemark-error.ts";
import type { Oid } from "../domain/ids.ts";
import type { Host } from "../domain/ports/host.ts";
import type { AreaReport, VerifyArea } from "../domain/verification.ts";
import { lookWith } from "../exporter/verify/look.ts";
import type { Reach } from "../exporter/verify/reach.ts";
import { verifyRemote } from "../exporter/verify/verify-remote.ts";
import { readMain, verifyRepository } from "../exporter/verify/verify-repository.ts";
import { removeTree } from "../platform/remove-tree.ts";
import { makeTemporaryDirectory } from "../platform/temporary-directory.ts";
import { openLog } from "./appliance.ts";
import { dataDirectory } from "./data-directory.ts";
import { createWays, remoteOf, type Ways } from "./parts.ts";
import { readConfig, type SettingsInput } from "./settings.ts";
import { untilStopped } from "./stop-signal.ts";
import { type Place, placeOf, verifyMoneyWorks, verifyStagingFile } from "./verify-areas.ts";
import { AreaCount, type AreaResult, type VerifyWatcher } from "./verify-report.ts";

export interface VerifyRequest extends VerifyWatcher {
  readonly remote: boolean;
  readonly moneyworks: boolean;
}

export interface VerifyResult {
  readonly areas: readonly AreaResult[];
  readonly findings: number;
  readonly ms: number;
}

/**
 * `tidemark verify`: looks at the repository, at staging, at the remote and, when asked, at MoneyWorks, and tells what
 * differs. Repairs nothing, writes nothing, and takes nothing: a service may be running. An area that cannot be
 * looked at keeps no other from being looked at.
 * @throws config.*, data.nothing-yet; run.cancelled
 */
export async function verify(host: Host, input: SettingsInput, request: VerifyRequest): Promise<VerifyResult> {
  const config = readConfig(host, input);
  const ways = createWays(openLog(host, config));
  const { staging, repository, path } = dataDirectory(config.values.data);
  if (!ways.files.exists(staging) && !ways.files.exists(repository)) throw fail("data.nothing-yet", { path });
  return untilStopped(host, (signal) => new Verification({ config, ways, signal }, request).run());
}

interface Scene {
  readonly config: Config;
  readonly ways: Ways;
  readonly signal: AbortSignal;
}

class Verification {
  readonly #scene: Scene;
  readonly #request: VerifyRequest;
  readonly #place: Place;
  readonly #areas: AreaResult[] = [];
  #local: { readonly head: Oid; readonly reach: Reach } | null = null;
  #left: Oid | null = null;

  constructor(scene: Scene, request: VerifyRequest) {
    this.#scene = scene;
    this.#request = request;
    this.#place = placeOf(scene.config, scene.ways.files);
  }

  async run(): Promise<VerifyResult> {
    const { clock } = this.#scene.ways;
    const started = clock.monotonic();
    await this.#area("repository", (report) => this.#repository(report));
    await this.#area("staging", (report) => this.#staging(report));
    if (this.#request.remote) await this.#area("remote", (report) => this.#remote(report));
    if (this.#request.moneyworks) await this.#area("moneyworks", (report) => this.#moneyworks(report));
    const findings = this.#areas.reduce((sum, area) => sum + area.findings, 0);
    return { areas: this.#areas, findings, ms: Math.round(clock.monotonic() - started) };
  }

  async #area(area: VerifyArea, look: (report: AreaReport) => Promise<void>): Promise<void> {
    const { clock } = this.#scene.ways;
    const started = clock.monotonic();
    const count = new AreaCount(area, this.#request, () => clock.monotonic());
    let error: AreaResult["error"] = null;
    try {
      await look(count);
    } catch (reason) {
      const { signal } = this.#scene;
      if (signal.aborted) throw endedBy(signal, reason);
      const { code, message, hint } = asTidemarkError(reason);
      error = { code, message, hint };
    }
    const ms = Math.round(clock.monotonic() - started);
    this.#areas.push({ area, ...count.amount, findings: count.findings, ms, error });
  }

  async #repository(report: AreaReport): Promise<void> {
    const { ways, signal } = this.#scene;
    const main = readMain(this.#place, ways.files);
    const reach = await verifyRepository(this.#place, main, lookWith(ways, report, signal));
    if (main.head !== null && reach !== null) this.#local = { head: main.head, reach };
  }

  async #staging(report: AreaReport): Promise<void> {
    this.#left = await verifyStagingFile(this.#place, { ...this.#scene, report });
  }

  async #remote(report: AreaReport): Promise<void> {
    const { config, ways, signal } = this.#scene;
    const temporary = makeTemporaryDirectory();
    try {
      const { remote, target } = remoteOf(config, ways);
      const [place, local, left] = [this.#place, this.#local, this.#left];
      await verifyRemote({ place, remote, target, temporary, left, local }, { ...ways, report, signal });
    } finally {
      removeTree(temporary);
    }
  }

  async #moneyworks(report: AreaReport): Promise<void> {
    await verifyMoneyWorks(this.#place, { ...this.#scene, report });
  }
}
