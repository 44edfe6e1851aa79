import type { Modtime } from "./ids.ts";

/**
 * One field. `value` is the text exactly as MoneyWorks wrote it, with the characters that XML 1.0 forbids held in
 * the reversible form of canonical/protect.ts. Blank fields do not exist in this model.
 */
export interface Field {
  readonly name: string;
  readonly value: string;
  /** MoneyWorks owns it: it is marked `system="true"` and cannot be imported. */
  readonly system: boolean;
}

/** Fields in ascending order of name (UTF-16 code units), no name twice, `lastmodifiedtime` left out. */
export interface Row {
  readonly fields: readonly Field[];
}

/** Rows that live inside a record: `<subfile name="Detail">` holds `<detail>` rows, ordered by their `sort`. */
export interface Subfile {
  readonly name: string;
  readonly element: string;
  readonly rows: readonly SubfileRow[];
}

export interface SubfileRow extends Row {
  /** MoneyWorks made this row itself (`<detail system="true">`). */
  readonly system: boolean;
}

/** One MoneyWorks record, in the form that canonical XML prints: a pure value, equal content is equal structure. */
export interface MwRecord {
  /** Lower-case element name: `name`, `transaction`. */
  readonly element: string;
  readonly fields: readonly Field[];
  readonly subfiles: readonly Subfile[];
}

/** A record as it came from the server, with what canonical XML leaves out. */
export interface SourceRecord {
  /** `sequencenumber`: the stable number of the record within its table. */
  readonly seq: number;
  readonly modtime: Modtime;
  readonly record: MwRecord;
}

export type Operation = "added" | "changed" | "deleted";

/** One field that differs between two states of a record. `field` is a path: `phone`, `detail[2].gross`. */
export interface FieldChange {
  readonly field: string;
  /** null: the field was blank or absent. */
  readonly old: string | null;
  readonly new: string | null;
}
