import type { RecordKey, RunId, TableName } from "../domain/ids.ts";
import type { ChangeFilter } from "../domain/ports/staging.ts";
import type { KeyPage, RunFilter, SpanQuery, StagedReading } from "../domain/ports/staging-reading.ts";
import type { Tables } from "./tables.ts";

/** The part of the port that answers what people ask; `PromotionMethods` goes on from it. */
export class ReadingMethods implements StagedReading {
  readonly #tables: Tables;

  constructor(tables: Tables) {
    this.#tables = tables;
  }

  findRuns(filter: RunFilter) {
    return this.#tables.history.find(filter);
  }

  run(run: RunId) {
    return this.#tables.history.get(run);
  }

  lastRead() {
    return this.#tables.history.lastRead();
  }

  checkOf(run: RunId) {
    return this.#tables.history.check(run);
  }

  changeEpoch() {
    return this.#tables.changes.epoch();
  }

  lastChange() {
    return this.#tables.changes.lastId();
  }

  hasChange(id: number) {
    return this.#tables.changes.has(id);
  }

  forgottenChanges() {
    return this.#tables.changes.forgotten();
  }

  changePage(filter: ChangeFilter, most: number) {
    return this.#tables.changes.page(filter, most);
  }

  rowsAfter(table: TableName, after: RecordKey | null, limit: number) {
    return this.within(table, [], (id) => this.#tables.search.after(id, after, limit));
  }

  keysLike(table: TableName, after: RecordKey | null, search: { readonly text: string; readonly most: number }) {
    const none: KeyPage = { rows: [], next: null };
    return this.within(table, none, (id) => this.#tables.search.keysLike(id, after, search));
  }

  bodiesAfter(table: TableName, after: RecordKey | null, limit: number) {
    return this.within(table, [], (id) => this.#tables.search.bodiesAfter(id, after, limit));
  }

  commitAt(at: number) {
    return this.#tables.batches.at(at);
  }

  firstCommit() {
    return this.#tables.batches.first();
  }

  activity(query: SpanQuery) {
    return this.#tables.activity.spans(query);
  }

  /** Looks into one table's rows; `none` when nothing was ever staged for it. */
  protected within<T>(table: TableName, none: T, look: (id: number) => T): T {
    const id = this.#tables.mirrored.find(table);
    return id === null ? none : look(id);
  }
}
