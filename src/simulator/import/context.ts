import type { Dialect } from "../expression/function-spec.ts";
import type { Session } from "../ledger/session.ts";
import type { Quirks } from "../options.ts";
import type { LockedRecords } from "../store/locks.ts";
import type { SimRow } from "../store/row.ts";
import type { DocumentView } from "../view/document-view.ts";
import { ImportRefused } from "./refused.ts";
import type { XmlElement } from "./xml-reader.ts";

/** What the import of one table works with. */
export interface ImportContext {
  readonly session: Session;
  readonly view: DocumentView;
  readonly dialect: Dialect;
  readonly quirks: Quirks;
  readonly locked: LockedRecords;
  /** The `<table>` element, for its attributes. */
  readonly table: XmlElement;
}

/** What an import did. */
export interface Tally {
  readonly created: number;
  readonly updated: number;
  /** Sequence number of the last record; 0 when there was none. */
  readonly last: number;
}

/** What became of one record. */
export interface Outcome {
  readonly kind: "created" | "updated" | "deleted";
  readonly seq: number;
}

/** An attribute of the record, or else of its table; attributes of either kind are accepted in both places (inferred). */
export function attribute(context: ImportContext, record: XmlElement, name: string): string {
  return record.attributes.get(name) ?? context.table.attributes.get(name) ?? "";
}

export function isSet(context: ImportContext, record: XmlElement, name: string): boolean {
  return attribute(context, record, name).toLowerCase() === "true";
}

/** The code of a new record as the document stores it. */
export function newCode({ quirks }: ImportContext, code: string): string {
  return quirks.importedCodes === "upper-case" ? code.toUpperCase() : code;
}

/** A record that is open in somebody's window cannot be changed (manual; the wording is inferred). @throws ImportRefused */
export function requireUnlocked({ locked }: ImportContext, table: string, { seq }: SimRow): void {
  if (locked.has(table, seq)) throw new ImportRefused(`The ${table} record ${seq} is in use by another user`);
}

export function tally(outcomes: readonly Outcome[]): Tally {
  const count = (kind: Outcome["kind"]) => outcomes.filter((outcome) => outcome.kind === kind).length;
  return { created: count("created"), updated: count("updated") + count("deleted"), last: outcomes.at(-1)?.seq ?? 0 };
}
