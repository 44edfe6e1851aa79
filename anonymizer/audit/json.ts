import type { PieceSink } from "./markup.ts";
import { decodeEscapes } from "./references.ts";

/** The field of a piece that is itself a name. */
export const NAME_OF_VALUE = "name of a value";

/** A string, or a bare word such as a number; and whether a colon follows: then it is a name. */
const TOKEN = /"((?:[^"\\]|\\.)*)"?(\s*:)?|[^\s"{}[\],:]+/gs;

/**
 * The texts of JSON, well-formed or not, each with the name before it as its field. Names are given too: `name of` and the
 * field around. Within `"fields":{…}` of a line of a snapshot the parent is the line's table.
 */
export function eachJsonPiece(text: string, sink: PieceSink): void {
  let field = "";
  let parent = "";
  let row = -1;
  for (const match of text.matchAll(TOKEN)) {
    const [whole, string, colon] = match;
    const value = decodeEscapes(string ?? whole);
    if (colon !== undefined) {
      sink({ text: value, field: NAME_OF_VALUE, parent, row: Math.max(row, 0), at: match.index });
      // Each row of a snapshot begins with its number, the record first.
      if (value === "seq") row++;
      if (value === "lines") parent = "detail";
      field = value;
    } else {
      if (field === "table" && parent === "") parent = value;
      sink({ text: value, field, parent, row: Math.max(row, 0), at: match.index });
    }
  }
}
