import type { FunctionSpec } from "./function-spec.ts";
import { LOOKUP_FUNCTIONS } from "./functions-lookup.ts";
import { SCHEMA_FUNCTIONS } from "./functions-schema.ts";
import { TEXT_FUNCTIONS } from "./functions-text.ts";
import { TIME_FUNCTIONS } from "./functions-time.ts";

/** Every function by lower-case name. `exists()` and `contains` are not in the manual, so they are not here. */
export const FUNCTIONS: ReadonlyMap<string, FunctionSpec> = new Map([
  ...TEXT_FUNCTIONS,
  ...TIME_FUNCTIONS,
  ...SCHEMA_FUNCTIONS,
  ...LOOKUP_FUNCTIONS,
]);
