import { parseRecordPath } from "../../src/canonical/path.ts";
import type { TableName } from "../../src/domain/ids.ts";
import { SCHEMA } from "../../src/domain/schema/schema.ts";
import type { TargetForm } from "../model/batch.ts";
import { exportShape, LINE_SHAPE, NO_SHAPE, type RecordShape } from "./split.ts";

/** What the run writes, apart from records, under the secret, rules and options that are given. */
export interface Expected {
  readonly target: TargetForm;
  /** Files that are known word for word: `.gitignore`, `ANONYMIZED.json`. */
  readonly whole: ReadonlyMap<string, string>;
  /** The second line of an export: its header as a comment. */
  readonly comment: string;
  /** The first line of a snapshot. */
  readonly firstLine: string;
  readonly snapshot: string;
}

/** How a file of the output is looked at. */
export type FileKind =
  | { readonly kind: "whole"; readonly text: string }
  /** A record in a file of its own. */
  | { readonly kind: "record"; readonly table: TableName }
  /** @see RecordShape. `around`: what may stand where no record does. */
  | { readonly kind: "records"; readonly table: TableName | null; readonly shape: RecordShape; readonly around: RegExp }
  | { readonly kind: "stray"; readonly shape: RecordShape };

const NOTHING = /^$/;

/** @param path in the output directory, with `/` */
export function kindOfFile(path: string, expected: Expected): FileKind {
  const text = expected.whole.get(path);
  if (text !== undefined) return { kind: "whole", text };
  if (expected.target === "canonical") return canonicalFile(path);
  if (expected.target !== "snapshot") return exportFile(path, expected);
  if (path !== expected.snapshot) return STRAY;
  return { kind: "records", table: null, shape: LINE_SHAPE, around: NOTHING };
}

const STRAY: FileKind = { kind: "stray", shape: NO_SHAPE };

function canonicalFile(path: string): FileKind {
  const place = parseRecordPath(path);
  return place === null ? STRAY : { kind: "record", table: place.table };
}

function exportFile(path: string, { comment }: Expected): FileKind {
  const table = path.replace(/\.xml$/, "") as TableName;
  const schema = SCHEMA.get(table);
  if (schema === undefined || path !== `${table}.xml`) return STRAY;
  const start = `<table name="${schema.name}" count="\\d+" start="0" found="\\d+">`;
  const head = `<\\?xml version="1\\.0"\\?>\n${literal(comment)}\n${start}\n`;
  const around = new RegExp(`^(${head})?(</table>\n)?$`);
  return { kind: "records", table, shape: exportShape(schema.record), around };
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
