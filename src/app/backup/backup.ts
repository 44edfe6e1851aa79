import type { Config } from "../../config/load.ts";
import { endedBy, fail, TidemarkError } from "../../domain/errors/tidemark-error.ts";
import type { Host } from "../../domain/ports/host.ts";
import { Pauses } from "../../exporter/remote/pauses.ts";
import { sealText } from "../../platform/sealed.ts";
import { copyStaging, describeCopy } from "../../staging/copy.ts";
import { openLog } from "../appliance.ts";
import { type DataDirectory, dataDirectory, requireStaging } from "../data-directory.ts";
import { createWays, type Ways } from "../parts.ts";
import { readConfig, type SettingsInput } from "../settings.ts";
import { untilStopped } from "../stop-signal.ts";
import { placeOf } from "../verify-areas.ts";
import { versionInfo } from "../version.ts";
import { BackupWriter, Changed, type Content, eachPiece } from "./backup-writer.ts";
import { type Manifest, SECRETS, SETTINGS, STAGING } from "./manifest.ts";
import { removeOlder } from "./older.ts";
import { withBackup } from "./open-backup.ts";
import { newPassphrase } from "./passphrase.ts";
import { settingsText } from "./settings-copy.ts";
import { closeAll, repositoryContents, textContent } from "./sources.ts";
import { backupName, datedName, isWithin, openTarget, type Target } from "./target.ts";

export interface BackupRequest {
  /** A file, a directory, or `-`. */
  readonly file: string;
  readonly force: boolean;
  /** So many backups of this document stay in the directory; null: all. */
  readonly keep: number | null;
  readonly secrets: boolean;
  readonly passphraseFile: string | undefined;
  /** Whether it is read back. */
  readonly verify: boolean;
  readonly onProgress: (progress: BackupProgress, now: number) => void;
}

export interface BackupProgress {
  readonly step: "copying" | "hashing" | "writing" | "verifying";
  /** Bytes of content that are done in this step, and all of them; 0: not known yet. */
  readonly done: number;
  readonly of: number;
}

export interface BackupResult {
  /** `-`: standard output. */
  readonly path: string;
  readonly bytes: number;
  /** Of what is in it. */
  readonly content: number;
  readonly manifest: Manifest;
  readonly verified: boolean;
  /** Older backups that went. */
  readonly removed: readonly string[];
  readonly ms: number;
}

/**
 * `tidemark backup`: everything of a data directory in one file, as it was at one moment. Takes no lock and writes nothing into the
 * directory: a service may be running.
 * @throws config.*, data.*, backup.*
 */
export async function backup(host: Host, input: SettingsInput, request: BackupRequest): Promise<BackupResult> {
  const config = readConfig(host, input);
  const ways = createWays(openLog(host, config));
  const directory = dataDirectory(config.values.data);
  requireStaging(directory.path, ways.files);
  if (isWithin(request.file, directory.path, { cwd: host.cwd(), files: ways.files }))
    throw fail("backup.inside-data", { path: request.file, data: directory.path });
  const secrets = request.secrets ? await sealedSettings(host, config, { request, ways }) : null;
  const target = openTarget({ ...request, host, files: ways.files });
  try {
    if (request.keep !== null && !target.isDirectory) throw fail("backup.needs-directory", { path: request.file });
    return await untilStopped(host, (signal) =>
      make({ config, ways, directory, target, request, secrets, signal }).catch((reason: unknown) => {
        throw signal.aborted ? endedBy(signal, reason) : reason;
      }),
    );
  } finally {
    target.discard();
  }
}

interface Scene {
  readonly config: Config;
  readonly ways: Ways;
  readonly directory: DataDirectory;
  readonly target: Target;
  readonly request: BackupRequest;
  readonly secrets: string | null;
  readonly signal: AbortSignal;
}

async function make(scene: Scene): Promise<BackupResult> {
  const { config, ways, target, request, signal } = scene;
  const { files, clock } = ways;
  const started = clock.monotonic();
  const createdAt = Math.floor(clock.now() / 1000) * 1000;
  const pauses = new Pauses(clock, signal);
  request.onProgress({ step: "copying", done: 0, of: 0 }, clock.monotonic());
  const { contents, facts } = await gather(scene);
  try {
    const tell = progressOf(scene, contents);
    const manifest = await describe(contents, { ...facts, createdAt }, { pauses, tell: tell("hashing") });
    const name = datedName(backupName(config.file, manifest.documentName), createdAt);
    const writer = new BackupWriter(target.begin(name));
    await write(writer, { manifest, contents, pauses, tell: tell("writing") });
    const written = target.close();
    const verified = request.verify && written !== null;
    if (verified) await readBack(written, scene, { pauses, bytes: writer.bytes });
    const path = target.finish();
    const { keep } = request;
    const removed = keep === null ? [] : removeOlder(request.file, { path, manifest, keep }, { files, pauses });
    const content = contents.reduce((sum, { reader }) => sum + reader.size, 0);
    const ms = Math.round(clock.monotonic() - started);
    return { path, bytes: writer.bytes, content, manifest, verified, removed, ms };
  } finally {
    closeAll(contents);
  }
}

type Facts = Omit<Manifest, "createdAt" | "entries">;

/** The staging file first: what it says of main is what is taken from the repository, which can only have gone on since. */
async function gather({ config, ways, directory, target, request, secrets, signal }: Scene): Promise<{
  readonly contents: readonly Content[];
  readonly facts: Facts;
}> {
  const { files } = ways;
  const copy = target.copyPath();
  try {
    copyStaging(directory.staging, copy, files);
  } catch (cause) {
    const isFull = cause instanceof TidemarkError && cause.code === "data.disk-full";
    throw isFull ? fail("backup.disk-full", { path: request.file }, { cause }) : cause;
  }
  signal.throwIfAborted();
  const { tables, ...copied } = describeCopy(copy);
  const { ref } = placeOf(config, files);
  const facts = { tidemark: versionInfo().version, ...copied, ref, tables };
  const order = { root: directory.repository, ref, main: copied.main };
  const repository = order.main === null ? [] : repositoryContents({ ...order, main: order.main }, files);
  const texts = [
    textContent(SETTINGS, settingsText(config, "left out")),
    ...(secrets === null ? [] : [textContent(SECRETS, secrets)]),
  ];
  return { contents: [...texts, { path: STAGING, reader: files.open(copy) }, ...repository], facts };
}

async function describe(
  contents: readonly Content[],
  facts: Omit<Manifest, "entries">,
  { pauses, tell }: { readonly pauses: Pauses; readonly tell: (count: number) => void },
): Promise<Manifest> {
  const entries = [];
  for (const { path, reader } of contents) {
    const { size, sha256 } = await eachPiece(reader, pauses, (piece) => tell(piece.length));
    entries.push({ path, size, sha256 });
  }
  return { ...facts, entries };
}

async function write(
  writer: BackupWriter,
  scene: {
    readonly manifest: Manifest;
    readonly contents: readonly Content[];
    readonly pauses: Pauses;
    readonly tell: (count: number) => void;
  },
): Promise<void> {
  try {
    await writer.write(scene.manifest, scene.contents, { pauses: scene.pauses, onBytes: scene.tell });
  } catch (cause) {
    if (cause instanceof Changed) throw fail("backup.changed", { path: cause.message }, { cause });
    throw cause;
  }
}

/** The whole file again, before it gets its name: a backup that it replaces stays until then. */
async function readBack(
  path: string,
  { ways, request }: Scene,
  { pauses, bytes }: { readonly pauses: Pauses; readonly bytes: number },
): Promise<void> {
  const { files, clock } = ways;
  let done = 0;
  const tell = (count: number): void => {
    done += count;
    request.onProgress({ step: "verifying", done, of: bytes }, clock.monotonic());
  };
  try {
    await withBackup(path, { files, pauses }, async (reader) => {
      await reader.checkDigest(tell);
      await reader.entries();
    });
  } catch (cause) {
    if (!(cause instanceof TidemarkError)) throw cause;
    throw fail("backup.not-as-written", { path: request.file, reason: cause.message }, { cause });
  }
}

function progressOf({ ways, request }: Scene, contents: readonly Content[]) {
  const of = contents.reduce((sum, { reader }) => sum + reader.size, 0);
  return (step: BackupProgress["step"]) => {
    let done = 0;
    return (count: number): void => {
      done += count;
      request.onProgress({ step, done, of }, ways.clock.monotonic());
    };
  };
}

async function sealedSettings(
  host: Host,
  config: Config,
  { request, ways }: { readonly request: BackupRequest; readonly ways: Ways },
): Promise<string> {
  const passphrase = await newPassphrase({ file: request.passphraseFile, host, files: ways.files });
  return `${JSON.stringify(sealText(settingsText(config, "included"), passphrase), null, 2)}\n`;
}
