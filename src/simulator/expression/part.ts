import type { TableSchema } from "../../domain/schema/schema.ts";
import type { Dialect, Evaluate } from "./function-spec.ts";
import type { Value } from "./value.ts";

/** A compiled part of an expression: a constant, known already, or something to run on each record. */
export type Part = { readonly constant: Value } | { readonly run: Evaluate };

export interface CompileOptions {
  /** The table whose fields the names are; null: none is known, names are resolved while evaluating. */
  readonly table: TableSchema | null;
  readonly dialect: Dialect;
  /** How many expressions deep this one was found in another's text argument. */
  readonly depth: number;
}

export function runOf(part: Part): Evaluate {
  return "run" in part ? part.run : () => part.constant;
}
