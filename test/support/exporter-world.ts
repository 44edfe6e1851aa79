import { cpSync } from "node:fs";
import { join } from "node:path";
import { blobOid, deflate } from "../../src/canonical/blob.ts";
import { leafOf } from "../../src/canonical/path.ts";
import type { Modtime, RecordKey, RunId, TableName } from "../../src/domain/ids.ts";
import type { Files } from "../../src/domain/ports/files.ts";
import type { CommitRequest, CommitResult } from "../../src/domain/ports/mirror.ts";
import type { Staging, Upsert } from "../../src/domain/ports/staging.ts";
import { SCHEMA, type TableSchema } from "../../src/domain/schema/schema.ts";
import { GitMirror, type GitMirrorOptions } from "../../src/exporter/git-mirror.ts";
import { openRemote } from "../../src/exporter/remote/open-remote.ts";
import type { Remote } from "../../src/exporter/remote/remote.ts";
import type { RemoteTarget } from "../../src/exporter/remote/remote-url.ts";
import { openStaging } from "../../src/staging/staging.ts";
import { git } from "./git-command.ts";
import { noSignal, remotePorts } from "./remote-ports.ts";
import { TemporaryDirectory } from "./temporary.ts";

export const RUN = "01890000-0000-7000-8000-000000000001" as RunId;
export const AT = 1_700_000_000_000;
const SERVER_TIME = "20231115111320" as Modtime;

/** Contents by key; null deletes the record. */
export type Records = Readonly<Record<string, string | null>>;

export interface WorldOptions {
  /** Stands between the mirror and its files, to count or break calls. */
  readonly wrap?: (files: Files) => Files;
  /** Starts with a copy of this world's data directory; it must be closed. */
  readonly from?: ExporterWorld;
  /** Somebody else's remote instead of one of its own. */
  readonly remotePath?: string;
}

/** A data directory with a real staging file, a real repository, and a directory as the remote. */
export class ExporterWorld implements Disposable {
  readonly #temporary = new TemporaryDirectory();
  readonly ports = remotePorts();
  readonly files: Files;
  readonly remotePath: string;
  readonly remote: Remote;
  #closed = false;
  readonly #sequences = new Map<string, number>();
  staging: Staging;
  mirror: GitMirror;
  /** Host time of the next commit, ms. */
  now = AT;

  constructor({ wrap = (files) => files, from, remotePath }: WorldOptions = {}) {
    this.remotePath = remotePath ?? join(this.path, "remote.git");
    if (from !== undefined) cpSync(from.path, this.path, { recursive: true });
    this.files = wrap(this.ports.files);
    this.remote = this.remoteAt({ kind: "directory", path: this.remotePath, branch: "main" });
    this.staging = this.openStaging();
    this.mirror = this.createMirror();
  }

  get path(): string {
    return this.#temporary.path;
  }

  /** The local bare repository. */
  get repository(): string {
    return join(this.path, "repository.git");
  }

  openStaging(name = "staging.sqlite"): Staging {
    const staging = openStaging({ path: join(this.path, name) });
    if (staging.runs(1).length === 0) staging.startRun(RUN, "full", AT);
    return staging;
  }

  remoteAt(target: RemoteTarget, token: string | null = null): Remote {
    return openRemote({ target, token, auth: "basic", version: "test" }, this.ports);
  }

  createMirror(options: Partial<GitMirrorOptions> = {}): GitMirror {
    const { clock, log } = this.ports;
    const { files, staging, remote } = this;
    const names = { remoteName: "the remote", directory: this.repository, branch: "main" };
    return new GitMirror({ files, clock, log, staging, remote, ...names, ...options });
  }

  /** As after a start of the process: staging and mirror anew over the same files. */
  restart(): void {
    this.mirror.close();
    this.staging.close();
    this.staging = this.openStaging();
    this.mirror = this.createMirror();
    this.mirror.recover();
  }

  stage(table: string, records: Records): void {
    const entries = Object.entries(records);
    const upserts = entries.flatMap(([key, text]) => (text === null ? [] : [this.#upsert(table, key, text)]));
    const deletes = entries.flatMap(([key, text]) => (text === null ? [key as RecordKey] : []));
    this.staging.applyPage({ run: RUN, table: table as TableName, at: AT, upserts, deletes, touches: [], changes: [] });
  }

  commit(parts: Partial<CommitRequest> = {}): CommitResult | null {
    this.now += 60_000;
    return this.mirror.commit({ ...this.request(), ...parts }, noSignal());
  }

  /** Stages and commits. @throws when there was nothing to commit */
  commitOf(table: string, records: Records): CommitResult {
    this.stage(table, records);
    const result = this.commit();
    if (result === null) throw new Error("nothing was committed");
    return result;
  }

  request(): CommitRequest {
    return {
      run: RUN,
      subject: "poll: name 2 changed",
      body: ["name ROWAN: phone"],
      trailers: [
        { name: "Tidemark-Run", value: RUN },
        { name: "Tidemark-Marker", value: "name=20231115111320" },
        { name: "Tidemark-Config", value: "0".repeat(64) },
      ],
      markers: [{ table: "name" as TableName, marker: SERVER_TIME, records: 2, quarantined: 0 }],
      serverTime: SERVER_TIME,
      document: null,
      configFile: new TextEncoder().encode('{\n  "tables": ["name"]\n}\n'),
      at: this.now,
    };
  }

  /** Runs the real git in the local repository. */
  git(...args: string[]): string {
    return git(this.repository, args);
  }

  /** Everything that git finds wrong with the repository: nothing. */
  fsck(repository = this.repository): string {
    return git(repository, ["fsck", "--strict", "--full", "--no-dangling"]);
  }

  /** Every file of a commit with its content, as git reads it. */
  filesOf(commit: string, repository = this.repository): Record<string, string> {
    const names = git(repository, ["ls-tree", "-r", "--name-only", commit]).split("\n");
    return Object.fromEntries(names.map((name) => [name, git(repository, ["cat-file", "blob", `${commit}:${name}`])]));
  }

  /** Ends the process, so to speak; the files stay until the test is over. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.mirror.close();
    this.staging.close();
  }

  [Symbol.dispose](): void {
    this.close();
    this.#temporary[Symbol.dispose]();
  }

  #upsert(table: string, key: string, text: string): Upsert {
    const schema = SCHEMA.get(table as TableName) as TableSchema;
    const bytes = new TextEncoder().encode(text);
    const recordKey = key as RecordKey;
    return {
      key: recordKey,
      seq: this.#sequenceOf(schema, key),
      modtime: SERVER_TIME,
      oid: blobOid(bytes),
      leaf: leafOf(schema, recordKey),
      body: deflate(bytes),
      size: bytes.length,
    };
  }

  #sequenceOf(schema: TableSchema, key: string): number {
    if (schema.key === "sequencenumber") return Number(key);
    const id = `${schema.table}/${key}`;
    const sequence = this.#sequences.get(id) ?? this.#sequences.size + 1;
    this.#sequences.set(id, sequence);
    return sequence;
  }
}

/** Many records with contents of their own: `keys` from a number on. */
export function manyRecords(first: number, count: number, text = "first"): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, at) => [`${first + at}`, `<r>${first + at} ${text}</r>\n`]),
  );
}

/** The code of what is thrown; fails the test when nothing is. */
export function codeThrown(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof Error && "code" in error) return String(error.code);
    throw error;
  }
  throw new Error("it was expected to fail and did not");
}
