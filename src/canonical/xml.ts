import { fail } from "../domain/errors/tidemark-error.ts";

/** A leaf is its text; anything with attributes or children is an object. */
export type XmlNode = string | XmlElement;
/**
 * `@x` is an attribute, `#text` the element's own text where it has attributes or children, any other key a child
 * element: one node, or an array when the name occurs more than once. Order among different names is document order of
 * first appearance. Nothing is trimmed or coerced: this is `Bun.XML.parse`'s compact form as documented by Bun.
 */
export interface XmlElement {
  readonly [name: string]: XmlNode | readonly XmlNode[];
}

const BLANK = /^[ \t\r\n]*$/;

/**
 * Parses a document that was checked for a DOCTYPE and an encoding by the caller.
 * @returns one key: the root element's name.
 * @throws canonical.malformed-xml for anything that is not well-formed, truncated input included.
 */
export function parseXml(input: string | Uint8Array): XmlElement {
  try {
    return Bun.XML.parse(input) as XmlElement;
  } catch (cause) {
    throw fail("canonical.malformed-xml", { reason: reasonOf(cause) });
  }
}

/** Children under one name as an array, whether there are none, one or several. */
export function nodes(value: XmlNode | readonly XmlNode[] | undefined): readonly XmlNode[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value as XmlNode];
}

/** Whether the text is nothing but XML white space: the layout between elements. */
export function isLayout(text: string): boolean {
  return BLANK.test(text);
}

/**
 * An element that is to hold elements only. One without any child is a plain string in the compact form.
 * @throws canonical.unexpected-text when it holds text beside the layout.
 */
export function elementOnly(node: XmlNode, name: string): XmlElement {
  if (typeof node !== "string") return node;
  if (!isLayout(node)) throw fail("canonical.unexpected-text", { element: name });
  return {};
}

/**
 * The parser's own words quote a piece of the input, which may be a field's value, and errors are logged with their
 * causes: only the kind of fault is kept.
 */
function reasonOf(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause);
  return text.replace(/^XML Parse error: /, "").replace(/['"`].*$/s, "…");
}
