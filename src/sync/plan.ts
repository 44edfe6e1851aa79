import type { Modtime, TableName } from "../domain/ids.ts";
import type { RunKind, TableMarker } from "../domain/run.ts";
import type { TableSchema } from "../domain/schema/schema.ts";

export interface RunPlan {
  /** `full` when every table is read whole, whatever was asked for. */
  readonly kind: RunKind;
  /** First word of the commits' subjects. */
  readonly verb: RunKind | "backfill";
  /** `pollSince` is the marker to poll from; null: the table is read whole. */
  readonly tables: readonly { readonly schema: TableSchema; readonly pollSince: Modtime | null }[];
}

export interface PlanInput {
  readonly schemas: readonly TableSchema[];
  readonly kind: RunKind;
  readonly markers: readonly TableMarker[];
  /** Tables that polls may not go on with before one read of the whole table went through. */
  readonly unfinished: ReadonlySet<TableName>;
}

/** A poll reads what its marker allows; a table without a marker, or with a whole read before it, is read whole. */
export function planRun({ schemas, kind, markers, unfinished }: PlanInput): RunPlan {
  const known = new Map(markers.map(({ table, marker }) => [table, marker]));
  const tables = schemas.map((schema) => {
    const marker = known.get(schema.table) ?? null;
    return { schema, marker, pollSince: kind === "full" || unfinished.has(schema.table) ? null : marker };
  });
  const first = tables.some(({ marker }) => marker === null);
  const whole = tables.every(({ pollSince }) => pollSince === null);
  return { kind: whole ? "full" : "poll", verb: first ? "backfill" : whole ? "full" : kind, tables };
}
