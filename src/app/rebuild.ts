import { requireMirror } from "../config/require.ts";
import type { Host } from "../domain/ports/host.ts";
import type { Progress } from "../domain/run.ts";
import { createAccounts } from "../platform/accounts.ts";
import { acquireLock } from "../staging/lock.ts";
import type { RunResult } from "../sync/engine.ts";
import { actAsOwner } from "./act-as-owner.ts";
import { openAppliance, openLog } from "./appliance.ts";
import { finishSwap } from "./backup/swap.ts";
import { coded, prepareDataDirectory } from "./data-directory.ts";
import { createWays, remoteOf } from "./parts.ts";
import { type Rebuilt, rebuildStaging } from "./rebuild-staging.ts";
import { runOnce } from "./run-once.ts";
import { readConfig, type SettingsInput } from "./settings.ts";
import { untilStopped } from "./stop-signal.ts";
import { settleUpgrade } from "./upgrade/settle.ts";
import { programId } from "./version.ts";

export interface RebuildRequest {
  readonly allowDeletes: number;
  /** `now` is the monotonic clock in ms. */
  readonly onProgress: (progress: Progress, now: number) => void;
  /** The new file is in place; the full sync begins. */
  readonly onRebuilt: (rebuilt: Rebuilt) => void;
}

/**
 * `tidemark rebuild`: a new staging file out of git's history, and then one full sync over it.
 * @throws what keeps it from being built; the sync's own error is in its result
 */
export async function rebuild(host: Host, input: SettingsInput, request: RebuildRequest): Promise<RunResult> {
  const config = readConfig(host, input);
  requireMirror(config);
  const log = openLog(host, config);
  const ways = createWays(log);
  const remote = remoteOf(config, ways);
  actAsOwner(config.values.data, createAccounts(), log);
  const directory = prepareDataDirectory(config.values.data, ways.files);
  const startedAt = ways.clock.now();
  const lock = acquireLock({ path: directory.lock, holder: { pid: host.pid, host: "this host", startedAt } });
  try {
    coded(directory.path, () => {
      finishSwap(directory, ways.files);
      settleUpgrade({ data: directory.path, files: ways.files, program: programId(), isService: false });
    });
    const rebuilt = await untilStopped(host, (signal) => rebuildStaging({ ...remote, directory }, ways, signal));
    request.onRebuilt(rebuilt);
  } finally {
    lock.release();
  }
  const appliance = openAppliance(host, config, log);
  try {
    const { allowDeletes, onProgress } = request;
    return await untilStopped(host, (signal) => runOnce(appliance, { kind: "full", allowDeletes, signal, onProgress }));
  } finally {
    appliance.close();
  }
}
