import { type Oid, type RecordKey, type RunId, type TableName, ZERO_OID } from "../domain/ids.ts";
import type { Clock } from "../domain/ports/clock.ts";
import type { Files } from "../domain/ports/files.ts";
import type { Log } from "../domain/ports/log.ts";
import type { CommitRequest, CommitResult, Mirror, PastRecord, RemoteState } from "../domain/ports/mirror.ts";
import type { Staging } from "../domain/ports/staging.ts";
import { commitDirty } from "./commit-dirty.ts";
import { consolidate } from "./consolidate.ts";
import { type IncomingPorts, receiveHistory } from "./incoming-history.ts";
import type { Identity } from "./objects/commit-object.ts";
import { outgoingPack } from "./outgoing-pack.ts";
import { pastRecord } from "./past.ts";
import type { Remote } from "./remote/remote.ts";
import { RemoteMain } from "./remote-main.ts";
import { BareRepository } from "./repository/bare-repository.ts";
import { seedStaging } from "./seed-staging.ts";
import { checkHead, settle } from "./settle.ts";
import { guarded, guardedAsync } from "./system-error.ts";

const TIDEMARK: Identity = { name: "Tidemark", email: "tidemark@localhost" };
/** Own packs at which small ones are folded: a lookup asks each of them. */
const MOST_PACKS = 32;

export interface GitMirrorOptions {
  readonly files: Files;
  readonly clock: Clock;
  readonly log: Log;
  readonly staging: Staging;
  readonly remote: Remote;
  /** How errors name the remote; no credentials. */
  readonly remoteName: string;
  /** The bare repository; created when missing. */
  readonly directory: string;
  /** `main`: the branch's name here and at the remote. */
  readonly branch: string;
  /** Author and committer of every commit. */
  readonly identity?: Identity;
  readonly mostPacks?: number;
}

/** The port `Mirror` over a bare repository of our own and a `Remote`. @throws also data.* for what the disk refuses */
export class GitMirror implements Mirror {
  readonly #options: GitMirrorOptions;
  readonly #repository: BareRepository;
  readonly #remoteMain: RemoteMain;

  constructor(options: GitMirrorOptions) {
    this.#options = options;
    this.#repository = new BareRepository(options.files, options.directory, options.branch);
    const { staging, remote, remoteName: name } = options;
    this.#remoteMain = new RemoteMain({ repository: this.#repository, staging, remote, name });
  }

  recover(): void {
    const { staging, log } = this.#options;
    this.#guarded(() => {
      this.#repository.open();
      settle(this.#repository, staging, log);
      checkHead(this.#repository, staging);
    });
  }

  head(): Oid | null {
    return this.#guarded(() => this.#repository.head());
  }

  inspectRemote(signal: AbortSignal): Promise<RemoteState> {
    return this.#guardedAsync(() => this.#inspect(signal));
  }

  async fetch(head: Oid, signal: AbortSignal): Promise<void> {
    await this.#guardedAsync(() => receiveHistory(this.#incoming, head, signal));
    this.#guarded(() => this.#repository.moveMain(null, head));
  }

  seedStaging(run: RunId, at: number, pushed: boolean): number {
    const head = this.head();
    const { staging } = this.#options;
    if (head === null) return 0;
    return this.#guarded(() => seedStaging(this.#repository.objects, staging, { run, at, pushed, head }));
  }

  commit(request: CommitRequest, signal: AbortSignal): CommitResult | null {
    signal.throwIfAborted();
    const { staging, log, identity = TIDEMARK } = this.#options;
    return this.#guarded(() => {
      settle(this.#repository, staging, log);
      return commitDirty({ repository: this.#repository, staging, identity }, request);
    });
  }

  push(signal: AbortSignal): Promise<boolean> {
    return this.#guardedAsync(() => this.#push(signal));
  }

  consolidate(): void {
    const { staging, log, mostPacks = MOST_PACKS } = this.#options;
    this.#guarded(() => consolidate({ repository: this.#repository, staging, log }, mostPacks));
  }

  past(table: TableName, key: RecordKey, at: number | null): PastRecord | null {
    const head = this.head();
    if (head === null) return null;
    return this.#guarded(() => pastRecord(this.#repository.objects, head, { table, key, at }));
  }

  close(): void {
    this.#repository.objects.release();
  }

  async #inspect(signal: AbortSignal): Promise<RemoteState> {
    const { head, position } = await this.#remoteMain.look(signal);
    if (head === null || position === "empty") return { kind: "empty" };
    if (position !== "unknown") return { kind: position, head };
    await receiveHistory(this.#incoming, head, signal);
    return { kind: "ours", head };
  }

  async #push(signal: AbortSignal): Promise<boolean> {
    const head = this.head();
    if (head === null) return false;
    const remote = await this.#remoteMain.look(signal);
    if (remote.position !== "in-step") await this.#send(head, remote.head, signal);
    this.#remoteMain.reached(head);
    return remote.position !== "in-step";
  }

  async #send(head: Oid, remote: Oid | null, signal: AbortSignal): Promise<void> {
    const pack = outgoingPack(this.#repository, { head, remote, unpushed: this.#options.staging.unpushed() });
    try {
      const old = remote ?? ZERO_OID;
      await this.#options.remote.push({ ref: this.#repository.ref, old, new: head, pack }, signal);
    } finally {
      this.#repository.removeTemporary(pack.path);
    }
  }

  get #incoming(): IncomingPorts {
    const { remote, clock, remoteName: url } = this.#options;
    return { repository: this.#repository, remote, clock, url };
  }

  #guarded<T>(action: () => T): T {
    return guarded(this.#options.directory, action);
  }

  #guardedAsync<T>(action: () => Promise<T>): Promise<T> {
    return guardedAsync(this.#options.directory, action);
  }
}
