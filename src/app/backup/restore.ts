import { resolve } from "node:path";
import { endedBy, fail, TidemarkError } from "../../domain/errors/tidemark-error.ts";
import type { Files } from "../../domain/ports/files.ts";
import type { Host } from "../../domain/ports/host.ts";
import { Pauses } from "../../exporter/remote/pauses.ts";
import { asOwnerOf, giveTo } from "../../platform/ownership.ts";
import { removeTree } from "../../platform/remove-tree.ts";
import { acquireLock } from "../../staging/lock.ts";
import { openLog } from "../appliance.ts";
import { coded, type DataDirectory, prepareDataDirectory } from "../data-directory.ts";
import { createWays, type Ways } from "../parts.ts";
import { readConfig, type SettingsInput } from "../settings.ts";
import { untilStopped } from "../stop-signal.ts";
import { upgradePaths } from "../upgrade/mark.ts";
import { settleUpgrade } from "../upgrade/settle.ts";
import { programId } from "../version.ts";
import type { BackupReader } from "./backup-reader.ts";
import { type CurrentData, currentData, refuseOtherDocument } from "./current-data.ts";
import { inspect } from "./inspect.ts";
import { type Manifest, REPOSITORY, STAGING } from "./manifest.ts";
import { withBackup } from "./open-backup.ts";
import { prepare } from "./prepare.ts";
import { SettingsTaker, writeSettings } from "./settings-taker.ts";
import { beginSwap, finishSwap, stageOf } from "./swap.ts";
import { stampOf } from "./target.ts";
import { Unpacker } from "./unpack.ts";

export interface RestoreRequest {
  readonly file: string;
  /** Nothing is written. */
  readonly verifyOnly: boolean;
  /** Also over another document's data. */
  readonly force: boolean;
  readonly discardOld: boolean;
  /** Where the configuration is written; null: nowhere. */
  readonly writeConfig: string | null;
  /** Whether that has the secrets in it. */
  readonly secrets: boolean;
  readonly passphraseFile: string | undefined;
  /** Asked when there is data that would be replaced. */
  readonly confirm: (proposal: RestoreProposal) => Promise<boolean>;
  readonly onProgress: (progress: RestoreProgress, now: number) => void;
}

export interface RestoreProposal {
  readonly manifest: Manifest;
  readonly directory: string;
  readonly current: CurrentData;
}

export interface RestoreProgress {
  readonly step: "verifying" | "unpacking" | "inspecting" | "replacing";
  readonly done: number;
  /** 0: not known. */
  readonly of: number;
}

export interface RestoreResult {
  readonly manifest: Manifest;
  /** Where the data is now; null: the backup was only verified. */
  readonly directory: string | null;
  /** Where the old data is; null: there was none, or it is gone. */
  readonly before: string | null;
  /** The configuration that was written; null: none. */
  readonly config: string | null;
}

/**
 * `tidemark restore`: looks at every byte of a backup, unpacks it beside the data, looks at every object of what came out, and puts it in the
 * data's place. Whatever dies leaves the old data or the new.
 * @throws config.*, restore.*, data.*; run.cancelled
 */
export async function restore(host: Host, input: SettingsInput, request: RestoreRequest): Promise<RestoreResult> {
  const config = readConfig(host, input);
  const ways = createWays(openLog(host, config));
  return await untilStopped(host, (signal) => {
    const pauses = new Pauses(ways.clock, signal);
    const scene = { host, ways, request, pauses, signal, path: config.values.data };
    return withBackup(request.file, { files: ways.files, pauses }, (reader) => run(reader, scene)).catch(
      (reason: unknown) => {
        throw signal.aborted ? endedBy(signal, reason) : reason;
      },
    );
  });
}

interface Scene {
  readonly host: Host;
  readonly ways: Ways;
  readonly request: RestoreRequest;
  readonly pauses: Pauses;
  readonly signal: AbortSignal;
  /** The data directory. */
  readonly path: string;
}

async function run(reader: BackupReader, scene: Scene): Promise<RestoreResult> {
  const { request, ways } = scene;
  const { files } = ways;
  const taker = new SettingsTaker();
  await reader.checkDigest(progress(scene, "verifying"));
  const manifest = await reader.entries(taker);
  const settings = request.writeConfig === null ? null : await taker.text({ ...scene, files });
  if (request.writeConfig !== null && files.exists(request.writeConfig))
    throw fail("restore.file-exists", { path: request.writeConfig });
  if (request.verifyOnly) return { manifest, directory: null, before: null, config: null };
  const directory = prepareDataDirectory(scene.path, files);
  const config = request.writeConfig;
  // Before the data: who cannot have the one is to have the other as it was.
  if (settings !== null && config !== null) {
    writeSettings(config, pointedAt(settings, resolve(scene.host.cwd(), directory.path)), files);
    giveTo(config, directory.path);
  }
  try {
    const before = await asOwnerOf(directory.path, () =>
      locked(directory, scene, () => replace(reader, manifest, { ...scene, directory })),
    );
    return { manifest, directory: directory.path, before, config };
  } catch (reason) {
    if (config !== null) files.remove(config);
    throw reason;
  }
}

/** The configuration with the place where the data is now. */
function pointedAt(settings: string, directory: string): string {
  return `${settings.replace(/^data = .*\n/m, "")}data = ${JSON.stringify(directory)}\n`;
}

async function locked<T>(directory: DataDirectory, { host, ways }: Scene, work: () => Promise<T>): Promise<T> {
  const holder = { pid: host.pid, host: "this host", startedAt: ways.clock.now() };
  const lock = acquireLock({ path: directory.lock, holder });
  try {
    return await work();
  } finally {
    lock.release();
  }
}

type Placed = Scene & { readonly directory: DataDirectory };

/** Returns where the old data is. Call with the lock held. */
async function replace(reader: BackupReader, manifest: Manifest, scene: Placed): Promise<string | null> {
  const { directory, ways, request, signal } = scene;
  const { files, clock } = ways;
  coded(directory.path, () => {
    finishSwap(directory, files);
    settleUpgrade({ data: directory.path, files, program: programId(), isService: false });
  });
  const current = currentData(directory, files);
  refuseOtherDocument(manifest, current, { path: directory.path, force: request.force });
  const isConfirmed =
    current === null ||
    (await Promise.race([request.confirm({ manifest, directory: directory.path, current }), stopped(signal)]));
  if (!isConfirmed) throw fail("usage.declined");
  await stage(reader, manifest, scene);
  signal.throwIfAborted();
  progress(scene, "replacing")(0);
  const before = freeName(directory, clock.now(), files);
  const discard = current === null || request.discardOld;
  coded(directory.path, () => {
    // What an upgrade kept to go back to is of the data that go.
    removeTree(upgradePaths(directory.path).directory);
    beginSwap(directory, files, { before, discard });
    finishSwap(directory, files);
  });
  return discard ? null : `${directory.path}/${before}`;
}

/** A person who is asked and says so with Ctrl-C. @throws the signal's reason */
function stopped(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) =>
    signal.addEventListener("abort", () => reject(signal.reason), { once: true }),
  );
}

/** Leaves nothing behind unless all of it is whole. */
async function stage(reader: BackupReader, manifest: Manifest, scene: Placed): Promise<void> {
  const { directory, ways, request, signal } = scene;
  const root = stageOf(directory);
  const staged = { staging: `${root}/${STAGING}`, repository: `${root}/${REPOSITORY}` };
  try {
    await unpack(reader, root, scene);
    progress(scene, "inspecting")(0);
    prepare(staged, manifest, ways.files);
    const findings = await inspect(staged, manifest, { ...ways, signal });
    if (findings !== null) throw fail("restore.unsound", { path: request.file, findings });
  } catch (cause) {
    removeTree(root);
    throw unsound(cause, request.file);
  }
}

/** What is wrong with a file that came out of the backup is wrong with the backup. */
function unsound(cause: unknown, path: string): unknown {
  if (!(cause instanceof TidemarkError)) return cause;
  const isDamage = ["data.corrupt", "data.not-ours", "data.statement"].includes(cause.code);
  return isDamage ? fail("restore.unsound", { path, findings: cause.message }, { cause }) : cause;
}

async function unpack(reader: BackupReader, root: string, scene: Placed): Promise<void> {
  const { ways, directory } = scene;
  const tell = progress(scene, "unpacking");
  const unpacker = coded(directory.path, () => new Unpacker(root, ways.files));
  try {
    await reader.entries({
      begin: (entry) => coded(directory.path, () => unpacker.begin(entry)),
      piece: (bytes) => {
        coded(directory.path, () => unpacker.piece(bytes));
        tell(bytes.length);
      },
      end: () => coded(directory.path, () => unpacker.end()),
    });
    coded(directory.path, () => unpacker.sync());
  } finally {
    unpacker.close();
  }
}

function freeName(directory: DataDirectory, now: number, files: Files): string {
  const name = `before-restore-${stampOf(now)}`;
  for (let number = 1; ; number++) {
    const one = number === 1 ? name : `${name}-${number}`;
    if (!files.exists(`${directory.path}/${one}`)) return one;
  }
}

function progress({ request, ways }: Scene, step: RestoreProgress["step"]): (count: number) => void {
  let done = 0;
  return (count) => {
    done += count;
    request.onProgress({ step, done, of: 0 }, ways.clock.monotonic());
  };
}
