import { Type } from "@sinclair/typebox";
import { Count, nullable, OidText, RunIdText, TableText, Time, type Wire, words } from "./basics.ts";

/** A line of the field-level change log. Private values are `(private)`. */
export const Change = Type.Object({
  /** Ascends in the order of writing. */
  id: Count,
  at: Time,
  run: RunIdText,
  /** null until the commit that carries it exists. */
  commit: nullable(OidText),
  table: TableText,
  key: Type.String(),
  operation: words("added", "changed", "deleted"),
  /** `phone`, `detail[2].gross`; null for a whole record. */
  field: nullable(Type.String()),
  /** null: blank or absent. */
  old: nullable(Type.String()),
  new: nullable(Type.String()),
});
export type Change = Wire<typeof Change>;

/**
 * `GET /changes`: with `since` oldest first, else newest first. A page may hold fewer than were asked for, even none, and have a cursor to
 * go on with: what is rare is looked for a bounded time. `since=0` is the beginning of the log.
 */
export const ChangeList = Type.Object({
  changes: Type.Array(Change),
  /** For `?since=`: everything up to here was told. Always there, so that a feed can go on. */
  since: Type.String(),
  /** For `?before=`, older ones; null with `since`, or when these were the last. */
  before: nullable(Type.String()),
  /** With `since`: more is there already. */
  more: Type.Boolean(),
});
export type ChangeList = Wire<typeof ChangeList>;
