import { RowPacker } from "./packed-row.ts";
import type { RowContent, SimRow } from "./row.ts";

/** Called with the inverse of every change, newest last; null when nobody may need to undo. */
export interface Journal {
  undo: (() => void)[] | null;
}

/** What a snapshot keeps of a table. */
export interface TableState {
  readonly next: number;
  readonly rows: readonly SimRow[];
}

const FREE = 0;

/**
 * The rows of one table with the two orders that a Datacentre knows: slot order (the default of exports) and
 * sequence order. Numbers are never given twice; the slot freed last is filled first (reuse observed, its order inferred).
 */
export class Table {
  readonly #journal: Journal;
  readonly #rows = new Map<number, SimRow>();
  readonly #packer = new RowPacker();
  #slots: number[] = [];
  #free: number[] = [];
  /** Ascending, but for what was loaded out of order since it was last asked for; see #ascending. */
  #order: number[] = [];
  #isOutOfOrder = false;
  #next = 1;
  #keys: { field: string; index: Map<string, number> } | null = null;

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  get size(): number {
    return this.#order.length;
  }

  /** The number that the next new row will get. */
  get next(): number {
    return this.#next;
  }

  get(seq: number): SimRow | undefined {
    return this.#rows.get(seq);
  }

  /** Sequence numbers in ascending order; do not keep across changes. */
  get order(): readonly number[] {
    return this.#ascending();
  }

  /** Index into `order` of the first number greater than `seq`. */
  firstAfter(seq: number): number {
    const order = this.#ascending();
    let low = 0;
    let high = order.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((order[middle] ?? 0) > seq) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  *bySlot(): Iterable<SimRow> {
    for (const seq of this.#slots) {
      const row = seq === FREE ? undefined : this.#rows.get(seq);
      if (row !== undefined) yield row;
    }
  }

  /** @param from index into `order` @param to index after the last */
  *bySequence(from = 0, to = this.#order.length): Iterable<SimRow> {
    for (let index = from; index < to; index++) {
      const row = this.#rows.get(this.#ascending()[index] ?? FREE);
      if (row !== undefined) yield row;
    }
  }

  /** The row whose `field` equals `key`, letter case aside (manual: text compares case-insensitively). */
  byKey(field: string, key: string): SimRow | undefined {
    if (this.#keys?.field !== field) this.#keys = { field, index: this.#indexBy(field) };
    const seq = this.#keys.index.get(key.toLowerCase());
    return seq === undefined ? undefined : this.#rows.get(seq);
  }

  insert(content: RowContent): SimRow {
    const row: SimRow = { seq: this.#next, slot: this.#takeSlot(), ...content };
    this.#place(row);
    this.#remember(() => {
      this.#drop(row.seq);
      this.#next = row.seq;
    });
    return row;
  }

  /** Adds a row that already has its number (loading a document). */
  load(seq: number, content: RowContent): SimRow {
    const row: SimRow = { seq, slot: this.#takeSlot(), ...content };
    this.#put(row);
    if (row.seq < (this.#order.at(-1) ?? 0)) this.#isOutOfOrder = true;
    this.#order.push(row.seq);
    return row;
  }

  /** Replaces the row with the same number. */
  replace(row: SimRow): void {
    const old = this.#rows.get(row.seq);
    if (old === undefined) return;
    this.#rows.set(row.seq, this.#packer.pack(row));
    this.#keys = null;
    this.#remember(() => this.replace(old));
  }

  remove(seq: number): SimRow | undefined {
    const row = this.#rows.get(seq);
    if (row === undefined) return undefined;
    this.#drop(seq);
    this.#remember(() => this.#restoreRow(row));
    return row;
  }

  state(): TableState {
    return { next: this.#next, rows: [...this.bySequence()] };
  }

  restore(state: TableState): void {
    this.#rows.clear();
    this.#keys = null;
    this.#order = [];
    this.#slots = [];
    for (const row of state.rows) {
      this.#rows.set(row.seq, this.#packer.pack(row));
      this.#order.push(row.seq);
      this.#slots[row.slot] = row.seq;
    }
    this.#order.sort((a, b) => a - b);
    this.#isOutOfOrder = false;
    this.#free = [];
    for (let slot = 0; slot < this.#slots.length; slot++) if (!this.#slots[slot]) this.#freeSlot(slot);
    this.#next = state.next;
  }

  #indexBy(field: string): Map<string, number> {
    const index = new Map<string, number>();
    for (const row of this.#rows.values()) {
      const key = row.fields[field];
      if (key !== undefined) index.set(key.toLowerCase(), row.seq);
    }
    return index;
  }

  #place(row: SimRow): void {
    this.#put(row);
    const order = this.#ascending();
    const last = order.at(-1) ?? 0;
    if (row.seq > last) order.push(row.seq);
    else order.splice(this.firstAfter(row.seq), 0, row.seq);
  }

  /** Everything but the place in the order. */
  #put(row: SimRow): void {
    this.#rows.set(row.seq, this.#packer.pack(row));
    this.#slots[row.slot] = row.seq;
    if (row.seq >= this.#next) this.#next = row.seq + 1;
    this.#keys = null;
  }

  /** A whole document may be loaded in any order: sorted once, where inserting each row would take time in the square of them. */
  #ascending(): number[] {
    if (this.#isOutOfOrder) this.#order.sort((a, b) => a - b);
    this.#isOutOfOrder = false;
    return this.#order;
  }

  #drop(seq: number): void {
    const row = this.#rows.get(seq);
    if (row === undefined) return;
    this.#rows.delete(seq);
    this.#ascending().splice(this.firstAfter(seq) - 1, 1);
    this.#freeSlot(row.slot);
    this.#keys = null;
  }

  #restoreRow(row: SimRow): void {
    this.#free = this.#free.filter((slot) => slot !== row.slot);
    this.#place(row);
  }

  #takeSlot(): number {
    return this.#free.pop() ?? this.#slots.length;
  }

  #freeSlot(slot: number): void {
    this.#slots[slot] = FREE;
    this.#free.push(slot);
  }

  #remember(undo: () => void): void {
    this.#journal.undo?.push(undo);
  }
}
