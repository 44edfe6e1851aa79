import type { Node } from "./ast.ts";
import { ExpressionError } from "./error.ts";
import type { CallContext, Evaluate } from "./function-spec.ts";
import { FUNCTIONS } from "./functions.ts";
import { lineCount, lineOf } from "./lines.ts";
import { type CompileOptions, type Part, runOf } from "./part.ts";
import type { Scope } from "./scope.ts";
import { type FieldValue, isLines, type Value } from "./value.ts";

/** Compiles an expression found in a text argument, for a table, one level deeper. */
type CompileText = (text: string, table: string) => Evaluate;

type Call = (args: readonly Value[], scope: Scope) => Value;

const MAX_CACHED = 64;

/** Where constants are computed: there is no record, and nothing constant may ask for one. */
const NOWHERE: Scope = {
  id: 0,
  locale: "nz",
  field: () => null,
  global: () => null,
  table: () => null,
  now: () => {
    throw new ExpressionError("no clock here");
  },
};

/** @throws ExpressionError for an unknown function or a wrong number of arguments */
export function callPart(
  node: Extract<Node, { kind: "call" }>,
  args: readonly Part[],
  { dialect, compileText }: CompileOptions & { readonly compileText: CompileText },
): Part {
  const spec = dialect.missing.has(node.name) ? undefined : FUNCTIONS.get(node.name);
  if (spec === undefined) throw new ExpressionError(`unknown function "${node.name}"`, node.position);
  if (args.length < spec.min || args.length > spec.max) {
    throw new ExpressionError(`${node.name} does not take ${args.length} arguments`, node.position);
  }
  const compile = cached(compileText);
  const call: Call = (values, scope) => spec.call(values, { scope, dialect, compile } satisfies CallContext);
  return (
    constantCall(args, (values) => (spec.isConstant(values, dialect) ? call(values, NOWHERE) : null)) ??
    rowCall(args, call)
  );
}

function constantCall(args: readonly Part[], call: (values: readonly Value[]) => Value | null): Part | null {
  const constants = args.flatMap((arg) => ("constant" in arg ? [arg.constant] : []));
  const constant = constants.length === args.length ? call(constants) : null;
  return constant === null ? null : { constant };
}

function rowCall(args: readonly Part[], call: Call): Part {
  const runs = args.map(runOf);
  return {
    run: (scope) =>
      callLines(
        runs.map((run) => run(scope)),
        (values) => call(values, scope),
      ),
  };
}

/** A function of a line field is called for each line. */
function callLines(values: readonly FieldValue[], call: (values: readonly Value[]) => Value): FieldValue {
  if (!values.some(isLines)) return call(values as readonly Value[]);
  return Array.from({ length: lineCount(values) }, (_, index) => call(values.map((value) => lineOf(value, index))));
}

/** The same text argument comes with every record: it is compiled once. */
function cached(compileText: CompileText): CompileText {
  const compiled = new Map<string, Evaluate>();
  return (text, table) => {
    const key = `${table}\n${text}`;
    const found = compiled.get(key);
    if (found !== undefined) return found;
    const evaluate = compileText(text, table);
    if (compiled.size >= MAX_CACHED) compiled.clear();
    compiled.set(key, evaluate);
    return evaluate;
  };
}
