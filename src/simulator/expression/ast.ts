import type { Operator } from "./arithmetic.ts";
import type { Comparison } from "./compare.ts";
import type { Value } from "./value.ts";

/** An expression as parsed. Names are lower case. */
export type Node =
  | { readonly kind: "constant"; readonly value: Value }
  /** `'…'`: read in the locale of the server that evaluates it. */
  | { readonly kind: "localeDate"; readonly text: string }
  | { readonly kind: "name"; readonly name: string; readonly position: number }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Node[]; readonly position: number }
  | { readonly kind: "not"; readonly operand: Node }
  | { readonly kind: "negate"; readonly operand: Node }
  | { readonly kind: "arithmetic"; readonly operator: Operator; readonly left: Node; readonly right: Node }
  | { readonly kind: "comparison"; readonly operator: Comparison; readonly left: Node; readonly right: Node }
  | { readonly kind: "logic"; readonly operator: "and" | "or"; readonly left: Node; readonly right: Node };
