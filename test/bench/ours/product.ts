import type { RunId } from "../../../src/domain/ids.ts";
import type { Log } from "../../../src/domain/ports/log.ts";
import type { RunKind } from "../../../src/domain/run.ts";
import { GitMirror } from "../../../src/exporter/git-mirror.ts";
import { openRemote } from "../../../src/exporter/remote/open-remote.ts";
import { createClock } from "../../../src/platform/clock.ts";
import { createFiles } from "../../../src/platform/files.ts";
import { createHttp } from "../../../src/platform/http.ts";
import { createRandom } from "../../../src/platform/random.ts";
import { openStaging } from "../../../src/staging/staging.ts";
import type { RunRequest, SyncPorts, SyncSettings } from "../../../src/sync/context.ts";
import { readDataset, TABLE } from "../input/dataset.ts";
import { Stopwatch } from "../measure/stopwatch.ts";
import { timedPort } from "../measure/timed-port.ts";
import { ReplaySource } from "./replay-source.ts";

/** What a process of ours is told. */
export interface ProductArgument {
  /** The records to mirror. */
  readonly dataset: string;
  /** The data directory: staging and the local repository. */
  readonly data: string;
  readonly url: string;
  readonly token: string;
  readonly chunk: number;
  readonly checkpoint: number;
}

export interface Product {
  readonly ports: SyncPorts;
  readonly settings: SyncSettings;
  readonly source: ReplaySource;
  readonly stopwatch: Stopwatch;
  request(kind: RunKind): RunRequest;
  close(): void;
}

const CONFIG_FILE = new TextEncoder().encode(`{\n  "tables": ["${TABLE}"]\n}\n`);
const quiet: Log = { write: () => undefined };

/** Tidemark put together as its composition root does, with replayed pages for a server and clocks around its ports. */
export function openProduct(argument: ProductArgument): Product {
  const { dataset, data, url, token, chunk, checkpoint } = argument;
  const stopwatch = new Stopwatch((name) => name.startsWith("journal."));
  const [files, clock, random] = [createFiles(), createClock(), createRandom()];
  files.makeDirectory(data);
  const source = new ReplaySource(readDataset(dataset), stopwatch);
  const opened = openStaging({ path: `${data}/staging.sqlite` });
  const staging = timedPort(opened, "staging", stopwatch);
  const remote = openRemote(
    { target: { kind: "http", url, username: "bench", branch: "main" }, token, auth: "basic", version: "bench" },
    { http: createHttp(), files, clock, random, log: quiet },
  );
  const directory = `${data}/repository.git`;
  const journal = timedPort(opened, "journal", stopwatch);
  const own = new GitMirror({
    files,
    clock,
    log: quiet,
    staging: journal,
    remote,
    remoteName: url,
    directory,
    branch: "main",
  });
  own.recover();
  const mirror = timedPort(own, "mirror", stopwatch);
  const ports = { source, staging, mirror, clock, log: quiet };
  const newRun = (kind: RunKind): RunId => {
    const run = random.uuid(clock.now()) as RunId;
    opened.startRun(run, kind, clock.now());
    return run;
  };
  return {
    ports,
    settings: settings({ chunk, checkpoint }),
    source,
    stopwatch,
    request: (kind) => ({
      run: newRun(kind),
      kind,
      allowDeletes: 0,
      signal: new AbortController().signal,
      onProgress: () => undefined,
    }),
    close() {
      own.close();
      opened.close();
    },
  };
}

function settings(sizes: { readonly chunk: number; readonly checkpoint: number }): SyncSettings {
  return {
    ...sizes,
    tables: [TABLE],
    tablesNamed: false,
    overlapSeconds: 60,
    deleteLimit: { share: 0.05, count: 20 },
    configFile: CONFIG_FILE,
    configHash: "0".repeat(64),
    logValues: false,
    privateFields: new Set(),
  };
}
