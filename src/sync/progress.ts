import type { Oid, RunId, TableName } from "../domain/ids.ts";
import type { Progress, RunKind } from "../domain/run.ts";

/** So many records of these tables are still to be read; what is read of other tables comes on top. */
export interface Expected {
  readonly records: number;
  readonly tables: ReadonlySet<TableName>;
}

export interface ProgressOptions {
  readonly run: RunId;
  readonly kind: RunKind;
  /** null: nobody knows how many records there will be. */
  readonly total: Expected | null;
  readonly watch: (progress: Progress) => void;
}

/** Adds up what one run has read and hands it to whoever watches. */
export class ProgressReporter {
  readonly #run: RunId;
  readonly #kind: RunKind;
  readonly #counted: ReadonlySet<TableName>;
  #total: number | null;
  readonly #watch: (progress: Progress) => void;
  #done = 0;
  #bytes = 0;

  constructor(options: ProgressOptions) {
    this.#run = options.run;
    this.#kind = options.kind;
    this.#total = options.total?.records ?? null;
    this.#counted = options.total?.tables ?? new Set();
    this.#watch = options.watch;
  }

  read(table: TableName, records: number, bytes: number): void {
    this.#done += records;
    if (this.#total !== null && !this.#counted.has(table)) this.#total += records;
    this.#bytes += bytes;
    this.#tell({ step: "read", table, commit: null });
  }

  committed(commit: Oid): void {
    this.#tell({ step: "commit", table: null, commit });
  }

  pushed(commit: Oid | null): void {
    this.#tell({ step: "push", table: null, commit });
  }

  #tell(what: Pick<Progress, "step" | "table" | "commit">): void {
    const total = this.#total === null ? null : Math.max(this.#total, this.#done);
    this.#watch({ run: this.#run, kind: this.#kind, ...what, done: this.#done, total, bytes: this.#bytes });
  }
}
