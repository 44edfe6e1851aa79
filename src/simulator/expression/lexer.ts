import { ExpressionError } from "./error.ts";

type TokenKind = "number" | "name" | "text" | "date" | "symbol" | "end";

export interface Token {
  readonly kind: TokenKind;
  /** A symbol or keyword in its one spelling (`&&` is `and`, `!=` is `<>`), a name in lower case, a decoded text. */
  readonly text: string;
  readonly position: number;
}

/** Longer texts are refused before anything else is tried: they could only be an attack. */
const MAX_LENGTH = 32_767;

/**
 * One token each, tried in this order. Escapes are `\" \t \n \r \\` (manual): there is none for a backtick, so a
 * backtick always ends a text that began with one, and a backslash before it stands for itself.
 */
const PATTERNS: readonly (readonly [TokenKind, RegExp])[] = [
  ["number", /(?:\d+(?:\.\d*)?|\.\d+)(?![A-Za-z_])/y],
  ["number", /#[0-9A-Fa-f]{1,8}(?![A-Za-z0-9_])/y],
  ["name", /[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*/y],
  ["text", /"(?:[^"\\]|\\.)*"/sy],
  ["text", /`(?:[^`\\]|\\[^`]|\\(?=`))*`/y],
  ["date", /'[^']*'/y],
  ["symbol", /==|<>|!=|<=|>=|&&|\|\||[-=<>+*/!&|(),]/y],
];

const SPELLINGS: ReadonlyMap<string, string> = new Map([
  ["!=", "<>"],
  ["&", "and"],
  ["&&", "and"],
  ["|", "or"],
  ["||", "or"],
  ["!", "not"],
]);
const KEYWORDS: ReadonlySet<string> = new Set(["and", "or", "not"]);
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["t", "\t"],
  ["n", "\n"],
  ["r", "\r"],
  ["\\", "\\"],
]);

/**
 * Splits an expression into tokens; the last one is `end`.
 * @throws ExpressionError for a character that begins no token, an open text, or a text over 32,767 characters
 */
export function tokenize(text: string): Token[] {
  if (text.length > MAX_LENGTH) throw new ExpressionError("expression too long");
  const tokens: Token[] = [];
  // A sticky pattern remembers where it stands, so each text gets its own.
  const patterns = PATTERNS.map(([kind, pattern]) => [kind, new RegExp(pattern)] as const);
  let position = skipSpace(text, 0);
  while (position < text.length) {
    const [token, end] = nextToken(text, position, patterns);
    tokens.push(token);
    position = skipSpace(text, end);
  }
  tokens.push({ kind: "end", text: "", position: text.length });
  return tokens;
}

function skipSpace(text: string, from: number): number {
  let position = from;
  while (position < text.length && " \t\r\n\v".includes(text.charAt(position))) position += 1;
  return position;
}

function nextToken(text: string, position: number, patterns: typeof PATTERNS): [token: Token, end: number] {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = position;
    const match = pattern.exec(text);
    if (match !== null) return [tokenOf(kind, match[0], position), position + match[0].length];
  }
  throw new ExpressionError("unexpected character", position);
}

function tokenOf(kind: TokenKind, raw: string, position: number): Token {
  switch (kind) {
    case "text":
      return { kind, text: decode(raw.slice(1, -1)), position };
    case "date":
      return { kind, text: raw.slice(1, -1), position };
    case "name": {
      const name = raw.toLowerCase();
      return { kind: KEYWORDS.has(name) ? "symbol" : "name", text: name, position };
    }
    default:
      return { kind, text: SPELLINGS.get(raw) ?? raw, position };
  }
}

/** An unknown escape stands for itself, backslash and all (inferred). */
function decode(text: string): string {
  return text.includes("\\") ? text.replace(/\\(.)/gs, (whole, char: string) => ESCAPES.get(char) ?? whole) : text;
}
