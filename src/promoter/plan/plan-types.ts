import type { Oid, RecordKey, TableName } from "../../domain/ids.ts";
import type { PromotedField, PromotedKind, Reason } from "../../domain/promotion.ts";
import type { MwRecord } from "../../domain/record.ts";
import type { TableSchema } from "../../domain/schema/schema.ts";
import type { Values } from "./three-way.ts";

/** What the settings say about write-back. */
export interface PlanSettings {
  /** Mirrored tables: what is not mirrored could not be verified. */
  readonly tables: readonly TableName[];
  /** Most records of one commit. */
  readonly mostRecords: number;
  /** The user field in which a new record of a table carries our id, by table. */
  readonly idFields: ReadonlyMap<string, string>;
}

/** What MoneyWorks must hold when the import went through. Names are without prefix; null: blank. */
export interface Expectation {
  readonly fields: Values;
  /** The user's lines in their order; null: the record has none. */
  readonly lines: readonly ExpectedLine[] | null;
  /** What the commit changes, as the plan tells it. */
  readonly told: readonly PromotedField[];
}

export interface ExpectedLine {
  /** How paths begin that lead into it: `detail[2].`. */
  readonly path: string;
  readonly fields: Values;
}

/** What is sent for one file. */
export type Order = UpdateOrder | InvoiceOrder | NewOrder;

interface CommonOrder {
  readonly path: string;
  readonly schema: TableSchema;
  /** The import document. */
  readonly document: string;
  readonly expected: Expectation;
}

export interface UpdateOrder extends CommonOrder {
  readonly kind: "update";
  readonly key: RecordKey;
  readonly seq: number;
  /** What the plan was made on: MoneyWorks must still hold it when the order is sent. */
  readonly ours: MwRecord;
}

export interface InvoiceOrder extends Omit<UpdateOrder, "kind"> {
  readonly kind: "invoice";
}

export interface NewOrder extends CommonOrder {
  readonly kind: "new";
  readonly clientId: string;
  /** Where to look whether it is there: our id in its user field; and for a coded record its code, which must be free. */
  readonly id: { readonly field: string; readonly value: string };
  readonly code: string | null;
}

/** One file that the commit changes, judged. */
export interface PlannedFile {
  readonly path: string;
  readonly kind: PromotedKind;
  readonly table: TableName | null;
  readonly key: RecordKey | null;
  readonly seq: number | null;
  readonly fields: readonly PromotedField[];
  /** Not empty: it cannot be carried over. */
  readonly reasons: readonly Reason[];
  /** null: nothing has to be sent. */
  readonly order: Order | null;
}

export type Judged = Pick<PlannedFile, "fields" | "reasons" | "order">;

export interface Plan {
  readonly commit: Oid;
  /** The one common commit; null when there is none, or several. */
  readonly base: Oid | null;
  /** About the commit as a whole. */
  readonly reasons: readonly Reason[];
  readonly files: readonly PlannedFile[];
}
