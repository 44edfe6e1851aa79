import type { EntryTable } from "../pack/entry-table.ts";

/** Numbers of a table whose offsets are times; the newest comes out first. A binary heap: a main of years may wait in it. */
export class NewestFirst {
  readonly #table: EntryTable;
  readonly #heap: number[] = [];

  constructor(table: EntryTable) {
    this.#table = table;
  }

  get first(): number | undefined {
    return this.#heap[0];
  }

  add(number: number): void {
    const heap = this.#heap;
    let at = heap.push(number) - 1;
    while (at > 0) {
      const above = (at - 1) >>> 1;
      if (!this.#isNewer(number, heap[above] as number)) break;
      heap[at] = heap[above] as number;
      at = above;
    }
    heap[at] = number;
  }

  removeFirst(): void {
    const last = this.#heap.pop();
    if (last !== undefined && this.#heap.length > 0) this.#sink(last);
  }

  /** Puts a number in the place of the first, and down to where it belongs. */
  #sink(number: number): void {
    const heap = this.#heap;
    let at = 0;
    for (let below = 1; below < heap.length; below = 2 * at + 1) {
      const right = below + 1;
      if (right < heap.length && this.#isNewer(heap[right] as number, heap[below] as number)) below = right;
      if (!this.#isNewer(heap[below] as number, number)) break;
      heap[at] = heap[below] as number;
      at = below;
    }
    heap[at] = number;
  }

  #isNewer(a: number, b: number): boolean {
    return this.#table.offset(a) > this.#table.offset(b);
  }
}
