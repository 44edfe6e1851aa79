import type { CheckSummary, Difference } from "../domain/check.ts";
import type { TidemarkError } from "../domain/errors/tidemark-error.ts";
import type { RunId, TableName } from "../domain/ids.ts";
import type { Host } from "../domain/ports/host.ts";
import type { Progress } from "../domain/run.ts";
import { openLog } from "./appliance.ts";
import { checkWith } from "./check-with.ts";
import { dataDirectory, viewOf } from "./data-directory.ts";
import { createHttpMeter } from "./http-meter.ts";
import { effectiveConfig } from "./live-config.ts";
import { createWays, sourceOf } from "./parts.ts";
import { readConfig, type SettingsInput, syncSettings } from "./settings.ts";
import { untilStopped } from "./stop-signal.ts";

export interface CheckOnceRequest {
  readonly tables?: readonly TableName[] | undefined;
  /** The first so many differences are told; null: all. */
  readonly maxDifferences: number | null;
  /** `now` is the monotonic clock in ms. */
  readonly onProgress: (progress: Progress, now: number) => void;
  readonly onDifference: (difference: Difference) => void;
}

export interface CheckOnceResult {
  /** With the number of HTTP requests that were sent. */
  readonly summary: CheckSummary & { readonly requests: number };
  readonly error: TidemarkError | null;
}

/**
 * `tidemark sync --full --check`: compares MoneyWorks with what main holds and writes nothing: no file, no request to the
 * remote. Takes no lock; a service may be running on the data directory.
 * @throws config.*, moneyworks.url-*, data.nothing-yet, and others of data.* that keep it from starting
 */
export async function checkOnce(host: Host, input: SettingsInput, request: CheckOnceRequest): Promise<CheckOnceResult> {
  const config = readConfig(host, input);
  const ways = createWays(openLog(host, config));
  const { files, clock, log, random } = ways;
  const meter = createHttpMeter(ways.http, clock);
  const staging = viewOf(config.values.data, files);
  try {
    const parts = {
      ...{ staging, files, clock, log, meter },
      source: sourceOf(config, { ...ways, http: meter.http }),
      directory: dataDirectory(config.values.data),
      settings: syncSettings(staging.read((now) => effectiveConfig(config, now))),
    };
    const run = random.uuid(clock.now()) as RunId;
    const onProgress = (progress: Progress) => request.onProgress(progress, clock.monotonic());
    return await untilStopped(host, (signal) => checkWith(parts, { ...request, run, onProgress, signal }));
  } finally {
    staging.close();
  }
}
