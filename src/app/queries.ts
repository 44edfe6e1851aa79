import { parseRecord } from "../canonical/parse-record.ts";
import { type ConfigRow, describeConfig } from "../config/describe.ts";
import type { Config } from "../config/load.ts";
import { fail, TidemarkError } from "../domain/errors/tidemark-error.ts";
import { type Oid, parseTableName, type RecordKey, type RunId, type TableName } from "../domain/ids.ts";
import type { Host } from "../domain/ports/host.ts";
import type { LoggedChange, Staging } from "../domain/ports/staging.ts";
import type { MwRecord } from "../domain/record.ts";
import { mirrorBegan, readPast } from "../exporter/past.ts";
import { createFiles } from "../platform/files.ts";
import { isPrivate } from "../sync/private-fields.ts";
import { dataDirectory, viewOf } from "./data-directory.ts";
import { iso } from "./iso.ts";
import { effectiveConfig } from "./live-config.ts";
import { readConfig, type SettingsInput, syncSettings } from "./settings.ts";
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
export function describeSettings(host: Host, input: SettingsInput): readonly ConfigRow[] {
  return describeConfig(withCommits(readConfig(host, input)));
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

/** A change as `tidemark log` shows it: `at` in ISO 8601, private values hidden. */
export type ShownChange = Omit<LoggedChange, "at"> & { readonly at: string };

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
    return staging.changes(filter).map((change) => shown(change, hidden));
  });
}

export interface RecordRequest {
  readonly table: string;
  readonly key: string;
  /** Host time in ms; null: now. */
  readonly at: number | null;
}

/** One record as main holds or held it. */
export interface ShownRecord {
  readonly table: TableName;
  readonly key: RecordKey;
  readonly commit: Oid;
  /** When that commit was made, ISO 8601. */
  readonly at: string;
  /** Canonical XML. */
  readonly xml: string;
  readonly record: MwRecord;
}

/** @throws record.not-found, record.before-mirror, data.nothing-yet, mirror.* */
export function recordAt(host: Host, input: SettingsInput, request: RecordRequest): ShownRecord {
  const config = readConfig(host, input);
  const table = parseTableName(request.table);
  const key = request.key as RecordKey;
  const { repository, path } = dataDirectory(config.values.data);
  const files = createFiles();
  if (!files.exists(repository)) throw fail("data.nothing-yet", { path });
  const past = readPast(files, repository, { table, key, at: request.at });
  if (past === null) throw missing(request, request.at === null ? null : mirrorBegan(files, repository));
  const { commit, at, bytes } = past;
  return { table, key, commit, at: iso(at), xml: new TextDecoder().decode(bytes), record: parseRecord(bytes) };
}

/** @param began when the mirror's first commit was made; null: it does not matter, or there is none */
function missing({ table, key, at }: RecordRequest, began: number | null): TidemarkError {
  if (at === null) return fail("record.not-found", { table, key, when: "" });
  if (began === null || at >= began) return fail("record.not-found", { table, key, when: ` at ${iso(at)}` });
  return fail("record.before-mirror", { table, key, at: iso(at), began: iso(began) });
}

function shown(change: LoggedChange, hidden: ReadonlySet<string>): ShownChange {
  const { table, field } = change;
  const masked = field !== null && isPrivate(hidden, table, field);
  const mask = masked ? (value: string | null) => (value === null ? null : "(private)") : keep;
  return { ...change, at: iso(change.at), old: mask(change.old), new: mask(change.new) };
}

function keep(value: string | null): string | null {
  return value;
}
