import { escapeText } from "../../src/canonical/print.ts";
import { ANONYMIZED_MARK } from "../../src/domain/anonymized.ts";
import type { Field, MwRecord, Subfile } from "../../src/domain/record.ts";
import type { Item } from "../model/batch.ts";
import type { RecordBuffer } from "./record-buffer.ts";

/** What stands around a field's value. */
interface Tags {
  readonly name: string;
  readonly open: string;
  readonly openSystem: string;
  readonly close: string;
  /** What came behind it the last time: rows of one kind have the same few fields. */
  next: Tags | null;
}

/** First line of every file; canonical/ refuses it, so that none is ever taken for a record of a mirror. */
const FIRST_LINE = `<!-- ${ANONYMIZED_MARK} -->\n`;

/** Writes canonical files as canonical/print.ts does, with tags that are made once; the first line is the anonymizer's own. */
export class CanonicalWriter {
  readonly #record = new FieldLines("  ");
  readonly #rows = new Map<string, FieldLines>();

  write({ record }: Item, into: RecordBuffer): void {
    into.addText(FIRST_LINE + this.#print(record));
  }

  #print({ element, fields, subfiles }: MwRecord): string {
    let text = `<${element}>\n${this.#record.print(fields)}`;
    for (const subfile of subfiles) text += this.#subfile(subfile);
    return `${text}</${element}>\n`;
  }

  #subfile({ name, element, rows }: Subfile): string {
    const lines = this.#rows.get(element) ?? new FieldLines("      ");
    this.#rows.set(element, lines);
    const [user, system, end] = [`    <${element}>\n`, `    <${element} system="true">\n`, `    </${element}>\n`];
    let text = `  <subfile name="${name}">\n`;
    for (const row of rows) text += (row.system ? system : user) + lines.print(row.fields) + end;
    return `${text}  </subfile>\n`;
  }
}

class FieldLines {
  readonly #indent: string;
  readonly #tags = new Map<string, Tags>();
  readonly #start: Tags = { name: "", open: "", openSystem: "", close: "", next: null };

  constructor(indent: string) {
    this.#indent = indent;
  }

  print(fields: readonly Field[]): string {
    let text = "";
    let last = this.#start;
    for (const { name, value, system } of fields) {
      const tags = last.next !== null && last.next.name === name ? last.next : this.#find(name);
      last.next = tags;
      last = tags;
      text = `${text}${system ? tags.openSystem : tags.open}${escapeText(value)}${tags.close}`;
    }
    return text;
  }

  #find(name: string): Tags {
    const known = this.#tags.get(name);
    if (known !== undefined) return known;
    const start = `${this.#indent}<${name}`;
    const tags = { name, open: `${start}>`, openSystem: `${start} system="true">`, close: `</${name}>\n`, next: null };
    this.#tags.set(name, tags);
    return tags;
  }
}
