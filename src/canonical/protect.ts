/**
 * Characters that XML 1.0 cannot carry (section 2.2, production Char) turn up in MoneyWorks' texts: a vertical tab
 * pasted from a spreadsheet, a byte from an old code page. Each becomes a mark made of ordinary characters: U+241B
 * SYMBOL FOR ESCAPE, then the code point in braces: `␛{B}`. The symbol itself becomes `␛{241B}`, so nothing is
 * ambiguous. A byte that is not UTF-8 becomes `␛{=E9}`, which cannot be turned back into a character.
 */
export interface ProtectedText {
  readonly text: string;
  /** Characters and bytes that XML forbids; a literal U+241B is not counted. */
  readonly replaced: number;
}

const MARK = "\u241B";
/** \p{Cs} matches only surrogates without their other half. */
const FORBIDDEN_OR_MARK = /[\p{Cc}--[\t\n\r\u{7F}-\u{9F}]]|\p{Cs}|[\u{FFFE}\u{FFFF}\u{241B}]/gv;
/** The same in markup, with the constructs in which a character reference is plain text matched whole, ended or not. */
const MARKUP =
  /<!\[CDATA\[.*?(?:\]\]>|$)|<!--.*?(?:-->|$)|<\?.*?(?:\?>|$)|\]\]>|&#(?:x[0-9A-Fa-f]+|[0-9]+);|[\p{Cc}--[\t\n\r\u{7F}-\u{9F}]]|\p{Cs}|[\u{FFFE}\u{FFFF}\u{241B}]/gsv;
/** The same for well-formed text without such constructs, which is nearly all there is; several times faster. */
const PLAIN_MARKUP = /&#(?:x[0-9A-Fa-f]+|[0-9]+);|\]\]>|[^\t\n\r -\uFFFD]|\u241B/g;
const MARKS = /\u241B\{(=?)([0-9A-F]{1,6})\}/g;

/** Replaces every character that XML 1.0 forbids, reversibly: `restoreText(protectText(x).text) === x` for all x. */
export function protectText(text: string): ProtectedText {
  let replaced = 0;
  const safe = text.replace(FORBIDDEN_OR_MARK, (character) => {
    if (character !== MARK) replaced++;
    return mark(character.codePointAt(0) as number);
  });
  return { text: safe, replaced };
}

/**
 * Turns the bytes of an XML answer into text that a parser can take: forbidden characters, raw or as references
 * (`&#11;`, `&#xB;`), and bytes that are not UTF-8 become marks; a byte order mark is removed. References inside CDATA
 * sections are plain text and stay.
 */
export function protectMarkup(bytes: Uint8Array): ProtectedText {
  const text = decode(bytes);
  let replaced = 0;
  const plain = text.isWellFormed() && !text.includes("<!") && !text.includes("<?", 1);
  const safe = text.replace(plain ? PLAIN_MARKUP : MARKUP, (piece) => {
    if (piece.startsWith("<")) {
      const inner = protectBytesAndText(piece);
      replaced += inner.replaced;
      return inner.text;
    }
    // XML wants it escaped in text (section 2.4); a server that leaves `>` as it is sends it raw.
    if (piece === "]]>") return "]]&gt;";
    if (piece.startsWith("&#")) {
      const codePoint = referenced(piece);
      if (codePoint === 0x241b) return mark(codePoint);
      if (codePoint > 0x10ffff || !isForbidden(codePoint)) return piece;
      replaced++;
      return mark(codePoint);
    }
    if (piece !== MARK) replaced++;
    return markOfDecoded(piece);
  });
  return { text: safe, replaced };
}

/** The text that `protectText` was given. A mark of a byte that was not UTF-8 becomes U+FFFD; what is no mark stays. */
export function restoreText(text: string): string {
  if (!text.includes(MARK)) return text;
  return text.replace(MARKS, (whole, byte: string, hex: string) => {
    if (!isMark(byte, hex)) return whole;
    return byte === "" ? String.fromCodePoint(Number.parseInt(hex, 16)) : "\uFFFD";
  });
}

/** Whether every U+241B in the text begins a mark that this module writes, and nothing in it is forbidden. */
export function isProtected(text: string): boolean {
  const rest = text.replace(MARKS, (whole, byte: string, hex: string) => (isMark(byte, hex) ? "" : whole));
  return rest.search(FORBIDDEN_OR_MARK) === -1;
}

function isMark(byte: string, hex: string): boolean {
  const value = Number.parseInt(hex, 16);
  if (byte !== "") return hex.length === 2 && value >= 0x80;
  return value.toString(16).length === hex.length && (value === 0x241b || isForbidden(value));
}

function mark(codePoint: number): string {
  return `${MARK}{${codePoint.toString(16).toUpperCase()}}`;
}

function isForbidden(codePoint: number): boolean {
  if (codePoint < 0x20) return codePoint !== 0x9 && codePoint !== 0xa && codePoint !== 0xd;
  return (codePoint >= 0xd800 && codePoint <= 0xdfff) || codePoint === 0xfffe || codePoint === 0xffff;
}

function referenced(reference: string): number {
  return reference.startsWith("&#x")
    ? Number.parseInt(reference.slice(3, -1), 16)
    : Number.parseInt(reference.slice(2, -1), 10);
}

function protectBytesAndText(text: string): ProtectedText {
  let replaced = 0;
  const safe = text.replace(FORBIDDEN_OR_MARK, (character) => {
    if (character !== MARK) replaced++;
    return markOfDecoded(character);
  });
  return { text: safe, replaced };
}

/** `decode` leaves lone surrogates only for bytes; decoded UTF-8 has none of its own. */
function markOfDecoded(character: string): string {
  const codePoint = character.codePointAt(0) as number;
  if (codePoint < 0xdc80 || codePoint > 0xdcff) return mark(codePoint);
  return `${MARK}{=${(codePoint - 0xdc00).toString(16).toUpperCase()}}`;
}

/** UTF-8 with each byte that is not part of it as the lone surrogate U+DC00 + byte, which UTF-8 itself cannot hold. */
function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return decodeWithBadBytes(bytes);
  }
}

function decodeWithBadBytes(bytes: Uint8Array): string {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const pieces: string[] = [];
  let start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  let at = start;
  while (at < bytes.length) {
    const length = sequenceLength(bytes, at);
    if (length === 0) {
      pieces.push(decoder.decode(bytes.subarray(start, at)), String.fromCharCode(0xdc00 + (bytes[at] as number)));
      start = at + 1;
    }
    at += length || 1;
  }
  pieces.push(decoder.decode(bytes.subarray(start)));
  return pieces.join("");
}

/** Length of the well-formed UTF-8 sequence at `at` (Unicode, table 3-7), 0 when there is none. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] as number;
  if (lead < 0x80) return 1;
  const length =
    lead >= 0xc2 && lead <= 0xdf ? 2 : lead >= 0xe0 && lead <= 0xef ? 3 : lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
  if (length === 0) return 0;
  const second = bytes[at + 1] ?? 0;
  const low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  if (second < low || second > high) return 0;
  for (let i = 2; i < length; i++) if (((bytes[at + i] ?? 0) & 0xc0) !== 0x80) return 0;
  return length;
}
