import type { TableName } from "../../domain/ids.ts";
import type { Clock } from "../../domain/ports/clock.ts";
import type { AnonymizeProgress, AnonymizeWatcher } from "./request.ts";
import type { AnonymizeSource } from "./sources/source.ts";

export interface MeterParts {
  readonly clock: Clock;
  readonly watcher: AnonymizeWatcher;
}

/** Counts what was done in each step, and tells whoever watches. */
export class Meter {
  readonly #parts: MeterParts;
  readonly #source: AnonymizeSource;
  #now: AnonymizeProgress = { step: "context", table: null, done: 0, total: null };

  constructor(parts: MeterParts, source: AnonymizeSource) {
    this.#parts = parts;
    this.#source = source;
  }

  /** A step over these tables begins, from nothing. @param total null: as many records as the source says that it has */
  begin(step: AnonymizeProgress["step"], tables: readonly TableName[], total: number | null = null): void {
    this.#now = { step, table: null, done: 0, total: total ?? this.#recordsOf(tables) };
    this.#tell();
  }

  table(table: TableName): void {
    this.#now = { ...this.#now, table };
    this.#tell();
  }

  add(records: number): void {
    this.#now = { ...this.#now, done: this.#now.done + records };
    this.#tell();
  }

  #recordsOf(tables: readonly TableName[]): number | null {
    const counts = this.#source.tables.filter(({ table }) => tables.includes(table)).map(({ records }) => records);
    return counts.reduce((sum, records) => (sum === null || records === null ? null : sum + records), 0);
  }

  #tell(): void {
    this.#parts.watcher.onProgress(this.#now, this.#parts.clock.now());
  }
}
