import { ImportRefused } from "./refused.ts";

/** One element of an import document. Order matters to an import, so children keep theirs. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** All character data directly inside, entities resolved. */
  readonly text: string;
}

interface Open {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: XmlElement[];
  text: string;
}

const TOKEN =
  /<\?[\s\S]*?\?>|<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<\/([^\s<>/]+)\s*>|<([^\s<>/!?]+)((?:\s+[^\s=<>/]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|([^<]+)/gy;
const ATTRIBUTE = /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
const MAX_DEPTH = 20;

/**
 * Reads an import document, keeping the order of elements. The simulator has its own small reader: what it tests
 * writes such documents, and the two must not share a mistake.
 * @throws ImportRefused for anything that is not one well-formed element
 */
export function readXml(source: string): XmlElement {
  const root: Open = { name: "", attributes: new Map(), children: [], text: "" };
  const stack: Open[] = [root];
  const tokens = new RegExp(TOKEN);
  const text = source.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n");
  while (tokens.lastIndex < text.length) {
    const at = tokens.lastIndex;
    const token = tokens.exec(text);
    if (token === null) throw malformed(`at character ${at}`);
    take(token, stack);
  }
  const [only, ...more] = root.children;
  if (stack.length !== 1 || only === undefined || more.length > 0 || root.text.trim() !== "") {
    throw malformed("not one whole element");
  }
  return only;
}

function take(token: RegExpExecArray, stack: Open[]): void {
  const [, cdata, closed, opened, attributes = "", empty, characters] = token;
  const top = stack.at(-1);
  if (top === undefined) throw malformed("nothing is open");
  if (cdata !== undefined) top.text += cdata;
  else if (characters !== undefined) top.text += resolve(characters);
  else if (closed !== undefined) close(closed, stack);
  else if (opened !== undefined) {
    if (stack.length > MAX_DEPTH) throw malformed("nested too deep");
    stack.push({ name: opened, attributes: readAttributes(attributes), children: [], text: "" });
    if (empty === "/") close(opened, stack);
  }
}

function close(name: string, stack: Open[]): void {
  const done = stack.pop();
  const parent = stack.at(-1);
  if (done?.name !== name || parent === undefined) throw malformed(`</${name}> does not match`);
  parent.children.push(done);
}

function readAttributes(text: string): Map<string, string> {
  const attributes = new Map<string, string>();
  for (const [, name = "", double, single] of text.matchAll(ATTRIBUTE)) {
    attributes.set(name.toLowerCase(), resolve(double ?? single ?? ""));
  }
  return attributes;
}

function resolve(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(/&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|(\w+));|&/g, (whole, hex, decimal, name) => {
    const entity = name === undefined ? character(hex, decimal) : ENTITIES[name];
    if (entity === undefined) throw malformed(`unknown reference ${whole}`);
    return entity;
  });
}

function character(hex: string | undefined, decimal: string | undefined): string | undefined {
  const code = hex !== undefined ? Number.parseInt(hex, 16) : decimal !== undefined ? Number(decimal) : Number.NaN;
  return code >= 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}

function malformed(where: string): ImportRefused {
  return new ImportRefused(`XML parsing failed: ${where}`);
}
