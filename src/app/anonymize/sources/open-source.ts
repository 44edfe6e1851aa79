import { fail, TidemarkError } from "../../../domain/errors/tidemark-error.ts";
import type { Files } from "../../../domain/ports/files.ts";
import type { Host } from "../../../domain/ports/host.ts";
import { openLog } from "../../appliance.ts";
import { dataDirectory, requireStaging } from "../../data-directory.ts";
import { createWays, sourceOf } from "../../parts.ts";
import { readConfig, type SettingsInput } from "../../settings.ts";
import { exportFiles, openExports, readable } from "./exports.ts";
import { findRepository, partCommit } from "./find-repository.ts";
import { openMirror } from "./mirror.ts";
import { openServer } from "./server.ts";
import type { AnonymizeSource } from "./source.ts";
import { openStaged } from "./staged.ts";

export interface SourceOrder {
  readonly host: Host;
  readonly files: Files;
  /** For a document on a server alone. */
  readonly settings: SettingsInput;
  readonly signal: AbortSignal;
}

/** The document that the configuration names. */
const CONFIGURED = "moneyworks";

/**
 * Opens what `--from` names, by its look: a URL, a staging file, a data directory, a repository, exports.
 * @throws anonymize.no-source naming what was tried, anonymize.password-in-arguments, and what the kind of source throws
 */
export async function openSource(from: string, order: SourceOrder): Promise<AnonymizeSource> {
  const { files } = order;
  if (from === CONFIGURED || /^https?:\/\//i.test(from)) return await openDocument(from, order);
  const { path, commit } = partCommit(from, files);
  if (!files.exists(path)) throw fail("anonymize.no-source", { from, tried: `there is no ${path}` });
  if (!files.isDirectory(path)) return openFile(path, { from, commit }, files);
  const repository = findRepository(path, files);
  if (repository !== null) return openMirror(repository, commit, files);
  const { staging } = dataDirectory(path);
  if (commit !== null) return openBelow(path, { from, commit }, files);
  if (files.exists(staging)) return openStaged(requireStaging(path, files), files);
  const exports = exportFiles(path, files);
  if (exports.length > 0) return await openExports(exports, files);
  const tried = "it is no git repository, has no staging.sqlite, and holds no files that end in .xml";
  throw fail("anonymize.no-source", { from, tried });
}

interface Asked {
  readonly from: string;
  readonly commit: string | null;
}

async function openFile(path: string, { from, commit }: Asked, files: Files): Promise<AnonymizeSource> {
  if (commit !== null)
    throw fail("anonymize.no-source", { from, tried: `${path} is a file, and only a repository has commits` });
  const isStaging = firstText(path, files).startsWith("SQLite format 3");
  return isStaging ? openStaged(path, files) : await openExports([path], files);
}

function firstText(path: string, files: Files): string {
  const start = new Uint8Array(16);
  try {
    const reader = files.open(path);
    try {
      reader.read(start, 0);
    } finally {
      reader.close();
    }
  } catch (cause) {
    throw readable(path, cause);
  }
  return new TextDecoder().decode(start);
}

/** The repository of a data directory, where a commit is asked for. */
function openBelow(path: string, { from, commit }: Asked, files: Files): AnonymizeSource {
  const repository = findRepository(dataDirectory(path).repository, files);
  if (repository !== null) return openMirror(repository, commit, files);
  throw fail("anonymize.no-source", { from, tried: `${path} is no git repository, and only one has commits` });
}

async function openDocument(from: string, order: SourceOrder): Promise<AnonymizeSource> {
  const { host, settings, signal } = order;
  if (hasPassword(from)) throw fail("anonymize.password-in-arguments");
  const flags = from === CONFIGURED ? settings.flags : { ...settings.flags, "moneyworks-url": from };
  const source = withPassword(from, () => {
    const config = readConfig(host, { ...settings, flags });
    return sourceOf(config, createWays(openLog(host, config)));
  });
  try {
    return await openServer(source, signal);
  } catch (reason) {
    if (reason instanceof TidemarkError) await source.release();
    throw reason;
  }
}

/** The configuration would ask for a password in its URL, where --from refuses it. */
function withPassword<T>(from: string, read: () => T): T {
  try {
    return read();
  } catch (reason) {
    const isAsked = reason instanceof TidemarkError && reason.code === "moneyworks.url-no-password";
    throw isAsked && from !== CONFIGURED ? fail("anonymize.no-password", {}, { cause: reason }) : reason;
  }
}

/** Both places of a log-in are looked at: `user:password@host` and `/REST/user:password@Document`. `user:@` has none. */
function hasPassword(url: string): boolean {
  const at = url.lastIndexOf("@");
  const login = url.slice(0, Math.max(at, 0)).replace(/^https?:\/\/(?:[^/@:]*(?::\d*)?\/(?:REST\/)?)?/i, "");
  return /:./.test(login);
}
