import type { RecordSummary } from "../../api/contract/record.ts";
import { diffRecords } from "../../canonical/diff.ts";
import { parseRecord } from "../../canonical/parse-record.ts";
import { escapeText } from "../../canonical/print.ts";
import type { TableName } from "../../domain/ids.ts";
import { isPrivate } from "../../sync/private-fields.ts";

/** Characters of a value that are shown around what was found. */
const MOST_SHOWN = 200;

/**
 * A text that is looked for in keys and in canonical XML. Letters are the same in any case, by Unicode's simple folding, which keeps
 * lengths: ς finds Σ, ß does not find ss. Everything else is itself. Values of private fields are passed over.
 */
export class TextSearch {
  /** For `keysLike`, which knows no case but ASCII's: the two other letters that fold to ASCII as what they fold to. */
  readonly forKeys: string;
  readonly #text: RegExp;
  readonly #markup: RegExp;
  readonly #table: TableName;
  readonly #hidden: ReadonlySet<string>;
  readonly #decoder = new TextDecoder();

  constructor(text: string, table: TableName, hidden: ReadonlySet<string>) {
    this.forKeys = text.replaceAll("\u212A", "k").replaceAll("\u017F", "s");
    this.#text = new RegExp(RegExp.escape(text), "iu");
    this.#markup = new RegExp(RegExp.escape(escapeText(text)), "giu");
    this.#table = table;
    this.#hidden = hidden;
  }

  isIn(text: string): boolean {
    return this.#text.test(text);
  }

  /** The first field that holds the text and may be shown. Only a record whose text has it outside of the markup is parsed. */
  find(bytes: Uint8Array): RecordSummary["found"] {
    if (!this.#isInValues(this.#decoder.decode(bytes))) return null;
    const record = parseRecord(bytes);
    for (const { field, new: value } of diffRecords({ element: record.element, fields: [], subfiles: [] }, record)) {
      if (value === null || isMark(field) || isPrivate(this.#hidden, this.#table, field)) continue;
      const at = value.search(this.#text);
      if (at !== -1) return { field, value: around(value, at) };
    }
    return null;
  }

  #isInValues(xml: string): boolean {
    this.#markup.lastIndex = 0;
    for (let found = this.#markup.exec(xml); found !== null; found = this.#markup.exec(xml)) {
      if (isInValue(xml, found.index)) return true;
      this.#markup.lastIndex = found.index + 1;
    }
    return false;
  }
}

/** Whether a place is between `<name>` and `</name>`: values have no raw angle brackets, and what is between other tags is white. */
function isInValue(xml: string, at: number): boolean {
  const start = xml.lastIndexOf("<", at);
  const isTag = xml.lastIndexOf(">", at) < start;
  if (isTag || xml.startsWith("</", start)) return false;
  return xml.startsWith("</", xml.indexOf("<", at));
}

/** A row or a mark that is there and has no value of its own (diffRecords). */
function isMark(field: string): boolean {
  return field.endsWith("]") || field.endsWith("@system");
}

function around(value: string, at: number): string {
  if (value.length <= MOST_SHOWN) return value;
  const start = Math.max(0, Math.min(at - MOST_SHOWN / 4, value.length - MOST_SHOWN));
  const piece = value.slice(start, start + MOST_SHOWN).toWellFormed();
  return `${start > 0 ? "…" : ""}${piece}${start + MOST_SHOWN < value.length ? "…" : ""}`;
}
