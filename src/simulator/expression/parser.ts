import type { Operator } from "./arithmetic.ts";
import type { Node } from "./ast.ts";
import { parseLocaleDate } from "./calendar.ts";
import type { Comparison } from "./compare.ts";
import { ExpressionError } from "./error.ts";
import { type Token, tokenize } from "./lexer.ts";
import { numberValue, textValue } from "./value.ts";

/** Nesting that a person writes is below ten; the bounds keep parsing and evaluating off the end of the stack. */
const MAX_DEPTH = 100;
const MAX_NODES = 2000;

/** Binary operators, loosest first (manual: not and unary minus bind tightest, then `* /`, `+ -`, comparison, and, or). */
const LEVELS: readonly ReadonlySet<string>[] = [
  new Set(["or"]),
  new Set(["and"]),
  new Set(["=", "==", "<>", "<", "<=", ">", ">="]),
  new Set(["+", "-"]),
  new Set(["*", "/"]),
];

/** @throws ExpressionError for anything that is not one whole expression */
export function parse(text: string): Node {
  return new Parser(tokenize(text)).whole();
}

class Parser {
  #next = 0;
  #depth = 0;
  #nodes = 0;
  readonly #tokens: readonly Token[];

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  whole(): Node {
    const node = this.#binary(0);
    const token = this.#peek();
    if (token.kind !== "end") throw new ExpressionError(`unexpected "${token.text}"`, token.position);
    return node;
  }

  #peek(): Token {
    const token = this.#tokens[this.#next];
    if (token === undefined) throw new ExpressionError("unexpected end");
    return token;
  }

  #take(): Token {
    const token = this.#peek();
    this.#next += 1;
    return token;
  }

  /** Takes the symbol if it comes next. */
  #accept(symbol: string): boolean {
    const token = this.#peek();
    const found = token.kind === "symbol" && token.text === symbol;
    if (found) this.#next += 1;
    return found;
  }

  #expect(symbol: string): void {
    if (!this.#accept(symbol)) throw new ExpressionError(`"${symbol}" expected`, this.#peek().position);
  }

  #binary(level: number): Node {
    const operators = LEVELS[level];
    if (operators === undefined) return this.#unary();
    let left = this.#binary(level + 1);
    for (let token = this.#peek(); token.kind === "symbol" && operators.has(token.text); token = this.#peek()) {
      this.#take();
      left = this.#counted(binaryNode(level, token.text, [left, this.#binary(level + 1)]));
    }
    return left;
  }

  #unary(): Node {
    if (this.#accept("not")) return this.#counted({ kind: "not", operand: this.#nested(() => this.#unary()) });
    if (this.#accept("-")) return this.#counted({ kind: "negate", operand: this.#nested(() => this.#unary()) });
    return this.#counted(this.#primary());
  }

  #primary(): Node {
    const token = this.#take();
    switch (token.kind) {
      case "number":
        return { kind: "constant", value: numberValue(numberOf(token.text)) };
      case "text":
        return { kind: "constant", value: textValue(token.text) };
      case "date":
        return localeDate(token);
      case "name":
        return this.#accept("(") ? this.#call(token) : { kind: "name", name: token.text, position: token.position };
      default:
        return this.#group(token);
    }
  }

  #group(token: Token): Node {
    if (token.kind !== "symbol" || token.text !== "(") {
      throw new ExpressionError(token.kind === "end" ? "unexpected end" : `unexpected "${token.text}"`, token.position);
    }
    const node = this.#nested(() => this.#binary(0));
    this.#expect(")");
    return node;
  }

  #call(name: Token): Node {
    const args: Node[] = [];
    if (!this.#accept(")")) {
      do args.push(this.#nested(() => this.#binary(0)));
      while (this.#accept(","));
      this.#expect(")");
    }
    return { kind: "call", name: name.text, args, position: name.position };
  }

  #nested(parseInner: () => Node): Node {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw new ExpressionError("nested too deeply", this.#peek().position);
    const node = parseInner();
    this.#depth -= 1;
    return node;
  }

  #counted(node: Node): Node {
    this.#nodes += 1;
    if (this.#nodes > MAX_NODES) throw new ExpressionError("too complex", this.#peek().position);
    return node;
  }
}

function binaryNode(level: number, operator: string, [left, right]: readonly [Node, Node]): Node {
  if (level < 2) return { kind: "logic", operator: operator as "and" | "or", left, right };
  if (level === 2) return { kind: "comparison", operator: operator as Comparison, left, right };
  return { kind: "arithmetic", operator: operator as Operator, left, right };
}

function numberOf(text: string): number {
  return text.startsWith("#") ? Number.parseInt(text.slice(1), 16) : Number(text);
}

/** Refused at once when it is a date in no locale; whether it is one in the server's shows when it is evaluated. */
function localeDate(token: Token): Node {
  const isDate = parseLocaleDate(token.text, "nz") !== null || parseLocaleDate(token.text, "za") !== null;
  if (!isDate) throw new ExpressionError(`"${token.text}" is no date`, token.position);
  return { kind: "localeDate", text: token.text };
}
