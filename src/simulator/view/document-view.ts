import type { TableName } from "../../domain/ids.ts";
import { SCHEMA, type TableSchema } from "../../domain/schema/schema.ts";
import type { Locale, Moment, Scope } from "../expression/scope.ts";
import type { FieldValue, Value } from "../expression/value.ts";
import type { SimDocument } from "../store/document.ts";
import { fieldNumber, type SimRow } from "../store/row.ts";
import type { Reader, Readers } from "./readers.ts";

/** What one request sees of the document. */
export interface ViewContext {
  readonly document: SimDocument;
  readonly readers: Readers;
  readonly moment: Moment;
  readonly locale: Locale;
  /** Values of DocUUID, Version … by lower-case name. */
  readonly globals: ReadonlyMap<string, Value>;
  /** Records above it are silently absent (manual); Infinity: none are. */
  readonly securityLevel: number;
  readonly missingTables: readonly string[];
}

/** The document through one user's eyes, at one moment. */
export class DocumentView {
  readonly context: ViewContext;

  constructor(context: ViewContext) {
    this.context = context;
  }

  /** @param name any letter case @returns null for a table that this server does not have */
  schema(name: string): TableSchema | null {
    const table = name.toLowerCase();
    if (this.context.missingTables.includes(table)) return null;
    return SCHEMA.get(table as TableName) ?? null;
  }

  /** Whether every record is visible: then no row needs to be looked at. */
  get unrestricted(): boolean {
    return this.context.securityLevel === Number.POSITIVE_INFINITY;
  }

  /** A line is hidden with its transaction (inferred). */
  sees(row: SimRow): boolean {
    if (this.unrestricted) return true;
    const { document, securityLevel } = this.context;
    if (fieldNumber(row, "securitylevel") > securityLevel) return false;
    const parent = row.parent === undefined ? undefined : document.table("transaction").get(row.parent);
    return parent === undefined || fieldNumber(parent, "securitylevel") <= securityLevel;
  }

  scope(table: string, row: SimRow): Scope {
    return new RowScope(this, row, this.context.readers.get(table) ?? new Map());
  }

  /** What `evaluate` sees: no record. */
  nowhere(): Scope {
    return new RowScope(this, { seq: 0, slot: 0, modtime: "", fields: {} }, new Map());
  }

  *scopes(table: string): Iterable<Scope> {
    for (const row of this.context.document.table(table).bySlot()) if (this.sees(row)) yield this.scope(table, row);
  }
}

class RowScope implements Scope {
  readonly #view: DocumentView;
  readonly #row: SimRow;
  readonly #readers: ReadonlyMap<string, Reader>;

  constructor(view: DocumentView, row: SimRow, readers: ReadonlyMap<string, Reader>) {
    this.#view = view;
    this.#row = row;
    this.#readers = readers;
  }

  get id(): number {
    return this.#row.seq;
  }

  get locale(): Locale {
    return this.#view.context.locale;
  }

  field(name: string): FieldValue | null {
    return this.#readers.get(name)?.(this.#row, this.#view.context.document) ?? null;
  }

  global(name: string): Value | null {
    return this.#view.context.globals.get(name) ?? null;
  }

  now(): Moment {
    return this.#view.context.moment;
  }

  table(name: string): Iterable<Scope> | null {
    return this.#view.schema(name) === null ? null : this.#view.scopes(name);
  }
}
