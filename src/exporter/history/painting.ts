import type { Oid } from "../../domain/ids.ts";
import { EntryTable } from "../pack/entry-table.ts";
import { oidAt, oidBytes } from "../pack/oid-bytes.ts";
import type { ObjectSource } from "../repository/object-store.ts";
import { readCommit } from "./commits.ts";
import { NewestFirst } from "./newest-first.ts";

/** Which end leads to a commit. */
const OURS = 1;
const THEIRS = 2;
const BOTH = OURS | THEIRS;
/** A commit above it is common too. */
const BELOW = 4;

/** In the order in which commits of one second are opened: a common one first, so that what is below it is painted in time. */
const KINDS = [BOTH, OURS, THEIRS] as const;
/** One step in so many goes to each kind in turn: clocks that are wrong cost a longer walk then, never the whole history. */
const TURN = 8;

export interface Ends {
  /** null: nothing. */
  readonly ours: Oid | null;
  readonly theirs: Oid;
}

/**
 * Two histories painted from their heads down until each commit that only one end leads to was met: newest first by
 * committer time, so that it ends shortly below where they meet. Exact for whatever the clocks say:
 * - an end is painted in the other's colour when it is below it, and only then;
 * - the newest common commits are all painted in both colours, and none of them counts as below another.
 *
 * A commit far below may count as one end's alone though both lead to it, where clocks are wrong. Memory: 40 bytes a commit.
 */
export class Painting {
  readonly #objects: ObjectSource;
  readonly #ends: Ends;
  /** Colours stand in `crc`, committer times in `offset`. */
  readonly #seen = new EntryTable();
  readonly #queues = KINDS.map((kind) => ({ kind, waiting: new NewestFirst(this.#seen) }));
  /** Of commits that wait: their own parents are not painted yet. */
  readonly #parents = new Map<number, readonly Oid[]>();
  #steps = 0;

  /** @throws mirror.missing-object, mirror.corrupt */
  constructor(objects: ObjectSource, ends: Ends) {
    this.#objects = objects;
    this.#ends = ends;
    if (ends.ours !== null) this.#paint(ends.ours, OURS);
    this.#paint(ends.theirs, THEIRS);
  }

  /** Goes on to the end. @throws mirror.missing-object, mirror.corrupt */
  finish(): this {
    while (this.#step());
    return this;
  }

  /** Whether theirs is ours or below it; goes on until that is known. @throws mirror.missing-object, mirror.corrupt */
  theirsIsBelow(): boolean {
    while (!this.isCommon(this.#ends.theirs) && this.#step());
    return this.isCommon(this.#ends.theirs);
  }

  /** Whether both ends lead to the commit, as far as it was looked at. */
  isCommon(commit: Oid): boolean {
    const number = this.#seen.indexOf(oidBytes(commit));
    return number >= 0 && this.#kind(number) === BOTH;
  }

  /** What theirs alone leads to, in the order in which it was met. */
  *theirsAlone(): Generator<Oid> {
    for (let number = 0; number < this.#seen.count; number++) {
      if (this.#kind(number) === THEIRS) yield oidAt(this.#seen.oid(number));
    }
  }

  /** Common commits with none above that is known to be common, newest first; with wrong clocks one may be below another. */
  newestCommon(): readonly Oid[] {
    const seen = this.#seen;
    const numbers = Array.from({ length: seen.count }, (_, number) => number).filter(
      (number) => (seen.crc(number) & (BOTH | BELOW)) === BOTH,
    );
    return numbers.sort((a, b) => seen.offset(b) - seen.offset(a)).map((number) => oidAt(seen.oid(number)));
  }

  /** false: no commit waits that one end alone leads to. */
  #step(): boolean {
    const [common, ours, theirs] = this.#queues.map((queue) => this.#firstOf(queue)) as [number, number, number];
    if (ours < 0 && theirs < 0) return false;
    const firsts = [common, ours, theirs];
    const turn = this.#steps++;
    const favoured = turn % TURN === 0 ? (firsts[(turn / TURN) % KINDS.length] as number) : -1;
    this.#open(favoured >= 0 ? favoured : this.#newest(firsts.filter((number) => number >= 0)));
    return true;
  }

  #newest(numbers: readonly number[]): number {
    return numbers.reduce((a, b) => (this.#seen.offset(b) > this.#seen.offset(a) ? b : a));
  }

  /** The next of a kind; -1 when none waits. What was opened or painted anew meanwhile waits elsewhere, or not at all. */
  #firstOf({ kind, waiting }: { readonly kind: number; readonly waiting: NewestFirst }): number {
    for (let number = waiting.first; number !== undefined; number = waiting.first) {
      if (this.#kind(number) === kind && this.#parents.has(number)) return number;
      waiting.removeFirst();
    }
    return -1;
  }

  #open(number: number): void {
    const parents = this.#parents.get(number) ?? [];
    this.#parents.delete(number);
    for (const parent of parents) this.#paint(parent, this.#inherited(number));
  }

  /** Down through what was opened before: what is below a common commit must not be walked as if it were not. */
  #paint(start: Oid, colour: number): void {
    for (const open = [{ commit: start, colour }]; open.length > 0; ) {
      const { commit, colour: fresh } = open.pop() as (typeof open)[number];
      const number = this.#seen.indexOf(oidBytes(commit));
      if (number < 0) {
        this.#meet(commit, fresh);
        continue;
      }
      const before = this.#kind(number);
      this.#seen.set(number, this.#seen.crc(number) | fresh, this.#seen.offset(number));
      if (this.#kind(number) === before) continue;
      if (this.#parents.has(number)) this.#wait(number);
      else {
        const colours = this.#inherited(number);
        for (const parent of readCommit(this.#objects, commit).parents) open.push({ commit: parent, colour: colours });
      }
    }
  }

  #meet(commit: Oid, colour: number): void {
    const { at, parents } = readCommit(this.#objects, commit);
    const number = this.#seen.count;
    this.#seen.add(oidBytes(commit), colour, at);
    this.#parents.set(number, parents);
    this.#wait(number);
  }

  #wait(number: number): void {
    const kind = this.#kind(number);
    this.#queues.find((queue) => queue.kind === kind)?.waiting.add(number);
  }

  #inherited(number: number): number {
    const kind = this.#kind(number);
    return kind === BOTH ? BOTH | BELOW : kind;
  }

  #kind(number: number): number {
    return this.#seen.crc(number) & BOTH;
  }
}
