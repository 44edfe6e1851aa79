import type { Oid, RecordKey } from "../../../src/domain/ids.ts";
import type { PageWrite } from "../../../src/domain/ports/staging.ts";

interface Staged {
  readonly seq: number;
  readonly oid: Oid;
}

/** Watches the pages that are staged: nothing is staged again as it was, and no run deletes more than it may. */
export class PageWatch {
  readonly #limit: number;
  /** What was staged last under each key, and each number's key; what came from git is not known here. */
  readonly #staged = new Map<string, Staged>();
  readonly #keys = new Map<string, RecordKey>();
  #deleted = new Map<string, number>();
  #allowed = 0;
  /** Tables whose first read is not finished. */
  readonly unfinished = new Set<string>();

  /** @param limit deletions of one table that need nobody's word */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** A run begins that may delete so many more. */
  begin(allowDeletes: number): void {
    this.#allowed = Math.max(this.#limit, allowDeletes);
    this.#deleted = new Map();
  }

  /** Staging is another one. */
  forget(): void {
    this.#staged.clear();
    this.#keys.clear();
    this.unfinished.clear();
  }

  /** What is wrong with a page. */
  see({ run, table, upserts, deletes, cursor }: PageWrite): string[] {
    if (cursor === null) this.unfinished.delete(table);
    else if (cursor !== undefined) this.unfinished.add(table);
    const wrong = upserts.flatMap(({ key, seq, oid }) => {
      const number = `${table}/${seq}`;
      const before = this.#staged.get(`${table}/${key}`);
      const isSame = before?.oid === oid && before.seq === seq && this.#keys.get(number) === key;
      this.#staged.set(`${table}/${key}`, { seq, oid });
      this.#keys.set(number, key);
      return isSame ? [`${number} is staged again as it was`] : [];
    });
    for (const key of deletes) this.#staged.delete(`${table}/${key}`);
    const deleted = (this.#deleted.get(`${run} ${table}`) ?? 0) + deletes.length;
    this.#deleted.set(`${run} ${table}`, deleted);
    if (deletes.length > 0 && deleted > this.#allowed)
      wrong.push(`${deleted} records of ${table} are deleted, ${this.#allowed} may be`);
    return wrong;
  }
}
