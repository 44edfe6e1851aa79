import type { RecordKey } from "../../domain/ids.ts";

/** A key under which MoneyWorks and main seemed to differ, and the numbers of the records that may have it. */
export interface Candidate {
  readonly key: RecordKey;
  readonly numbers: readonly number[];
}

/** What a table's pages left to be looked at again: keys and numbers alone, however large the records. */
export class Candidates {
  readonly #numbers = new Map<RecordKey, number[]>();

  /** @param seq null: nothing tells which record had the key */
  add(key: RecordKey, seq: number | null): void {
    const numbers = this.#numbers.get(key);
    if (numbers === undefined) this.#numbers.set(key, seq === null ? [] : [seq]);
    else if (seq !== null && !numbers.includes(seq)) numbers.push(seq);
  }

  /** In the order in which they were met; each group has at most so many keys and, as far as keys allow, numbers. */
  *groups(most: number): Generator<readonly Candidate[]> {
    let group: Candidate[] = [];
    let count = 0;
    for (const [key, numbers] of this.#numbers) {
      if (group.length === most || (group.length > 0 && count + numbers.length > most)) {
        yield group;
        group = [];
        count = 0;
      }
      group.push({ key, numbers });
      count += numbers.length;
    }
    if (group.length > 0) yield group;
  }
}
