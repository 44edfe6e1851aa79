import type { PieceSink } from "./markup.ts";
import { decodeEscapes } from "./references.ts";

/** A string, or a bare word such as a number; and whether a colon follows: then it is a name. */
const TOKEN = /"((?:[^"\\]|\\.)*)"?(\s*:)?|[^\s"{}[\],:]+/gs;

/**
 * The texts of JSON, well-formed or not, each with the name before it as its field. Names are given too: `name of` and the
 * field around. Within `"fields":{…}` of a line of a snapshot the parent is the line's table.
 */
export function eachJsonPiece(text: string, sink: PieceSink): void {
  let field = "";
  let parent = "";
  for (const match of text.matchAll(TOKEN)) {
    const [whole, string, colon] = match;
    const value = decodeEscapes(string ?? whole);
    if (colon !== undefined) {
      if (value === "lines") parent = "detail";
      else if (!PLAIN_NAME.test(value)) sink({ text: value, field: "name of a value", parent, at: match.index });
      field = value;
    } else {
      if (field === "table" && parent === "") parent = value;
      sink({ text: value, field, parent, at: match.index });
    }
  }
}

/** Names of fields as MoneyWorks has them; a longer one, or one with other signs in it, is looked at as any text. */
const PLAIN_NAME = /^[A-Za-z][A-Za-z0-9]{0,30}$/;
