import { fail } from "../../domain/errors/tidemark-error.ts";
import type { Oid } from "../../domain/ids.ts";
import type { Incoming, IncomingBranch, IncomingChanges, IncomingCommit } from "../../domain/ports/incoming.ts";
import type { Log } from "../../domain/ports/log.ts";
import type { CommitRequest, CommitResult } from "../../domain/ports/mirror.ts";
import type { Staging } from "../../domain/ports/staging.ts";
import { type FoundFile, refuseAnonymized } from "../anonymized-files.ts";
import { commitOver } from "../commit-dirty.ts";
import { readCommit } from "../history/commits.ts";
import { missingObjects } from "../history/missing-objects.ts";
import { parseCommitText, shownText } from "../objects/commit-text.ts";
import { Pauses } from "../remote/pauses.ts";
import { type BareRepository, PROMOTING_REF } from "../repository/bare-repository.ts";
import type { ObjectSource } from "../repository/object-store.ts";
import { settle } from "../settle.ts";
import { guarded, guardedAsync, guardedEach } from "../system-error.ts";
import { matchingBranches } from "./branches.ts";
import { incomingChanges } from "./changes.ts";
import { moveRemoteRef } from "./forward.ts";
import { hold } from "./hold.ts";
import { Notes, type NotesPorts } from "./notes.ts";
import { OnMain } from "./on-main.ts";
import { isReadable, receive, requireHere } from "./receive.ts";
import { isStepOf, type MainView, mergeOf, stepsTo } from "./steps.ts";

/** What an edit of records can be at most, with what git may send again of what is there. */
const MOST_BYTES = 64 * 1024 * 1024;
const HEADS = "refs/heads/";
/** Of a `Date`, ms. */
const LAST_TIME = 8_640_000_000_000_000;

export interface IncomingPorts extends NotesPorts {
  readonly staging: Staging;
  readonly log: Log;
  /** Default: 64 MiB. */
  readonly mostBytes?: number | undefined;
}

/** The port `Incoming` on the repository and the remote of a `GitMirror`. @throws also data.* for what the disk refuses */
export class GitIncoming implements Incoming {
  readonly #ports: IncomingPorts;
  readonly #onMain: OnMain;
  readonly #notes: Notes;

  constructor(ports: IncomingPorts) {
    this.#ports = ports;
    this.#onMain = new OnMain(ports.repository);
    this.#notes = new Notes(ports);
  }

  branches(patterns: readonly string[], signal: AbortSignal): Promise<readonly IncomingBranch[]> {
    const { remote, repository } = this.#ports;
    return this.#guardedAsync(async () => {
      const found = matchingBranches(await remote.refs(signal), patterns, repository.ref.slice(HEADS.length));
      return found.filter(({ head }) => !this.#onMain.has(head));
    });
  }

  receive(commit: Oid, signal: AbortSignal): Promise<void> {
    return this.#guardedAsync(async () => {
      const { staging, repository, mostBytes = MOST_BYTES } = this.#ports;
      const haves = [repository.head(), staging.remoteHead()].filter((oid) => oid !== null);
      const look = (objects: ObjectSource) => this.#refuseAnonymized(objects, commit, signal);
      await receive(this.#ports, { want: commit, haves: [...new Set(haves)], most: mostBytes, look }, signal);
    });
  }

  has(commit: Oid): boolean {
    return this.#look((repository, main) => isReadable(repository, commit, main));
  }

  steps(head: Oid, most: number): readonly IncomingCommit[] | null {
    return this.#look(({ objects }) => {
      const steps = stepsTo(this.#view, head, most);
      return steps?.map((oid) => describe(objects, oid)) ?? null;
    });
  }

  describe(commit: Oid): IncomingCommit {
    return this.#look(({ objects }) => describe(objects, commit));
  }

  isOnMain(commit: Oid): boolean {
    return this.#look(() => this.#onMain.has(commit));
  }

  mergeOf(commit: Oid): Oid | null {
    return this.#look(() => mergeOf(this.#view, commit));
  }

  isStepOf(commit: Oid, head: Oid): boolean {
    return this.#look(() => isStepOf(this.#view, commit, head));
  }

  changes(commit: Oid): IncomingChanges {
    return this.#look(({ objects }, main) => {
      const { bases, files } = incomingChanges(objects, main, commit);
      return { bases, files: guardedEach(this.#ports.repository.root, files) };
    });
  }

  blob(oid: Oid, most: number): Uint8Array | null {
    return this.#look(({ objects }) => {
      const bytes = objects.need(oid, "blob");
      return bytes.length > most ? null : bytes;
    });
  }

  hold(commit: Oid | null): void {
    this.#look((repository, main) => {
      if (commit !== null) requireHere(repository, commit, main);
      hold(repository, commit);
    });
  }

  held(): Oid | null {
    return this.#look(({ refs }) => refs.read(PROMOTING_REF));
  }

  merge(request: CommitRequest, commit: Oid, signal: AbortSignal): CommitResult {
    signal.throwIfAborted();
    const { repository, staging, log, identity } = this.#ports;
    return this.#look(() => {
      settle(repository, staging, log);
      const head = repository.head();
      const expected = staging.lastCommit()?.commit ?? null;
      if (head === null || head !== expected) throw repository.moved(expected, head);
      requireHere(repository, commit, head);
      return commitOver({ repository, staging, identity }, request, [head, commit]);
    });
  }

  forward({ name, head }: IncomingBranch, signal: AbortSignal): Promise<boolean> {
    return this.#guardedAsync(async () => {
      const { repository } = this.#ports;
      const [ref, main] = [`${HEADS}${name}`, repository.head()];
      if (main === null || ref === repository.ref || !this.#onMain.has(head)) return false;
      return await moveRemoteRef(this.#ports, { ref, old: head, new: main }, signal);
    });
  }

  writeNotes(notes: ReadonlyMap<Oid, string>, at: number, signal: AbortSignal): Promise<void> {
    return this.#guardedAsync(() => this.#notes.write({ texts: notes, at }, signal));
  }

  note(commit: Oid): string | null {
    return this.#look(() => this.#notes.of(commit));
  }

  fetchNotes(signal: AbortSignal): Promise<void> {
    return this.#guardedAsync(async () => void (await this.#notes.fetch(signal)));
  }

  async #refuseAnonymized(objects: ObjectSource, head: Oid, signal: AbortSignal): Promise<void> {
    const { repository, clock } = this.#ports;
    const history = { head, known: repository.head() };
    const among = missingObjects(objects, head, history.known);
    const fault = (file: FoundFile) => fail("promote.anonymized", { ...file });
    await refuseAnonymized({ objects, among, history, fault }, new Pauses(clock, signal));
  }

  get #view(): MainView {
    return { repository: this.#ports.repository, onMain: this.#onMain };
  }

  #look<T>(action: (repository: BareRepository, main: Oid | null) => T): T {
    const { repository } = this.#ports;
    return guarded(repository.root, () => action(repository, repository.head()));
  }

  #guardedAsync<T>(action: () => Promise<T>): Promise<T> {
    return guardedAsync(this.#ports.repository.root, action);
  }
}

function describe(objects: ObjectSource, commit: Oid): IncomingCommit {
  const { at } = readCommit(objects, commit);
  const { author, subject } = shownText(parseCommitText(objects.need(commit, "commit")));
  // Times that no calendar knows are told as the beginning of time.
  return { commit, author, subject, at: Math.abs(at) <= LAST_TIME ? at : 0 };
}
