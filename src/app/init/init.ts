import { secretsOf } from "../../config/describe.ts";
import { environmentName, flagName } from "../../config/option.ts";
import { OPTIONS, type OptionKey } from "../../config/options.ts";
import { secretFileKey } from "../../config/secret-file.ts";
import { parseConfigFile } from "../../config/toml-file.ts";
import { asTidemarkError, fail, type TidemarkError } from "../../domain/errors/tidemark-error.ts";
import type { Host } from "../../domain/ports/host.ts";
import { parseRemoteUrl } from "../../exporter/remote/remote-url.ts";
import { createRedactor } from "../../lib/redact.ts";
import { parseMoneyWorksUrl } from "../../moneyworks/parse-url.ts";
import { createAccounts } from "../../platform/accounts.ts";
import { readConfigFile } from "../../platform/config-file.ts";
import { createInspection } from "../../platform/inspection.ts";
import { createPrograms } from "../../platform/programs.ts";
import { branchCheck } from "../doctor/checks/branch.ts";
import { certificatesCheck } from "../doctor/checks/certificates.ts";
import { clockCheck } from "../doctor/checks/clock.ts";
import { contactCheck } from "../doctor/checks/contact.ts";
import { documentCheck } from "../doctor/checks/document.ts";
import { listsCheck } from "../doctor/checks/lists.ts";
import { protectionCheck } from "../doctor/checks/protection.ts";
import { remoteCheck } from "../doctor/checks/remote.ts";
import { searchesCheck } from "../doctor/checks/searches.ts";
import { tablesCheck } from "../doctor/checks/tables.ts";
import type { DoctorFinding } from "../doctor/finding.ts";
import { makeCheck } from "../doctor/make-check.ts";
import { createScene, type DoctorCheck, type DoctorScene } from "../doctor/scene.ts";
import { createWays } from "../parts.ts";
import type { SettingsInput } from "../settings.ts";
import { untilStopped } from "../stop-signal.ts";
import { Draft } from "./draft.ts";
import { type Estimate, estimateRead } from "./estimate.ts";
import { meetMoneyWorks } from "./moneyworks-step.ts";
import { type Place, placeOf } from "./place.ts";
import { meetRemote } from "./remote-step.ts";
import { createTalk, type Talk } from "./talk.ts";
import { writeConfig } from "./write-config.ts";

export interface InitRequest {
  readonly instance: string | undefined;
  /** Nobody is asked anything. */
  readonly yes: boolean;
  /** A configuration that is there may be changed. */
  readonly overwrite: boolean;
  /** What a check of an answer found. */
  readonly onFinding: (finding: DoctorFinding) => void;
  /** An answer was wrong and is asked for again. */
  readonly onFault: (error: TidemarkError) => void;
  readonly onPlace: (place: Place) => void;
}

export interface InitResult {
  readonly place: Place;
  readonly estimate: Estimate;
}

/**
 * `tidemark init`: asks, tries each answer at once, and writes the configuration when all of them hold. Whatever ends it before,
 * nothing is left. @throws init.*, config.*, moneyworks.*, remote.*
 */
export async function init(host: Host, input: SettingsInput, request: InitRequest): Promise<InitResult> {
  try {
    return await untilStopped(host, (signal) => new Init(host, request, signal).run(input));
  } catch (reason) {
    throw codeOf(reason) === "run.cancelled" ? fail("init.stopped", {}, { cause: reason }) : reason;
  }
}

const OF_MONEYWORKS = [contactCheck, documentCheck, searchesCheck, listsCheck, clockCheck, tablesCheck];
const OF_REMOTE = [remoteCheck, branchCheck, protectionCheck, certificatesCheck];

class Init {
  readonly #host: Host;
  readonly #request: InitRequest;
  readonly #signal: AbortSignal;
  readonly #ways = createWays({ write: () => {} });

  constructor(host: Host, request: InitRequest, signal: AbortSignal) {
    this.#host = host;
    this.#request = request;
    this.#signal = signal;
  }

  async run({ flags, configFile }: SettingsInput): Promise<InitResult> {
    const { env } = this.#host;
    const { files } = this.#ways;
    const outside = { host: this.#host, accounts: createAccounts(), files };
    const named = configFile ?? (env.TIDEMARK_CONFIG || undefined);
    const place = placeOf(outside, { configFile: named, instance: this.#request.instance });
    const isThere = files.exists(place.config);
    const draft = new Draft({ flags, env, configFile: isThere ? place.config : undefined, readFile: readConfigFile });
    draft.refuseOpenSecrets();
    this.#requireAnswers(draft);
    this.#request.onPlace(place);
    const talk = createTalk(this.#host, !this.#request.yes, this.#request.onFault, this.#signal);
    if (isThere) await this.#mayChange(place.config, talk);
    draft.setDefault("data", place.data);
    if (!isThere && place.listen !== null) draft.setDefault("api.listen", place.listen);
    return await this.#meet(place, talk, draft);
  }

  async #meet(place: Place, talk: Talk, draft: Draft): Promise<InitResult> {
    const scene = await meetMoneyWorks(talk, draft, () => this.#scene(draft));
    try {
      await this.#check(scene, OF_MONEYWORKS);
      await this.#check(await meetRemote(talk, draft, () => this.#scene(draft)), OF_REMOTE);
      const estimate = await estimateRead(scene);
      this.#signal.throwIfAborted();
      writeConfig(this.#ways.files, place.config, draft.settings(this.#host.cwd()));
      return { place, estimate };
    } finally {
      if (!this.#signal.aborted) await (await scene.source.get()).release();
    }
  }

  #scene(draft: Draft): DoctorScene {
    const config = draft.config();
    const { values, origins } = config;
    const outside = { inspection: createInspection(), programs: createPrograms() };
    const tables = { tables: values.tables, tablesNamed: origins.tables.kind !== "default" };
    return createScene({ host: this.#host, config, ways: this.#ways, ...outside, signal: this.#signal, ...tables });
  }

  async #check(scene: DoctorScene, checks: readonly DoctorCheck[]): Promise<void> {
    const redact = createRedactor(secretsOf(scene.config));
    for (const check of checks) {
      await makeCheck(check, scene, ({ says, next, ...finding }) =>
        this.#request.onFinding({ ...finding, says: redact(says), next: next === null ? null : redact(next) }),
      );
    }
  }

  /** One in which the installation left everything to be filled in may. @throws init.exists, run.cancelled */
  async #mayChange(file: string, talk: Talk): Promise<void> {
    const said = parseConfigFile(file, this.#ways.files.read(file));
    const isSkeleton = (["moneyworks.url", "remote.url"] as const).every(
      (key) => !said.has(key) && !said.has(secretFileKey(key)),
    );
    if (this.#request.overwrite || isSkeleton) return;
    if (!talk.canAsk) throw fail("init.exists", { file });
    const answer = await talk.ask(`${file} is there already. Change it? What is not asked for stays. [y/N] `);
    if (!/^y(es)?$/i.test(answer)) throw fail("run.cancelled");
  }

  /** Where nobody can be asked, everything that is missing is named at once. @throws init.missing */
  #requireAnswers(draft: Draft): void {
    if (!this.#request.yes) return;
    const missing = missingOf(draft);
    if (missing.length === 0) return;
    const names = missing.map(
      (key) => `${key} (--${flagName(key)}${OPTIONS[key].secret === "no" ? "" : "-file"}, or ${environmentName(key)})`,
    );
    throw fail("init.missing", { names: names.join("; ") });
  }
}

function missingOf(draft: Draft): readonly OptionKey[] {
  const { values } = draft.config();
  const {
    "moneyworks.url": url,
    "moneyworks.password": password,
    "remote.url": remote,
    "remote.token": token,
  } = values;
  const missing: OptionKey[] = [];
  if (url === null) missing.push("moneyworks.url");
  else if (codeThrown(() => parseMoneyWorksUrl(url, password)) === "moneyworks.url-no-password")
    missing.push("moneyworks.password");
  if (remote === null) missing.push("remote.url");
  const isHttp = remote !== null && /^https?:/i.test(remote) && codeThrown(() => parseRemoteUrl(remote)) === null;
  if (isHttp && token === null) missing.push("remote.token");
  return missing;
}

function codeThrown(work: () => unknown): string | null {
  try {
    work();
    return null;
  } catch (reason) {
    return codeOf(reason);
  }
}

function codeOf(reason: unknown): string {
  return asTidemarkError(reason).code;
}
