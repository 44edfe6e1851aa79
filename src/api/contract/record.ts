import { Type } from "@sinclair/typebox";
import { Count, ModtimeText, nullable, OidText, TableText, Time, type Wire } from "./basics.ts";

const Field = Type.Object({ name: Type.String(), value: Type.String(), system: Type.Boolean() });

/** `GET /records/:table/:key` as JSON; as XML it is the canonical file. Private values are `(private)` in both. */
export const RecordDetail = Type.Object({
  table: TableText,
  key: Type.String(),
  /** The commit of main that it is read from, and when that was made. */
  commit: OidText,
  at: Time,
  fields: Type.Array(Field),
  subfiles: Type.Array(
    Type.Object({
      name: Type.String(),
      element: Type.String(),
      rows: Type.Array(Type.Object({ fields: Type.Array(Field), system: Type.Boolean() })),
    }),
  ),
});
export type RecordDetail = Wire<typeof RecordDetail>;

export const RecordSummary = Type.Object({
  key: Type.String(),
  /** null: not read since staging was filled from git. */
  seq: nullable(Count),
  modtime: nullable(ModtimeText),
  /** Where the search text was found, a long value cut around it; null: in the key, or nothing was searched for. */
  found: nullable(Type.Object({ field: Type.String(), value: Type.String() })),
});
export type RecordSummary = Wire<typeof RecordSummary>;

/** `GET /records/:table`: ascending by key. A search: first those whose key holds the text, then those of whose fields one does. */
export const RecordList = Type.Object({
  table: TableText,
  /** Of the table, all told. */
  total: Count,
  records: Type.Array(RecordSummary),
  /** Records whose fields were looked at for this page: a search stops after a while, found or not, and goes on at `next`. */
  scanned: Count,
  /** For `?after=`, with the same search; null: these were the last. */
  next: nullable(Type.String()),
});
export type RecordList = Wire<typeof RecordList>;
