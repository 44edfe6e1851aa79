import type { Oid, TableName } from "../domain/ids.ts";
import type { ImportEntry, PromotionStart, StagedPromotions } from "../domain/ports/staging-promotions.ts";
import type { PromotionReport } from "../domain/promotion.ts";
import type { Connection } from "./connection.ts";
import { refuse } from "./export-journal.ts";
import { ReadingMethods } from "./reading-methods.ts";
import type { Tables } from "./tables.ts";

/** The part of the port that remembers incoming commits; `SqliteStaging` goes on from it with the rest. */
export class PromotionMethods extends ReadingMethods implements StagedPromotions {
  readonly #connection: Connection;
  readonly #tables: Tables;

  constructor(connection: Connection, tables: Tables) {
    super(tables);
    this.#connection = connection;
    this.#tables = tables;
  }

  promotion(commit: Oid) {
    return this.#tables.promotions.get(commit);
  }

  promotions(limit: number, before?: Oid) {
    return this.#tables.promotions.newest(limit, before);
  }

  pendingPromotions() {
    return this.#tables.promotions.pending();
  }

  startPromotion(start: PromotionStart) {
    this.write(({ promotions, runs }) => promotions.start(start, runs.idOf(start.run)));
  }

  /** @throws data.journal when the promotion is not known */
  reportPromotion(report: PromotionReport, at: number) {
    this.write((tables) => tables.promotions.report(startedId(tables, "report", report.commit), report, at));
  }

  forgetPromotion(commit: Oid) {
    this.write(({ promotions }) => promotions.forgetUnsent(commit));
  }

  unnotedPromotions() {
    return this.#tables.promotions.unnoted();
  }

  markNoted(reports: readonly PromotionReport[]) {
    this.write(({ promotions }) => {
      for (const report of reports) promotions.markNoted(report);
    });
  }

  imports(commit: Oid) {
    return this.#tables.imports.of(commit);
  }

  /** @throws data.journal when the promotion is not known */
  noteImports(commit: Oid, entries: readonly ImportEntry[]) {
    this.write((tables) => {
      const promotion = startedId(tables, "import", commit);
      for (const entry of entries) tables.imports.put({ promotion, table: tables.mirrored.idOf(entry.table) }, entry);
    });
  }

  importsUnder(table: TableName, clientId: string) {
    return this.#tables.imports.under(table, clientId);
  }

  openImports() {
    return this.#tables.imports.open();
  }

  /** One transaction: whatever `work` throws undoes it all. */
  protected write<T>(work: (tables: Tables) => T): T {
    return this.#connection.write(() => work(this.#tables));
  }
}

function startedId({ promotions }: Tables, step: string, commit: Oid): number {
  const id = promotions.find(commit);
  if (id === null) throw refuse(step, commit, "no promotion of it was started");
  return id;
}
