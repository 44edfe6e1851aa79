import type { TableName } from "../ids.ts";

/** An element that exports of a table have shown: `phone`, `detail.gross`. */
export interface KnownField {
  readonly name: string;
  /** Host wall clock, ms, when it was first seen. */
  readonly firstAt: number;
  /** Since when exports do not have it any more; null: they have it. */
  readonly goneAt: number | null;
}

/** What a run learned about the fields of one table. */
export interface FieldsNote {
  readonly table: TableName;
  /** Host wall clock, ms. */
  readonly at: number;
  /** Never seen before. */
  readonly appeared: readonly string[];
  /** Seen before, and not any more. */
  readonly vanished: readonly string[];
  /** Gone before, and there again. */
  readonly returned: readonly string[];
}

/** The part of staging that knows which fields the exports show. Filling staging from git leaves it as it is. */
export interface StagedFields {
  /** By name. */
  knownFields(table: TableName): readonly KnownField[];
  noteFields(note: FieldsNote): void;
}
