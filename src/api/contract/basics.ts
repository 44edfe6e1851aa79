import { type Static, type TSchema, type TUnsafe, Type } from "@sinclair/typebox";

/** A value or null: null is said, never left out. */
export function nullable<T extends TSchema>(schema: T) {
  return Type.Union([schema, Type.Null()]);
}

/** One of a few words. */
export function words<const T extends readonly string[]>(...all: T): TUnsafe<T[number]> {
  return Type.Unsafe<T[number]>(Type.Union(all.map((word) => Type.Literal(word))));
}

/** ISO 8601 in UTC with milliseconds: `2025-03-31T17:45:00.000Z`. */
export const Time = Type.String({ format: "date-time" });
/** 14 digits on the server's own clock. */
export const ModtimeText = Type.String({ pattern: "^\\d{14}$" });
/** A git object id. */
export const OidText = Type.String({ pattern: "^[0-9a-f]{40}$" });
/** A UUIDv7; ids sort by time. */
export const RunIdText = Type.String({ format: "uuid" });
export const TableText = Type.String({ pattern: "^[a-z][a-z0-9]{0,30}$" });
export const Count = Type.Integer({ minimum: 0 });

/** The type of what goes over the wire in this form; nobody changes it on the way. */
export type Wire<T extends TSchema> = Frozen<Static<T>>;
type Frozen<T> = T extends readonly (infer U)[]
  ? readonly Frozen<U>[]
  : T extends object
    ? { readonly [K in keyof T]: Frozen<T[K]> }
    : T;
