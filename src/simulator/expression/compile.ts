import type { TableName } from "../../domain/ids.ts";
import { SCHEMA } from "../../domain/schema/schema.ts";
import { calculate } from "./arithmetic.ts";
import type { Node } from "./ast.ts";
import { parseLocaleDate } from "./calendar.ts";
import { compare } from "./compare.ts";
import { comparedWith } from "./compare-constant.ts";
import { callPart } from "./compile-call.ts";
import { namePart } from "./compile-name.ts";
import { isTrue, toNumber } from "./convert.ts";
import { ExpressionError } from "./error.ts";
import type { Evaluate } from "./function-spec.ts";
import { mapLines, mapPair, someOf } from "./lines.ts";
import { parse } from "./parser.ts";
import { type CompileOptions, type Part, runOf } from "./part.ts";
import type { Scope } from "./scope.ts";
import { booleanValue, dateValue, type FieldValue, isLines, numberValue, type Value } from "./value.ts";

/** Find inside Find inside …: a field's text could hold an expression that names that field. */
const MAX_NESTED = 8;

/**
 * Turns an expression into closures, with the constant parts computed once.
 * @throws ExpressionError for unknown functions, wrong argument counts and, with a table, unknown names
 */
export function compile(node: Node, options: CompileOptions): Evaluate {
  return runOf(partOf(node, options));
}

function partOf(node: Node, options: CompileOptions): Part {
  switch (node.kind) {
    case "constant":
      return { constant: node.value };
    case "localeDate":
      return { run: (scope) => localeDate(node.text, scope) };
    case "name":
      return namePart(node, options);
    case "call":
      return callOf(node, options);
    case "not":
      return notPart(partOf(node.operand, options));
    case "negate":
      return negatePart(partOf(node.operand, options));
    case "arithmetic":
      return arithmeticPart(node, options);
    case "comparison":
      return comparisonPart(node, options);
    case "logic":
      return logicPart(node, options);
  }
}

function callOf(node: Extract<Node, { kind: "call" }>, options: CompileOptions): Part {
  const args = node.args.map((arg) => partOf(arg, options));
  const compileText = (text: string, table: string) => compileNested(text, table, options);
  return callPart(node, args, { ...options, compileText });
}

function compileNested(text: string, table: string, options: CompileOptions): Evaluate {
  const depth = options.depth + 1;
  if (depth > MAX_NESTED) throw new ExpressionError("expressions nested too deeply");
  return compile(parse(text), { ...options, table: SCHEMA.get(table as TableName) ?? null, depth });
}

function localeDate(text: string, scope: Scope): Value {
  const date = parseLocaleDate(text, scope.locale);
  if (date === null) throw new ExpressionError(`"${text}" is no date on this server`);
  return dateValue(date);
}

/** `not` of a line comparison is true when no line matches. */
function notPart(operand: Part): Part {
  if ("constant" in operand) return { constant: booleanValue(!isTrue(operand.constant)) };
  return { run: (scope) => booleanValue(!someOf(operand.run(scope), isTrue)) };
}

function negatePart(operand: Part): Part {
  const negate = (value: Value) => numberValue(-toNumber(value));
  if ("constant" in operand) return { constant: negate(operand.constant) };
  return { run: (scope) => mapLines(operand.run(scope), negate) };
}

function arithmeticPart(node: Extract<Node, { kind: "arithmetic" }>, options: CompileOptions): Part {
  const { operator } = node;
  const [left, right] = [partOf(node.left, options), partOf(node.right, options)];
  if (isNumber(left) && isNumber(right)) return { constant: calculate(operator, left.constant, right.constant, "nz") };
  const [runLeft, runRight] = [runOf(left), runOf(right)];
  return {
    run: (scope) => mapPair(runLeft(scope), runRight(scope), (a, b) => calculate(operator, a, b, scope.locale)),
  };
}

/** Numbers and their results read the same in every locale. */
function isNumber(part: Part): part is { readonly constant: Value } {
  return "constant" in part && part.constant.kind === "number";
}

function comparisonPart(node: Extract<Node, { kind: "comparison" }>, options: CompileOptions): Part {
  const { operator } = node;
  const [left, right] = [runOf(partOf(node.left, options)), partOf(node.right, options)];
  if ("constant" in right) return constantComparison(left, comparedWith(operator, right.constant));
  const runRight = right.run;
  return {
    run: (scope) => anyPair(left(scope), runRight(scope), (a, b) => compare(operator, a, b, scope.locale)),
  };
}

function constantComparison(left: Evaluate, test: ReturnType<typeof comparedWith>): Part {
  return {
    run: (scope) => {
      const value = left(scope);
      if (isLines(value)) return booleanValue(value.some((line) => test(line, scope.locale)));
      return booleanValue(test(value, scope.locale));
    },
  };
}

function anyPair(left: FieldValue, right: FieldValue, test: (a: Value, b: Value) => boolean): Value {
  return booleanValue(
    someOf(
      mapPair(left, right, (a, b) => booleanValue(test(a, b))),
      isTrue,
    ),
  );
}

function logicPart(node: Extract<Node, { kind: "logic" }>, options: CompileOptions): Part {
  const [left, right] = [runOf(partOf(node.left, options)), runOf(partOf(node.right, options))];
  if (node.operator === "and") {
    return { run: (scope) => booleanValue(someOf(left(scope), isTrue) && someOf(right(scope), isTrue)) };
  }
  return { run: (scope) => booleanValue(someOf(left(scope), isTrue) || someOf(right(scope), isTrue)) };
}
