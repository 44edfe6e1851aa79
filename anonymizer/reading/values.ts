import { isProtected, protectText } from "../../src/canonical/protect.ts";

/** How strictly a value is read: as canonical/print.ts writes it, or as any server may. */
export type Strictness = "canonical" | "export";

const LESS = 0x3c;
const GREATER = 0x3e;
const AMPERSAND = 0x26;
const BRACKET = 0x5d;
const SPACE = 0x20;
const TAB = 0x09;
const NEWLINE = 0x0a;
const RETURN = 0x0d;
const FIRST_HIGH = 0x80;

/** No value of the plain kind begins here. */
export const NOT_PLAIN = 0;

/**
 * Where the value ends that begins at `start`, which is where the next `<` stands; negative where `decodeValue` has to see it:
 * it has references, control characters or bytes that are not ASCII. NOT_PLAIN for what another reader has to judge: raw
 * carriage returns, `]]>`.
 * @param text bytes as characters (latin1)
 */
export function valueEnd(text: string, start: number, strictness: Strictness): number {
  let sign = 1;
  for (let at = start; ; at++) {
    const code = text.charCodeAt(at);
    if (code > GREATER) {
      if (code >= FIRST_HIGH) sign = -1;
    } else if (code === LESS) return sign * at;
    else if (code >= SPACE) {
      if (code === AMPERSAND) sign = -1;
      else if (code === GREATER && (strictness === "canonical" || endsSection(text, at))) return NOT_PLAIN;
    } else if (code !== NEWLINE && code !== TAB) {
      // Behind the end of the text the code is no number.
      if (code === RETURN || Number.isNaN(code)) return NOT_PLAIN;
      sign = -1;
    }
  }
}

/** `]]>` is no text. */
function endsSection(text: string, at: number): boolean {
  return text.charCodeAt(at - 1) === BRACKET && text.charCodeAt(at - 2) === BRACKET;
}

/** The mark of canonical/protect.ts, and characters that XML forbids. */
const MARKED = /[\p{Cc}--[\t\n\r\u{7F}-\u{9F}]]|[\u{FFFE}\u{FFFF}\u{241B}]/v;
const HIGH = /[\x80-\xFF]/;
const CANONICAL_REFERENCE = /&(?:amp|lt|gt|#xD);/g;
const REFERENCE = /&(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});/g;
const NAMED: Readonly<Record<string, string>> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&apos;": "'",
  "&#xD;": "\r",
  "&#13;": "\r",
};

/**
 * What a value says, of bytes that are known to be UTF-8; protected as canonical/protect.ts has it. null: it has an ampersand that begins
 * no reference, or one that another reader has to judge.
 */
export function decodeValue(bytes: string, strictness: Strictness): string | null {
  const raw = HIGH.test(bytes) ? Buffer.from(bytes, "latin1").toString("utf8") : bytes;
  const value = raw.includes("&") ? withoutReferences(raw, strictness) : raw;
  if (value === null || !MARKED.test(value)) return value;
  if (strictness === "export") return protectText(value).text;
  return isProtected(value) ? value : null;
}

function withoutReferences(raw: string, strictness: Strictness): string | null {
  const pattern = strictness === "canonical" ? CANONICAL_REFERENCE : REFERENCE;
  let isFine = !raw.replace(pattern, "").includes("&");
  const value = raw.replace(pattern, (reference) => {
    const known = NAMED[reference] ?? characterOf(reference);
    if (known === null) isFine = false;
    return known ?? "";
  });
  return isFine ? value : null;
}

/** Halves of surrogate pairs are left to the strict reader. */
function characterOf(reference: string): string | null {
  const digits = reference.slice(2, -1);
  const code = digits.startsWith("x") ? Number.parseInt(digits.slice(1), 16) : Number.parseInt(digits, 10);
  return code < 0xd800 || (code >= 0xe000 && code <= 0x10ffff) ? String.fromCodePoint(code) : null;
}
