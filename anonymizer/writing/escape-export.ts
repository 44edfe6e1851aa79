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
  return isPlain(value) ? value : value.replace(SPECIALS, (piece) => ESCAPES[piece] as string);
}

const GREATER = 0x3e;
const RETURN = 0x0d;
const MARK = 0x241b;

/** Nearly every value is: a look at its few characters costs less than a regular expression's start. */
function isPlain(value: string): boolean {
  for (let at = 0; at < value.length; at++) {
    const code = value.charCodeAt(at);
    if (code > GREATER ? code === MARK : code === GREATER || code === 0x26 || code === 0x3c || code === RETURN)
      return false;
  }
  return true;
}
