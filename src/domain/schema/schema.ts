import type { TableName } from "../ids.ts";
import data from "./schema.json" with { type: "json" };

/** `N` number, `T` text, `A` short code that takes no wildcards, `D` date, `S` timestamp, `B` boolean. */
export type FieldKind = "N" | "T" | "A" | "D" | "S" | "B";
export type StorageType =
  | "long"
  | "short"
  | "byte"
  | "double"
  | "float"
  | "decimal"
  | "string"
  | "char2"
  | "char4"
  | "date"
  | "time"
  | "boolean";

export interface FieldSchema {
  readonly name: string;
  readonly kind: FieldKind;
  readonly type: StorageType;
  /** Most characters a text holds; 0 where there is no limit known. */
  readonly size: number;
  /** true: MoneyWorks takes it from an import; false: it does not; null: nobody knows. */
  readonly importable: boolean | null;
  readonly system: boolean;
  /** false: in the vendor's schema and in plain-text exports, never in XML. */
  readonly inXml: boolean;
  readonly indexed: boolean;
  readonly mutable: "freely" | "conditionally" | null;
  /** Computed by MoneyWorks, not stored (detail.net). */
  readonly pseudo: boolean;
}

export interface TableSchema {
  readonly table: TableName;
  /** The record element in XML, lower case. */
  readonly record: string;
  /** The vendor's capitalisation, as in `<table name="TaxRate">`. */
  readonly name: string;
  /** The one field whose value is the natural key; `sequencenumber` where no single code is known to be unique. */
  readonly key: string;
  readonly subfiles: readonly TableName[];
  /** Before every field's name in XML and search expressions: `detail.`; empty for most tables. */
  readonly prefix: string;
  readonly prefixExcept: readonly string[];
  /** In the vendor's order. */
  readonly fields: readonly FieldSchema[];
  readonly field: ReadonlyMap<string, FieldSchema>;
}

type RawField = [name: string, kind: string, type: string, size: number, flags: string];
interface RawTable {
  record: string;
  name: string;
  key: string[];
  keyConfidence: string;
  subfiles: string[];
  prefix?: string;
  prefixExcept?: string[];
  fields: RawField[];
}

/** Every table of MoneyWorks 9.2 as far as it is known: from the vendor's schema, and where it lacks a table, from the manual. Real servers may have more or fewer fields. */
export const SCHEMA: ReadonlyMap<TableName, TableSchema> = new Map(
  Object.entries(data as unknown as Record<string, RawTable>).map(([table, raw]) => [
    table as TableName,
    tableSchema(table as TableName, raw),
  ]),
);

function tableSchema(table: TableName, raw: RawTable): TableSchema {
  const fields = raw.fields.map(fieldSchema);
  return {
    table,
    record: raw.record,
    name: raw.name,
    key: naturalKey(table, raw),
    subfiles: raw.subfiles as TableName[],
    prefix: raw.prefix ?? "",
    prefixExcept: raw.prefixExcept ?? [],
    fields,
    field: new Map(fields.map((field) => [field.name, field])),
  };
}

/**
 * A code is a key only where the manual says that it is unique and it is a single field. `general` repeats blank
 * codes in exports, and the pairs of payments, ledger, link and lists are not known to be unique.
 */
function naturalKey(table: string, raw: RawTable): string {
  const [code, ...more] = raw.key;
  const unique = raw.keyConfidence === "manual" && more.length === 0 && table !== "general";
  return unique && code !== undefined ? code : "sequencenumber";
}

function fieldSchema([name, kind, type, size, flags]: RawField): FieldSchema {
  return {
    name,
    kind: kind as FieldKind,
    type: type as StorageType,
    size,
    importable: flags.includes("i") ? true : flags.includes("n") ? false : null,
    system: flags.includes("s"),
    inXml: !flags.includes("x"),
    indexed: flags.includes("k"),
    mutable: flags.includes("m") ? "freely" : flags.includes("c") ? "conditionally" : null,
    pseudo: flags.includes("p"),
  };
}
