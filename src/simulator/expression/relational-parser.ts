import { ExpressionError } from "./error.ts";
import { type Expression, type ParseOptions, parseExpression } from "./search.ts";

/** One step of a relational search. */
export type Step =
  /** `[Name:state="NSW"]`, `[Payments.cashtrans:amount>5]`, `[Transaction]`. */
  | {
      readonly kind: "select";
      readonly table: string;
      /** The link's field, when it is named. */
      readonly field: string | null;
      /** null: every record. */
      readonly expression: Expression | null;
    }
  | { readonly kind: "operation"; readonly operation: Operation };

/** `!` not selected, `^` push, `*` intersection with and `+` union with the selection pushed last (manual). */
export type Operation = "!" | "^" | "*" | "+";

const STEP = /\s*(?:\[\s*([!^*+])\s*\]|([!^*+])|\[((?:[^[\]"`']|"(?:[^"\\]|\\.)*"|`[^`]*`|'[^']*')*)\])\s*/sy;
const SELECTION = /^\s*([A-Za-z]\w*)(?:\.([A-Za-z]\w*))?\s*(?::(.*))?$/s;

/**
 * Splits `[Name:state="NSW"][Transaction:gross<50]` into its steps. Operations are taken in brackets and bare: the
 * manual shows `[!]`, of the others only the sign is known.
 * @throws ExpressionError
 */
export function parseSteps(text: string, options: ParseOptions): Step[] {
  const steps: Step[] = [];
  const pattern = new RegExp(STEP);
  let position = 0;
  while (position < text.length) {
    pattern.lastIndex = position;
    const match = pattern.exec(text);
    if (match === null) throw new ExpressionError("bad relational search", position);
    steps.push(stepOf(match, options));
    position += match[0].length;
  }
  return steps;
}

function stepOf([, bracketed, bare, selection]: RegExpExecArray, options: ParseOptions): Step {
  const operation = bracketed ?? bare;
  if (operation !== undefined) return { kind: "operation", operation: operation as Operation };
  const match = SELECTION.exec(selection ?? "");
  if (match === null) throw new ExpressionError(`bad relational term "${selection ?? ""}"`);
  const [, name = "", field, expression] = match;
  const table = name.toLowerCase();
  const parsed = parseExpression(expression?.trim() ? expression : "1", { ...options, table });
  return { kind: "select", table, field: field?.toLowerCase() ?? null, expression: expression?.trim() ? parsed : null };
}
