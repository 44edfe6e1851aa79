import type { Scope } from "./scope.ts";
import type { FieldValue, Value } from "./value.ts";

/** What a version of MoneyWorks can do; tests take things away to see what a client falls back to. */
export interface Dialect {
  /** Functions, in lower case, that this version does not have: `timestamp` came with 9.0.4. */
  readonly missing: ReadonlySet<string>;
  /** Whether TextToDate reads `YYYYMMDDHHMMSS`; otherwise it gives the blank date, as for any text it cannot read. */
  readonly fourteenDigits: boolean;
}

/** An expression ready to run on one record. */
export type Evaluate = (scope: Scope) => FieldValue;

/** What a function may use beside its arguments. */
export interface CallContext {
  readonly scope: Scope;
  readonly dialect: Dialect;
  /**
   * Compiles an expression that arrived as a text argument.
   * @param table the lower-case table that its names belong to
   * @throws ExpressionError
   */
  compile(text: string, table: string): Evaluate;
}

export interface FunctionSpec {
  readonly min: number;
  readonly max: number;
  /** Whether the result depends on nothing but these arguments, so that it is computed once and not for each record. */
  readonly isConstant: (args: readonly Value[], dialect: Dialect) => boolean;
  readonly call: (args: readonly Value[], context: CallContext) => Value;
}
