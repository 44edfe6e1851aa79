import { type ConfigRow, describeConfig } from "../config/describe.ts";
import type { Config } from "../config/load.ts";
import { fail, TidemarkError } from "../domain/errors/tidemark-error.ts";
import { parseTableName, type RecordKey, type RunId, type TableName } from "../domain/ids.ts";
import type { Host } from "../domain/ports/host.ts";
import type { Staging } from "../domain/ports/staging.ts";
import { mirrorBegan, readPast } from "../exporter/past.ts";
import { createFiles } from "../platform/files.ts";
import { dataDirectory, viewOf } from "./data-directory.ts";
import { effectiveConfig } from "./live-config.ts";
import { readConfig, type SettingsInput, syncSettings } from "./settings.ts";
import { type ShownChange, shownChange } from "./shown-change.ts";
import { missingRecord, type ShownRecord, shownRecord } from "./shown-record.ts";
import { readStatus, type Status } from "./status.ts";

/**
 * Reads what a data directory holds without taking it: a service may be running on it. The configuration is handed on with what
 * incoming commits changed. @throws data.*
 */
function withStaging<T>(host: Config, read: (staging: Staging, config: Config) => T): T {
  const staging = viewOf(host.values.data, createFiles());
  try {
    return staging.read((now) => read(now, effectiveConfig(host, now)));
  } finally {
    staging.close();
  }
}

/** @param now host wall clock, ms */
export function statusOf(host: Host, input: SettingsInput, now: number): Status {
  return withStaging(readConfig(host, input), (staging, config) => {
    const { overlapSeconds } = syncSettings(config);
    return readStatus(staging, { now, overlapSeconds });
  });
}

/** Every option with its value and origin, secrets hidden; what incoming commits changed is told where a data directory knows it. */
export function describeSettings(host: Host, input: SettingsInput): DescribedSettings {
  const config = readConfig(host, input);
  return { file: config.file, rows: describeConfig(withCommits(config)) };
}

export interface DescribedSettings {
  /** The configuration file that was read; null: none. */
  readonly file: string | null;
  readonly rows: readonly ConfigRow[];
}

/** A data directory that cannot be read is other commands' to tell: the host's own configuration is shown all the same. */
function withCommits(config: Config): Config {
  try {
    const { staging } = dataDirectory(config.values.data);
    return createFiles().exists(staging) ? withStaging(config, (_staging, now) => now) : config;
  } catch (error) {
    if (error instanceof TidemarkError && error.code.startsWith("data.")) return config;
    throw error;
  }
}

export interface ChangeQuery {
  readonly table: string | undefined;
  readonly key: string | undefined;
  readonly field: string | undefined;
  readonly run: string | undefined;
  readonly since: number | undefined;
  readonly until: number | undefined;
  readonly limit: number;
  readonly before: number | undefined;
}

/** The field-level change log, newest first. */
export function changesOf(host: Host, input: SettingsInput, query: ChangeQuery): readonly ShownChange[] {
  const filter = {
    ...query,
    table: query.table === undefined ? undefined : parseTableName(query.table),
    key: query.key as RecordKey | undefined,
    run: query.run as RunId | undefined,
  };
  return withStaging(readConfig(host, input), (staging, { values }) => {
    const hidden = new Set(values.private);
    return staging.changes(filter).map((change) => shownChange(change, hidden));
  });
}

export interface RecordQuery {
  readonly table: TableName;
  readonly key: string;
  /** Host time in ms; null: now. */
  readonly at: number | null;
}

/** @throws record.not-found, record.before-mirror, data.nothing-yet, mirror.* */
export function recordAt(host: Host, input: SettingsInput, query: RecordQuery): ShownRecord {
  const request = { ...query, key: query.key as RecordKey };
  const { values } = withCommits(readConfig(host, input));
  const { repository, path } = dataDirectory(values.data);
  const files = createFiles();
  if (!files.exists(repository)) throw fail("data.nothing-yet", { path });
  const past = readPast(files, repository, request);
  if (past === null) throw missingRecord(request, request.at === null ? null : mirrorBegan(files, repository));
  return shownRecord(request, past, new Set(values.private));
}
