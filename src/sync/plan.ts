import type { Modtime, TableName } from "../domain/ids.ts";
import type { RunKind, TableMarker } from "../domain/run.ts";
import type { TableSchema } from "../domain/schema/schema.ts";

/** How one table is read: every record, what was modified since its marker, or numbers and stamps alone. */
export type Way =
  | { readonly kind: "whole" }
  | { readonly kind: "poll"; readonly marker: Modtime }
  | { readonly kind: "sweep" };

export interface TablePlan {
  readonly schema: TableSchema;
  readonly way: Way;
}

export interface RunPlan {
  /** `full` when every table is read whole, whatever was asked for. */
  readonly kind: RunKind;
  /** First word of the commits' subjects. */
  readonly verb: RunKind | "backfill";
  readonly tables: readonly TablePlan[];
  /** A poll would do the same with each table: it can go on with what this run leaves, so this run may yield. */
  readonly isAsPoll: boolean;
}

export interface PlanInput {
  readonly schemas: readonly TableSchema[];
  readonly kind: RunKind;
  readonly markers: readonly TableMarker[];
  /** Tables that have to be read whole before polls and sweeps may go on. */
  readonly unfinished: ReadonlySet<TableName>;
  /** The server makes lists of numbers and stamps; without them a sweep reads whole tables. */
  readonly lists: boolean;
}

/** A poll reads what its marker allows; a table without a marker, or with a whole read before it, is read whole. */
export function planRun({ schemas, kind, markers, unfinished, lists }: PlanInput): RunPlan {
  const known = new Map(markers.map(({ table, marker }) => [table, marker]));
  const isOpen = (table: TableName) => (known.get(table) ?? null) === null || unfinished.has(table);
  const wayOf = (table: TableName): Way => {
    const marker = known.get(table) ?? null;
    if (marker === null || unfinished.has(table) || kind === "full") return { kind: "whole" };
    if (kind === "poll") return { kind: "poll", marker };
    return lists ? { kind: "sweep" } : { kind: "whole" };
  };
  const tables = schemas.map((schema) => ({ schema, way: wayOf(schema.table) }));
  const first = schemas.some(({ table }) => (known.get(table) ?? null) === null);
  const whole = tables.every(({ way }) => way.kind === "whole");
  const isAsPoll = kind === "poll" || schemas.every(({ table }) => isOpen(table));
  return { kind: whole ? "full" : kind, verb: first ? "backfill" : whole ? "full" : kind, tables, isAsPoll };
}
