import type { Adopted, Survey } from "../domain/adoption.ts";
import { type Oid, type RecordKey, type RunId, type TableName, ZERO_OID } from "../domain/ids.ts";
import type { Clock } from "../domain/ports/clock.ts";
import type { Files } from "../domain/ports/files.ts";
import type { Incoming } from "../domain/ports/incoming.ts";
import type { Log } from "../domain/ports/log.ts";
import type { CommitRequest, CommitResult, Mirror, PastRecord, RemoteState, Wish } from "../domain/ports/mirror.ts";
import type { Staging } from "../domain/ports/staging.ts";
import type { Steps } from "../lib/steps.ts";
import { commitDirty } from "./commit-dirty.ts";
import { consolidate } from "./consolidate.ts";
import { receiveSequel } from "./follow-main.ts";
import { Adoption } from "./foreign/adoption.ts";
import { type NamingPorts, nameForeign, nameLocal } from "./foreign/name-foreign.ts";
import { GitIncoming } from "./incoming/git-incoming.ts";
import { type IncomingPorts, receiveHistory } from "./incoming-history.ts";
import type { Identity } from "./objects/commit-object.ts";
import { outgoingPack } from "./outgoing-pack.ts";
import { firstCommitTime, pastRecord } from "./past.ts";
import type { Remote } from "./remote/remote.ts";
import { RemoteMain } from "./remote-main.ts";
import { BareRepository } from "./repository/bare-repository.ts";
import { isMovedByOthers, restoredHistory } from "./restored-history.ts";
import { readMarkerFile, seedStaging } from "./seed-staging.ts";
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
  /** Objects from which on a pack is not folded any more. */
  readonly fullPack?: number;
  /** Bytes that an incoming commit may bring. */
  readonly mostIncomingBytes?: number;
}

/** The port `Mirror` over a bare repository of our own and a `Remote`. @throws also data.* for what the disk refuses */
export class GitMirror implements Mirror {
  readonly #options: GitMirrorOptions;
  readonly #repository: BareRepository;
  readonly #remoteMain: RemoteMain;
  readonly #adoption: Adoption;
  /** Edits on branches of the remote, over the same repository. */
  readonly incoming: Incoming;

  constructor(options: GitMirrorOptions) {
    this.#options = options;
    this.#repository = new BareRepository(options.files, options.directory, options.branch);
    const { staging, remote, clock, remoteName: name, identity = TIDEMARK } = options;
    const repository = this.#repository;
    const remoteMain = new RemoteMain({ repository, staging, remote, name });
    this.#remoteMain = remoteMain;
    this.#adoption = new Adoption({ repository, staging, remote, clock, remoteMain, identity, url: name });
    const { log, mostIncomingBytes: mostBytes } = options;
    this.incoming = new GitIncoming({ repository, staging, remote, clock, log, identity, url: name, mostBytes });
  }

  recover(): void {
    const { staging, log } = this.#options;
    this.#guarded(() => {
      this.#repository.open();
      try {
        settle(this.#repository, staging, log);
        checkHead(this.#repository, staging);
      } catch (error) {
        throw nameLocal(this.#naming, error);
      }
    });
  }

  head(): Oid | null {
    return this.#guarded(() => this.#repository.head());
  }

  inspectRemote(signal: AbortSignal): Promise<RemoteState> {
    return this.#namingForeign(() => this.#inspect(signal), signal);
  }

  async fetch(head: Oid, signal: AbortSignal): Promise<void> {
    await this.#guardedAsync(() => receiveHistory(this.#receiving, head, signal));
    this.#guarded(() => {
      this.#repository.makeLast();
      this.#repository.moveMain(this.#repository.head(), head);
    });
  }

  seedStaging(run: RunId, at: number, pushed: boolean): number {
    const head = this.head();
    const { staging } = this.#options;
    if (head === null) return 0;
    // What the remote has as well, somebody may have adopted; what is here alone, somebody moved here.
    if (!pushed && this.#guarded(() => isMovedByOthers(this.#repository.objects, head, null)))
      throw this.#repository.moved(null, head);
    return this.#guarded(() => {
      this.#repository.makeLast();
      return seedStaging(this.#repository.objects, staging, { run, at, pushed, head });
    });
  }

  followMain(run: RunId, at: number, head: Oid): number {
    const { staging } = this.#options;
    const repository = this.#repository;
    return this.#guarded(() => {
      const last = staging.lastCommit()?.commit ?? null;
      repository.makeLast();
      repository.moveMain(repository.head(), head);
      const sequel = restoredHistory(repository.objects, head, last);
      return seedStaging(repository.objects, staging, { run, at, pushed: true, head, sequel });
    });
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
    return this.#namingForeign(() => this.#push(signal), signal);
  }

  *consolidate(): Steps {
    const { staging, log, mostPacks: packs = MOST_PACKS, fullPack: full } = this.#options;
    const steps = consolidate({ repository: this.#repository, staging, log }, { packs, full });
    try {
      while (this.#guarded(() => steps.next()).done !== true) yield;
    } finally {
      // Given up: what was written goes.
      this.#guarded(() => steps.return());
    }
  }

  release(): void {
    this.#repository.objects.release();
  }

  past(table: TableName, key: RecordKey, at: number | null): PastRecord | null {
    const { staging } = this.#options;
    const known = at === null ? null : (staging.commitAt(at) ?? staging.firstCommit());
    return this.#guarded(() => {
      const from = this.#step(known);
      return from === null ? null : pastRecord(this.#repository.objects, from, { table, key, at });
    });
  }

  began(): number | null {
    return this.#guarded(() => {
      const from = this.#step(this.#options.staging.firstCommit());
      return from === null ? null : firstCommitTime(this.#repository.objects, from);
    });
  }

  document(): string | null {
    const head = this.head();
    if (head === null) return null;
    return this.#guarded(() => readMarkerFile(this.#repository.objects, head)?.document ?? null);
  }

  survey(signal: AbortSignal): Promise<Survey> {
    return this.#guardedAsync(() => this.#adoption.survey(signal));
  }

  adopt(survey: Survey, wish: Wish, signal: AbortSignal): Promise<Adopted & { readonly pushed: boolean }> {
    return this.#namingForeign(async () => {
      const adopted = await this.#adoption.adopt(survey, wish, signal);
      this.#adoption.close();
      return { ...adopted, pushed: await this.#push(signal) };
    }, signal);
  }

  close(): void {
    this.#adoption.close();
    this.#repository.objects.release();
  }

  /** The journal's commit, which spares the walk down main to it; main's head where there is none. */
  #step(journaled: Oid | null): Oid | null {
    return journaled !== null && this.#repository.objects.has(journaled) ? journaled : this.#repository.head();
  }

  async #inspect(signal: AbortSignal): Promise<RemoteState> {
    const { staging, log } = this.#options;
    // A commit that the run before it could not finish, in this very process, is main's already.
    settle(this.#repository, staging, log);
    const { head, position } = await this.#remoteMain.look(signal);
    if (head === null || position === "empty") return { kind: "empty" };
    if (position === "ahead") {
      const last = staging.lastCommit()?.commit ?? head;
      if (await receiveSequel(this.#receiving, { head, last }, signal)) return { kind: position, head };
      throw this.#remoteMain.moved(head);
    }
    if (position !== "unknown") return { kind: position, head };
    await receiveHistory(this.#receiving, head, signal);
    return { kind: "ours", head };
  }

  async #push(signal: AbortSignal): Promise<boolean> {
    const head = this.head();
    if (head === null) return false;
    const remote = await this.#remoteMain.look(signal);
    if (remote.position === "ahead") throw this.#remoteMain.moved(remote.head);
    if (remote.position === "unknown") throw this.#remoteMain.foreign(remote.head);
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

  get #receiving(): IncomingPorts {
    const { remote, clock, remoteName: url } = this.#options;
    return { repository: this.#repository, remote, clock, url };
  }

  get #naming(): NamingPorts {
    const { remote, clock, staging } = this.#options;
    return { repository: this.#repository, remote, clock, staging };
  }

  async #namingForeign<T>(action: () => Promise<T>, signal: AbortSignal): Promise<T> {
    try {
      return await this.#guardedAsync(action);
    } catch (error) {
      throw await nameForeign(this.#naming, error, signal);
    }
  }

  #guarded<T>(action: () => T): T {
    return guarded(this.#options.directory, action);
  }

  #guardedAsync<T>(action: () => Promise<T>): Promise<T> {
    return guardedAsync(this.#options.directory, action);
  }
}
