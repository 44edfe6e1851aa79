import type { Config } from "../config/load.ts";
import type { CheckSummary, Difference } from "../domain/check.ts";
import { fail, type TidemarkError } from "../domain/errors/tidemark-error.ts";
import type { Oid, RunId, TableName } from "../domain/ids.ts";
import type { Host } from "../domain/ports/host.ts";
import type { Http } from "../domain/ports/http.ts";
import type { StagingView } from "../domain/ports/staging-view.ts";
import type { Progress } from "../domain/run.ts";
import { readBlob, readHead } from "../exporter/past.ts";
import type { CheckPorts } from "../sync/check/context.ts";
import { runCheck } from "../sync/check/run-check.ts";
import { openLog } from "./appliance.ts";
import { dataDirectory, viewOf } from "./data-directory.ts";
import { effectiveConfig } from "./live-config.ts";
import { createWays, sourceOf, type Ways } from "./parts.ts";
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
  const http = new CountingHttp(ways.http);
  const staging = viewOf(config.values.data, ways.files);
  try {
    const ports = portsOf(config, { ...ways, http }, staging);
    if (isEmpty(staging)) throw fail("data.nothing-yet", { path: config.values.data });
    await requireMain(config, ways, staging);
    const { clock, random } = ways;
    const run = random.uuid(clock.now()) as RunId;
    const onProgress = (progress: Progress) => request.onProgress(progress, clock.monotonic());
    const check = (signal: AbortSignal) =>
      runCheck(ports, syncSettings(staging.read((now) => effectiveConfig(config, now))), {
        ...request,
        run,
        onProgress,
        signal,
      });
    const { summary, error } = await untilStopped(host, check);
    return { summary: { ...summary, requests: http.requests }, error };
  } finally {
    staging.close();
  }
}

function portsOf(config: Config, ways: Ways, staging: StagingView): CheckPorts {
  const { repository } = dataDirectory(config.values.data);
  const { clock, log, files } = ways;
  return { source: sourceOf(config, ways), staging, blob: (oid) => readBlob(files, repository, oid), clock, log };
}

function isEmpty(staging: StagingView): boolean {
  return staging.read((now) => now.lastCommit() === null && now.markers().length === 0);
}

/** A service may be in the middle of a commit: its end is waited for so often, ms apart. */
const LOOKS = 10;
const PAUSE_MS = 200;

/** What staging holds for main says nothing when main is elsewhere. @throws mirror.main-moved, mirror.gone, data.unreadable */
async function requireMain(config: Config, { files, clock }: Ways, staging: StagingView): Promise<void> {
  const { repository } = dataDirectory(config.values.data);
  let expected: Oid | null = null;
  let found: Oid | null = null;
  for (let look = 1; look <= LOOKS; look++) {
    const known = staging.read((now) => [now.lastCommit()?.commit ?? null, now.preparedCommit()?.commit ?? null]);
    found = readHead(files, repository);
    if (known.includes(found)) return;
    [expected = null] = known;
    if (look < LOOKS) await clock.sleep(PAUSE_MS);
  }
  const ends = { expected: expected ?? "no commit", found: found ?? "no commit" };
  throw fail("mirror.main-moved", { ref: "main", ...ends, commits: "" });
}

class CountingHttp implements Http {
  readonly #http: Http;
  requests = 0;

  constructor(http: Http) {
    this.#http = http;
  }

  request: Http["request"] = (request) => {
    this.requests += 1;
    return this.#http.request(request);
  };
}
