import type { ErrorCode } from "../../domain/errors/registry.ts";
import { fail, TidemarkError } from "../../domain/errors/tidemark-error.ts";
import { type Oid, ZERO_OID } from "../../domain/ids.ts";
import { readCommit } from "../history/commits.ts";
import { missingObjects } from "../history/missing-objects.ts";
import { ANY_LENGTH } from "../history/walk-budget.ts";
import type { Identity } from "../objects/commit-object.ts";
import { packSource } from "../outgoing-pack.ts";
import type { ReceivingPorts } from "../received-pack.ts";
import { NOTES_REF } from "../repository/bare-repository.ts";
import { collectPack } from "../repository/collect-pack.ts";
import { type MadeNotes, makeNotes, type NewNotes } from "./make-notes.ts";
import { NoteDirectory } from "./note-directory.ts";
import { installKept, receive } from "./receive.ts";

/** All notes that were ever written, when a data directory is new. */
const MOST_BYTES = 1024 * 1024 * 1024;
/** How often others may write notes meanwhile. */
const TRIES = 3;
/** What the ref itself is to blame for: anybody may point it at anything. */
const UNREADABLE: ReadonlySet<string> = new Set<ErrorCode>([
  "mirror.corrupt",
  "mirror.missing-object",
  "remote.bad-pack",
  "remote.pack-limit",
  "promote.too-big",
]);

export interface NotesPorts extends ReceivingPorts {
  readonly identity: Identity;
  /** How errors name the remote. */
  readonly url: string;
}

/** Git notes of commits: what was last seen of them at the remote, and new ones on top of what is there. */
export class Notes {
  readonly #ports: NotesPorts;

  constructor(ports: NotesPorts) {
    this.#ports = ports;
  }

  /** The note of a commit as it was last fetched; null when it had none, or one that is no file. */
  of(commit: Oid): string | null {
    const { objects } = this.#ports.repository;
    const head = this.#head();
    if (head === null) return null;
    try {
      const file = new NoteDirectory(objects, readCommit(objects, head).tree).find(commit);
      return file === null ? null : new TextDecoder().decode(objects.need(file, "blob"));
    } catch (error) {
      if (isUnreadable(error)) return null;
      throw error;
    }
  }

  /**
   * Brings the remote's notes here; returns where they are there, null when it has none.
   * @throws promote.bad-notes when they are no notes; remote.*, mirror.*
   */
  async fetch(signal: AbortSignal): Promise<Oid | null> {
    const { remote, repository } = this.#ports;
    const theirs = (await remote.refs(signal)).get(NOTES_REF) ?? null;
    const ours = this.#head();
    if (theirs === null || theirs === ours) return theirs;
    const pack = await this.#receive(theirs, ours, signal);
    this.#move(ours, theirs);
    if (pack !== null) repository.unkeep(pack);
    return theirs;
  }

  async #receive(theirs: Oid, ours: Oid | null, signal: AbortSignal): Promise<Oid | null> {
    const haves = ours === null ? [] : [ours];
    try {
      return await receive(this.#ports, { want: theirs, haves, most: MOST_BYTES, costs: ANY_LENGTH }, signal);
    } catch (error) {
      if (!isUnreadable(error)) throw error;
      const reason = error.message;
      throw fail("promote.bad-notes", { ref: NOTES_REF, url: this.#ports.url, reason }, { cause: error });
    }
  }

  /** Writes notes on top of those at the remote; changes nothing when it has them. @throws remote.*, mirror.* */
  async write(notes: NewNotes, signal: AbortSignal): Promise<void> {
    if (notes.texts.size === 0) return;
    for (let tries = 1; ; tries++) {
      try {
        const theirs = (await this.fetch(signal)) ?? (await this.#restore(signal));
        return await this.#writeOnTop(theirs, notes, signal);
      } catch (error) {
        if (!(error instanceof TidemarkError) || error.code !== "remote.main-moved") throw error;
        if (tries >= TRIES) throw this.#contended(error);
      }
    }
  }

  /** A remote that is new, or lost its notes, gets those that are here. @returns where they are there then */
  async #restore(signal: AbortSignal): Promise<Oid | null> {
    const { repository } = this.#ports;
    const { files, objects } = repository;
    const head = this.#head();
    if (head === null) return null;
    const path = repository.temporary("notes.pack");
    try {
      const wanted = missingObjects(objects, head, null);
      collectPack({ files, store: objects, packs: objects.packs.list(), wanted, path });
      await this.#push({ path, commit: head }, null, signal);
      return head;
    } finally {
      repository.removeTemporary(path);
    }
  }

  /** The pack becomes part of the repository once the remote has it: what is here is what was seen there. */
  async #writeOnTop(theirs: Oid | null, notes: NewNotes, signal: AbortSignal): Promise<void> {
    const { repository, identity } = this.#ports;
    const made = makeNotes({ repository, identity }, theirs, notes);
    if (made === null) return;
    try {
      await this.#push(made, theirs, signal);
      installKept(repository, made.path, made.checksum);
      this.#move(theirs, made.commit);
      repository.unkeep(made.checksum);
    } finally {
      repository.removeTemporary(made.path);
    }
  }

  async #push(made: Pick<MadeNotes, "path" | "commit">, old: Oid | null, signal: AbortSignal): Promise<void> {
    const { repository, remote } = this.#ports;
    const pack = packSource(repository.files, made.path);
    await remote.push({ ref: NOTES_REF, old: old ?? ZERO_OID, new: made.commit, pack }, signal);
  }

  #head(): Oid | null {
    return this.#ports.repository.refs.read(NOTES_REF);
  }

  #move(old: Oid | null, next: Oid): void {
    if (this.#ports.repository.refs.compareAndSwap(NOTES_REF, old, next)) return;
    throw fail("mirror.ref-locked", { ref: NOTES_REF, lock: "another program" });
  }

  /** It is no matter of main's, which `remote.main-moved` would halt. */
  #contended(cause: TidemarkError): TidemarkError {
    const reason = "others write notes at the same time";
    return fail("remote.rejected", { url: this.#ports.url, ref: NOTES_REF, reason, said: "" }, { cause });
  }
}

function isUnreadable(error: unknown): error is TidemarkError {
  return error instanceof TidemarkError && UNREADABLE.has(error.code);
}
