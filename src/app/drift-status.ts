import type { TableName } from "../domain/ids.ts";
import type { Staging } from "../domain/ports/staging.ts";
import type { KnownField } from "../domain/ports/staging-fields.ts";
import { kindOf } from "../sync/drift.ts";
import { iso } from "./iso.ts";

/** Fields of one table's exports that came or went. */
export interface TableDrift {
  readonly table: TableName;
  /** Seen before, and not any more. */
  readonly gone: readonly DriftedField[];
  /** Seen for the first time in the last 30 days, when others of their kind had been seen before. */
  readonly appeared: readonly DriftedField[];
}

export interface DriftedField {
  readonly name: string;
  readonly since: string;
}

const NEW_MS = 30 * 86_400_000;

/** Tables without drift are left out. @param now host wall clock, ms */
export function readDrift(staging: Staging, now: number): readonly TableDrift[] {
  return staging.markers().flatMap(({ table }) => {
    const fields = staging.knownFields(table);
    const gone = fields.flatMap(({ name, goneAt }) => (goneAt === null ? [] : [{ name, since: iso(goneAt) }]));
    const appeared = newFields(fields, now).map(({ name, firstAt }) => ({ name, since: iso(firstAt) }));
    return gone.length + appeared.length === 0 ? [] : [{ table, gone, appeared }];
  });
}

/** The first fields of records, and the first of lines, are not news. */
function newFields(fields: readonly KnownField[], now: number): readonly KnownField[] {
  const began = new Map<string, number>();
  for (const { name, firstAt } of fields) {
    const kind = kindOf(name);
    began.set(kind, Math.min(firstAt, began.get(kind) ?? firstAt));
  }
  return fields.filter(({ name, firstAt, goneAt }) => {
    const first = began.get(kindOf(name)) ?? firstAt;
    return goneAt === null && firstAt > first && now - firstAt < NEW_MS;
  });
}
