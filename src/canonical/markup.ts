import { fail } from "../domain/errors/tidemark-error.ts";
import { hasDoctype } from "./doctype.ts";
import { protectMarkup } from "./protect.ts";
import { parseXml, type XmlElement } from "./xml.ts";

/** What a server's XML says, and how many characters had to be replaced for a parser to take it. */
export interface ParsedMarkup {
  /** One key: the root element's name. */
  readonly document: XmlElement;
  readonly replaced: number;
}

const DECLARATION = /^<\?xml[^>]*?\sencoding\s*=\s*["']([^"'>]*)/;
const UTF8 = /^(?:utf-?8|us-ascii)$/i;
/** U+241B in UTF-8, and the ends of the references that name it: `&#9243;`, `&#x241B;`. */
const MARKS = [Uint8Array.of(0xe2, 0x90, 0x9b), "9243;", "241B;", "241b;"] as const;

/**
 * Parses XML as a server sent it. Nearly every page is clean and goes to the parser as it is, which also proves that it
 * is UTF-8 without forbidden characters. A page the parser refuses, or one that holds the mark of protect.ts as a
 * character of its own, is protected and parsed then.
 * @throws canonical.encoding, canonical.doctype, canonical.malformed-xml
 */
export function parseMarkup(bytes: Uint8Array): ParsedMarkup {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  refuseEncoding(buffer);
  refuseDoctype(buffer);
  if (!MARKS.some((mark) => buffer.includes(mark))) {
    const document = tryParse(bytes);
    if (document !== null) return { document, replaced: 0 };
  }
  const { text, replaced } = protectMarkup(bytes);
  return { document: parseXml(text), replaced };
}

/** null: the parser refuses it as it is; the second try tells why. */
function tryParse(bytes: Uint8Array): XmlElement | null {
  try {
    return parseXml(bytes);
  } catch {
    return null;
  }
}

/** MoneyWorks declares no encoding and writes UTF-8 (observed on 9.2.1). Taking another one for UTF-8 would garble texts. */
function refuseEncoding(buffer: Buffer): void {
  const encoding = utf16(buffer) ? "UTF-16" : declaredEncoding(buffer);
  if (encoding !== null && !UTF8.test(encoding)) throw fail("canonical.encoding", { encoding: encoding.slice(0, 40) });
}

function utf16(buffer: Buffer): boolean {
  const [first, second] = buffer;
  return (first === 0xfe && second === 0xff) || (first === 0xff && second === 0xfe) || first === 0 || second === 0;
}

function declaredEncoding(buffer: Buffer): string | null {
  const start = buffer[0] === 0xef && buffer[1] === 0xbb && buffer[2] === 0xbf ? 3 : 0;
  if (buffer[start] !== 0x3c || buffer[start + 1] !== 0x3f) return null;
  const head = buffer.subarray(start, buffer.indexOf("?>") + 1).toString("latin1");
  return DECLARATION.exec(head)?.[1] ?? null;
}

function refuseDoctype(buffer: Buffer): void {
  if (buffer.includes("<!DOCTYPE") && hasDoctype(buffer.toString("utf8"))) throw fail("canonical.doctype");
}
