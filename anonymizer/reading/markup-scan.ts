/** A tag, or anything else that begins with `<`; bytes. */
export interface Token {
  readonly kind: "start" | "end" | "empty" | "other";
  readonly start: number;
  /** Behind its last byte. */
  readonly end: number;
}

const LESS = 0x3c;
const GREATER = 0x3e;
const SLASH = 0x2f;
const QUOTES: ReadonlySet<number> = new Set([0x22, 0x27]);
/** What is not a tag, and what ends it. */
const OTHERS = [
  ["<!--", "-->"],
  ["<![CDATA[", "]]>"],
  ["<?", "?>"],
] as const;
const DOCTYPE = "<!DOCTYPE";

/**
 * The next token from `at` on, without a look at what is in it: texts, names and nesting are the parser's concern.
 * null: it is not whole yet, more bytes are needed. A document type declaration is `other` up to its name, and refused later.
 */
export function nextToken(bytes: Buffer, at: number): Token | null {
  const start = bytes.indexOf(LESS, at);
  if (start === -1 || start + 1 >= bytes.length) return null;
  const second = bytes[start + 1];
  if (second === 0x21 || second === 0x3f) return otherToken(bytes, start);
  const end = tagEnd(bytes, start);
  if (end === -1) return null;
  if (second === SLASH) return { kind: "end", start, end };
  return { kind: bytes[end - 2] === SLASH ? "empty" : "start", start, end };
}

function otherToken(bytes: Buffer, start: number): Token | null {
  const head = bytes.subarray(start, start + DOCTYPE.length).toString("latin1");
  for (const [open, close] of OTHERS) {
    if (head.startsWith(open)) {
      const end = bytes.indexOf(close, start + open.length);
      return end === -1 ? null : { kind: "other", start, end: end + close.length };
    }
  }
  return head.length < DOCTYPE.length ? null : { kind: "other", start, end: start + DOCTYPE.length };
}

/** Behind the `>` that ends a tag; one within quotes does not. -1: not there yet. */
function tagEnd(bytes: Buffer, start: number): number {
  let quote = 0;
  for (let at = start + 1; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    if (quote !== 0) quote = byte === quote ? 0 : quote;
    else if (byte === GREATER) return at + 1;
    else if (QUOTES.has(byte)) quote = byte;
  }
  return -1;
}
