import type { Node } from "./ast.ts";
import { ExpressionError } from "./error.ts";
import { CONSTANTS, fieldName, GLOBALS } from "./names.ts";
import type { CompileOptions, Part } from "./part.ts";
import { textValue } from "./value.ts";

/** @throws ExpressionError for a name that is neither a field of the table nor a global */
export function namePart({ name, position }: Extract<Node, { kind: "name" }>, { table }: CompileOptions): Part {
  if (CONSTANTS.has(name)) return { constant: textValue(name) };
  if (table === null) return { run: (scope) => scope.field(name) ?? scope.global(name) ?? unknown(name, null) };
  const field = fieldName(table, name);
  if (field !== null) return { run: (scope) => scope.field(field) ?? unknown(field, null) };
  if (!GLOBALS.has(name)) return unknown(name, position);
  return { run: (scope) => scope.global(name) ?? unknown(name, null) };
}

function unknown(name: string, position: number | null): never {
  throw new ExpressionError(`unknown name "${name}"`, position);
}
