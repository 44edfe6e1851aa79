import type { Oid, RunId, TableName } from "../domain/ids.ts";
import type { Progress, WatchedKind } from "../domain/run.ts";

export interface ProgressOptions {
  readonly run: RunId;
  readonly kind: WatchedKind;
  /** Tables that the run will go through. */
  readonly tables: number;
  readonly watch: (progress: Progress) => void;
}

/** What a run has before it, once it knows. */
export interface Expected {
  /** Records of these tables, those that were read before included; what is read of other tables comes on top. */
  readonly records: number;
  readonly tables: ReadonlySet<TableName>;
  /** Records among them that interrupted runs of the same first read have read. */
  readonly before: number;
}

/** Adds up what one run has read and hands it to whoever watches. */
export class ProgressReporter {
  readonly #run: RunId;
  readonly #watch: (progress: Progress) => void;
  #kind: WatchedKind;
  #count: number;
  #number = 0;
  #counted: ReadonlySet<TableName> = new Set();
  #total: number | null = null;
  #done = 0;
  #bytes = 0;

  constructor({ run, kind, tables, watch }: ProgressOptions) {
    this.#run = run;
    this.#kind = kind;
    this.#count = tables;
    this.#watch = watch;
  }

  /** Says that the run goes on, and nothing else yet. */
  begin(): void {
    this.#tell({ step: "read", table: null, commit: null });
  }

  /** The run knows which tables it goes through. */
  planned(kind: WatchedKind, tables: number): void {
    this.#kind = kind;
    this.#count = tables;
    this.begin();
  }

  /** null: nobody knows how many records there will be. */
  expect(expected: Expected | null): void {
    this.#total = expected?.records ?? null;
    this.#counted = expected?.tables ?? new Set();
    this.#done = expected?.before ?? 0;
    this.begin();
  }

  /** The next table begins. */
  table(table: TableName): void {
    this.#number += 1;
    this.#tell({ step: "read", table, commit: null });
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
    this.#watch({
      run: this.#run,
      kind: this.#kind,
      ...what,
      tableNumber: this.#number,
      tableCount: this.#count,
      done: this.#done,
      total: this.#total === null ? null : Math.max(this.#total, this.#done),
      bytes: this.#bytes,
    });
  }
}
