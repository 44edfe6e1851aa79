import { asTidemarkError, fail } from "../../domain/errors/tidemark-error.ts";
import type { Host } from "../../domain/ports/host.ts";
import { createClock } from "../../platform/clock.ts";
import { createFiles } from "../../platform/files.ts";
import { createHttp } from "../../platform/http.ts";
import { currentMachine } from "../../platform/machine.ts";
import { runningProgram } from "../../platform/process.ts";
import { createProgramHost } from "../../platform/program-host.ts";
import { createPrograms } from "../../platform/programs.ts";
import { createRandom } from "../../platform/random.ts";
import { makeTemporaryDirectory } from "../../platform/temporary-directory.ts";
import { openLog } from "../appliance.ts";
import { createWays, sourceOf } from "../parts.ts";
import { hostTarget } from "../release/contents.ts";
import { parseKeys, releaseKeys } from "../release/keys.ts";
import { readConfig, type SettingsInput } from "../settings.ts";
import { untilStopped } from "../stop-signal.ts";
import { programId, versionInfo } from "../version.ts";
import { installed, NOBODY } from "./installed.ts";
import { type UpgradeEvent, type UpgradeParts, USUAL_TIMING } from "./parts.ts";
import { recoverUpgrade, settleProgram, takeBackUpgrade, type Upgraded, upgrade } from "./upgrade.ts";

export interface UpgradeCall {
  /** null: no new version, only what `recover` and `takeBack` say. */
  readonly source: string | null;
  readonly force: boolean;
  readonly checkOnly: boolean;
  readonly takeBack: boolean;
  /** Only the program, and nothing of services. */
  readonly settle: boolean;
  /** Only the services of this account. */
  readonly isUser: boolean;
  /** The installed program's file; undefined: this one. */
  readonly program: string | undefined;
  /** A file with public keys to trust beside those that were built in. */
  readonly keyFile: string | undefined;
  /** Data directories without a service. */
  readonly directories: readonly string[];
  /** Longest time until a new program has to have opened its data, ms; undefined: as usual. */
  readonly limitMs: number | undefined;
  readonly tell: (event: UpgradeEvent) => void;
}

export type UpgradeDone =
  | Upgraded
  | { readonly outcome: "recovered" }
  | { readonly outcome: "taken-back"; readonly from: string; readonly to: string };

/** `tidemark upgrade`. @throws upgrade.*, release.*, data.*, service.* */
export async function runUpgrade(host: Host, call: UpgradeCall): Promise<UpgradeDone> {
  return await untilStopped(host, async (signal) => {
    const parts = await upgradePartsOf(host, call, signal);
    if (call.takeBack) return { outcome: "taken-back", ...(await takeBackUpgrade(parts)) };
    if (call.settle) {
      await settleProgram(parts);
      return { outcome: "recovered" };
    }
    if (call.source === null) {
      await recoverUpgrade(parts);
      return { outcome: "recovered" };
    }
    const { source, force, checkOnly } = call;
    return await upgrade({ source, force, checkOnly, makeScratch: makeTemporaryDirectory }, parts);
  });
}

async function upgradePartsOf(host: Host, call: UpgradeCall, signal: AbortSignal): Promise<UpgradeParts> {
  const files = createFiles();
  const clock = createClock();
  const random = createRandom();
  const { services, instances, configOf } = call.settle
    ? NOBODY
    : // An interrupted upgrade has written down who takes part: a configuration broken since must not keep it from being ended.
      await installed(host, call.isUser ? "user" : "system", call.source !== null || call.takeBack);
  const { keyFile, limitMs = USUAL_TIMING.limitMs } = call;
  return {
    ...{ files, clock, services, instances, signal },
    host: createProgramHost(),
    http: createHttp(),
    programs: createPrograms(),
    directories: call.directories,
    program: call.program ?? ownProgram(),
    self: programId(),
    target: hostTarget(currentMachine()),
    keys: [...releaseKeys(), ...(keyFile === undefined ? [] : parseKeys(textOf(keyFile, files)))],
    isWindows: host.platform === "win32",
    pid: host.pid,
    newId: () => random.uuid(clock.now()),
    knock: (instance) => knock(host, { flags: {}, configFile: configOf(instance) }, signal),
    tell: call.tell,
    timing: { ...USUAL_TIMING, limitMs },
  };
}

/** The former program, kept under another name, exchanges the one that took its place. @throws upgrade.no-program for a run from source */
function ownProgram(): string {
  const program = runningProgram();
  if (versionInfo().commit === "source") throw fail("upgrade.no-program", { program });
  return program.replace(/\.previous(\.exe)?$/, "$1");
}

function textOf(path: string, files: ReturnType<typeof createFiles>): string {
  try {
    return new TextDecoder().decode(files.read(path));
  } catch (cause) {
    throw fail("upgrade.cannot-read", { source: path, reason: asTidemarkError(cause).message }, { cause });
  }
}

async function knock(host: Host, input: SettingsInput, signal: AbortSignal) {
  const config = readConfig(host, input);
  return await sourceOf(config, createWays(openLog(host, config))).knock(signal);
}
