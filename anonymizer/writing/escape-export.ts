const SPECIALS = /[&<>\r]|\u241B\{241B\}/g;
const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  "\r": "&#13;",
  "\u241B{241B}": "\u241B",
};

/**
 * Text as a Datacentre writes it; `>` as a reference too, so that `]]>` is never in a text. Tabs and line feeds stay raw.
 * Where canonical/protect.ts put a mark for a character that XML forbids, the mark is written: a server may well send
 * the character itself, but what is written here is for every XML parser.
 */
export function escapeExport(value: string): string {
  return value.replace(SPECIALS, (piece) => ESCAPES[piece] as string);
}
