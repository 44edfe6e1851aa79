import { XMLParser } from "fast-xml-parser";

/** An XML element as fast-xml-parser reads it: the second opinion on what Tidemark's own parser makes of a text. */
export interface Element {
  readonly name: string;
  /** Marked `system="true"`. */
  readonly system: boolean;
  readonly children: readonly Element[];
  /** The text right inside it, entities decoded. */
  readonly text: string;
}

type Ordered = Record<string, unknown> & { ":@"?: Record<string, string> };

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** The root element of a well-formed document. fast-xml-parser is lenient: xmllint has to say that it is well-formed. */
export function readXml(xml: string): Element {
  const parser = new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    trimValues: false,
    parseTagValue: false,
    processEntities: false,
  });
  const root = (parser.parse(xml) as Ordered[])
    .map(elementOf)
    .find((element) => element !== null && element.name !== "?xml");
  if (root === undefined || root === null) throw new Error(`no root element: ${xml.slice(0, 80)}`);
  return root;
}

function elementOf(node: Ordered): Element | null {
  const name = Object.keys(node).find((key) => key !== ":@") ?? "#text";
  if (name === "#text") return null;
  const inside = node[name] as Ordered[];
  return {
    name,
    system: node[":@"]?.["@_system"] === "true",
    children: inside.map(elementOf).filter((child) => child !== null),
    text: decoded(inside.map((piece) => String(piece["#text"] ?? "")).join("")),
  };
}

/** One pass, so that `&amp;#13;` stays the five characters that somebody typed. */
function decoded(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
    return ENTITIES[name] ?? whole;
  });
}
