import { toText } from "./convert.ts";
import { ExpressionError } from "./error.ts";
import { lineCount, lineOf } from "./lines.ts";
import type { Scope } from "./scope.ts";
import { type Expression, type ParseOptions, parseExpression } from "./search.ts";
import type { FieldValue } from "./value.ts";

/** A custom export format: literal text and expressions in turn. */
export interface Format {
  readonly parts: readonly (string | Expression)[];
}

const METACHARACTER = /\\(?:x([0-9A-Fa-f]{2})|([trn\\]))/g;
const LETTERS: ReadonlyMap<string, string> = new Map([
  ["t", "\t"],
  ["r", "\r"],
  ["n", "\n"],
  ["\\", "\\"],
]);
/** The end of `[…]`, stepping over texts that may hold a bracket. */
const EXPRESSION = /\[((?:[^\]"`']|"(?:[^"\\]|\\.)*"|`[^`]*`|'[^']*')*)\]/sy;
/** `Detail:Account` (manual), which a search spells `detail.account`. */
const LINE_FIELD = /^\s*([A-Za-z]\w*)\s*:\s*([A-Za-z]\w*)\s*$/;

/**
 * Reads a custom format (manual): everything outside `[…]` is literal, `[expr]` is an expression, and `\t \r \n \xHH
 * \\` are metacharacters of the literal text. Any other backslash stands for itself.
 * @throws ExpressionError for an open `[` or an expression that MoneyWorks would not take
 */
export function parseFormat(text: string, options: ParseOptions = {}): Format {
  const parts: (string | Expression)[] = [];
  let position = 0;
  while (position < text.length) {
    const open = text.indexOf("[", position);
    const literal = text.slice(position, open < 0 ? text.length : open);
    if (literal !== "") parts.push(decode(literal));
    if (open < 0) break;
    const [expression, end] = expressionAt(text, open, options);
    parts.push(expression);
    position = end;
  }
  return { parts };
}

function expressionAt(text: string, open: number, options: ParseOptions): [expression: Expression, end: number] {
  const pattern = new RegExp(EXPRESSION);
  pattern.lastIndex = open;
  const match = pattern.exec(text);
  if (match === null) throw new ExpressionError("unclosed [", open);
  const [whole, source = ""] = match;
  return [parseExpression(source.replace(LINE_FIELD, "$1.$2"), options), open + whole.length];
}

function decode(literal: string): string {
  return literal.replace(METACHARACTER, (whole, hex: string | undefined, letter: string | undefined) =>
    hex === undefined ? (LETTERS.get(letter ?? "") ?? whole) : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/**
 * One record in a custom format; nothing is added before or after. A format that names a field of the lines is
 * printed once for each line (inferred): so is a transaction without lines not printed at all.
 * @throws ExpressionError for names that exist only when evaluated and do not
 */
export function renderFormat(format: Format, scope: Scope): string {
  const values = format.parts.map((part) => (typeof part === "string" ? part : part.run(scope)));
  const lines = lineCount(values.filter((value): value is FieldValue => typeof value !== "string"));
  let text = "";
  for (let line = 0; line < lines; line += 1) {
    for (const value of values) text += typeof value === "string" ? value : toText(lineOf(value, line), scope.locale);
  }
  return text;
}
