import { type Config, loadConfig } from "../config/load.ts";
import { fail } from "../domain/errors/tidemark-error.ts";
import type { Oid } from "../domain/ids.ts";
import type { Files } from "../domain/ports/files.ts";
import type { Host } from "../domain/ports/host.ts";
import type { Log } from "../domain/ports/log.ts";
import type { Progress } from "../domain/run.ts";
import { createClock } from "../platform/clock.ts";
import { createFiles } from "../platform/files.ts";
import { listen } from "../platform/http-server.ts";
import { removeTree } from "../platform/remove-tree.ts";
import { acquireLock } from "../staging/lock.ts";
import type { RunResult } from "../sync/engine.ts";
import { type Appliance, openAppliance, openLog } from "./appliance.ts";
import { coded, type DataDirectory, dataDirectory } from "./data-directory.ts";
import { runOnce } from "./run-once.ts";
import { runService } from "./run-service.ts";
import type { Simulated } from "./simulate.ts";
import { untilStopped } from "./stop-signal.ts";

export interface DemoRequest {
  readonly directory: string;
  readonly records: number;
  readonly seed: number;
  readonly port: number;
  /** Where the dashboard is wanted; any free port when that one is taken. */
  readonly apiPort: number;
  /** One backfill, one edit, one poll, then the end. */
  readonly once: boolean;
  readonly onProgress: (progress: Progress, now: number) => void;
}

/** What the demo tells about itself once the document is mirrored. */
export interface DemoReady {
  /** Bare repository that the mirror was pushed to. */
  readonly mirror: string;
  readonly data: string;
  /** Where the simulator's controls are: `http://127.0.0.1:6710/control`. */
  readonly control: string;
  /** `http://127.0.0.1:8010/`; null: nothing is served, with `once`. */
  readonly dashboard: string | null;
  readonly backfill: RunResult;
}

/** The edit that `--once` makes, and the commit that came of it. */
export interface DemoEdit {
  readonly table: string;
  readonly key: string;
  readonly commit: Oid | null;
  readonly poll: RunResult;
}

export interface DemoWatcher {
  readonly ready: (ready: DemoReady) => void;
  readonly edited: (edit: DemoEdit) => void;
}

const MARK = ".tidemark-demo";
const POLL = "2s";
const LOGIN = { user: "robot", password: "sandbank" };

/** `tidemark demo`: a simulated company mirrored into a repository on disk, then polled until stopped. */
export async function demo(host: Host, request: DemoRequest, watcher: DemoWatcher): Promise<number> {
  const files = createFiles();
  const { directory } = request;
  freshDirectory(host, directory, files);
  const simulated = await startOn(request);
  const mirror = `${directory}/mirror.git`;
  const data = `${directory}/data`;
  const urls = { "moneyworks-url": simulated.url, "remote-url": mirror, data };
  const config = demoConfig(urls, await usablePort(request.apiPort));
  const appliance = openAppliance(host, config, withoutIdlePolls(openLog(host, config)));
  try {
    return await untilStopped(host, async (signal) => {
      const first = { kind: "poll" as const, allowDeletes: 0, signal, onProgress: request.onProgress };
      const backfill = await runOnce(appliance, first);
      if (backfill.error !== null) throw backfill.error;
      const ready = { mirror, data, control: `${simulated.address.origin}/control`, dashboard: null, backfill };
      if (request.once) {
        watcher.ready(ready);
        return await editOnce({ appliance, simulated, signal }, watcher);
      }
      const onListening = (port: number | null) =>
        watcher.ready({ ...ready, dashboard: port === null ? null : `http://127.0.0.1:${port}/` });
      await runService({ host, config, appliance, signal, onListening });
      return 0;
    });
  } finally {
    appliance.close();
    await simulated.simulator.stop();
  }
}

/** The demo depends on nothing around it: no file, no variable. */
function demoConfig(urls: Readonly<Record<string, string>>, port: number): Config {
  const shown = { poll: POLL, "log-values": "true", "api-listen": `127.0.0.1:${port}` };
  return loadConfig({ flags: { ...urls, ...shown }, env: {}, readFile: () => null });
}

/** The port, or 0 for any other one when it is taken. */
async function usablePort(port: number): Promise<number> {
  try {
    await listen({ hostname: "127.0.0.1", port, handler: async () => new Response() }).stop();
    return port;
  } catch {
    return 0;
  }
}

/** Every two seconds a poll that found nothing would soon push what the demo says off the screen. */
function withoutIdlePolls(log: Log): Log {
  return {
    ...log,
    write: (level, message, fields) => {
      if (level !== "info" || fields?.commit !== null) log.write(level, message, fields);
    },
  };
}

interface EditScene {
  readonly appliance: Appliance;
  readonly simulated: Simulated;
  readonly signal: AbortSignal;
}

async function editOnce({ appliance, simulated, signal }: EditScene, watcher: DemoWatcher): Promise<number> {
  const { records } = simulated.simulator.controls;
  const edited = simulated.simulator.rows("name")[0];
  if (edited === undefined) throw fail("simulator.table", { table: "name" });
  records.edit("name", edited.seq, { phone: "09 555 0199" });
  const poll = await runOnce(appliance, { kind: "poll", allowDeletes: 0, signal, onProgress: () => {} });
  if (poll.error !== null) throw poll.error;
  watcher.edited({ table: "name", key: edited.fields.code ?? "", commit: poll.summary.commit, poll });
  return 0;
}

/**
 * Makes the directory, or empties it when an earlier demo made it and has ended.
 * @throws simulator.demo-directory, data.locked while another demo runs in it, data.* where it cannot be made
 */
function freshDirectory(host: Pick<Host, "pid">, directory: string, files: Files): void {
  const mark = `${directory}/${MARK}`;
  if (files.exists(directory)) {
    if (!files.exists(mark)) throw fail("simulator.demo-directory", { path: directory });
    requireNobody(host, dataDirectory(`${directory}/data`), files);
    removeTree(directory);
  }
  coded(directory, () => {
    files.makeDirectory(directory);
    files.create(mark).close();
  });
}

/** A demo that runs there would lose its files under its feet. @throws data.locked */
function requireNobody({ pid }: Pick<Host, "pid">, { lock: path }: DataDirectory, files: Files): void {
  if (!files.exists(path)) return;
  acquireLock({ path, holder: { pid, host: "this host", startedAt: createClock().now() } }).release();
}

/** The simulator on the wanted port, or on any free one when that is taken. */
async function startOn({ port, records, seed }: DemoRequest): Promise<Simulated> {
  const request = {
    ...LOGIN,
    hostname: "127.0.0.1",
    records,
    seed,
    document: "Acme.moneyworks",
    zone: "Pacific/Auckland",
    frozen: false,
  };
  const { startSimulator } = await import("./simulate.ts");
  return startSimulator({ ...request, port }).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "simulator.listen")
      return startSimulator({ ...request, port: 0 });
    throw error;
  });
}
