import { restoreText } from "../../src/canonical/protect.ts";
import type { TableName } from "../../src/domain/ids.ts";
import type { Field, SubfileRow } from "../../src/domain/record.ts";
import { SCHEMA, type TableSchema } from "../../src/domain/schema/schema.ts";
import type { Item } from "../model/batch.ts";
import type { RecordBuffer } from "./record-buffer.ts";

/** The one subfile that the simulator holds. */
const LINES = "detail" as TableName;
/** What a row knows beside its fields. */
const OWN: ReadonlySet<string> = new Set(["sequencenumber", "lastmodifiedtime"]);
const OWN_OF_LINES: ReadonlySet<string> = new Set([...OWN, "parentseq", "sort"]);

/**
 * Writes one table's records as lines of a simulator's snapshot: `{"table","seq","modtime","fields","lines"}`, field names
 * without prefix. Characters that XML forbids are themselves again: the simulator sends them as a server would.
 */
export class SnapshotWriter {
  readonly #schema: TableSchema;
  readonly #fields: JsonFields;
  readonly #lines: JsonFields | null;

  constructor(schema: TableSchema) {
    this.#schema = schema;
    this.#fields = new JsonFields(schema, OWN);
    const lines = SCHEMA.get(LINES);
    this.#lines = schema.subfiles.includes(LINES) && lines !== undefined ? new JsonFields(lines, OWN_OF_LINES) : null;
  }

  write({ seq, modtime, record }: Item, into: RecordBuffer): void {
    const time = modtime === null ? "null" : `"${modtime}"`;
    const start = `{"table":"${this.#schema.table}","seq":${seq},"modtime":${time},"fields":{`;
    const rows = record.subfiles.find(({ element }) => element === LINES)?.rows;
    const lines = this.#lines === null || rows === undefined ? "" : this.#rows(rows, time);
    into.addText(`${start}${this.#fields.print(record.fields)}}${lines}}\n`);
  }

  #rows(rows: readonly SubfileRow[], time: string): string {
    let text = "";
    for (const row of rows) {
      const seq = row.fields.find(({ name }) => name === "detail.sequencenumber")?.value ?? "null";
      text += `${text === "" ? "" : ","}{"seq":${seq},"modtime":${time},"fields":{${this.#lines?.print(row.fields)}}}`;
    }
    return `,"lines":[${text}]`;
  }
}

/** Fields as the inside of a JSON object. */
class JsonFields {
  readonly #prefix: string;
  readonly #leftOut: ReadonlySet<string>;
  /** `"account":` by the name in XML; empty for what is left out. */
  readonly #keys = new Map<string, string>();

  constructor(schema: TableSchema, leftOut: ReadonlySet<string>) {
    this.#prefix = schema.prefix;
    this.#leftOut = leftOut;
  }

  print(fields: readonly Field[]): string {
    let text = "";
    let comma = "";
    for (const { name, value } of fields) {
      const key = this.#keys.get(name) ?? this.#addKey(name);
      if (key === "") continue;
      text = isPlain(value)
        ? `${text}${comma}${key}"${value}"`
        : `${text}${comma}${key}${JSON.stringify(restoreText(value))}`;
      comma = ",";
    }
    return text;
  }

  #addKey(name: string): string {
    const bare = name.startsWith(this.#prefix) ? name.slice(this.#prefix.length) : name;
    const key = this.#leftOut.has(bare) ? "" : `${JSON.stringify(bare)}:`;
    this.#keys.set(name, key);
    return key;
  }
}

/** ASCII without what JSON escapes: nearly every value. */
function isPlain(value: string): boolean {
  for (let at = 0; at < value.length; at++) {
    const code = value.charCodeAt(at);
    if (code < 0x20 || code > 0x7e || code === 0x22 || code === 0x5c) return false;
  }
  return true;
}
