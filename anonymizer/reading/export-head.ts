import { fail } from "../../src/domain/errors/tidemark-error.ts";
import type { TableName } from "../../src/domain/ids.ts";
import { SCHEMA } from "../../src/domain/schema/schema.ts";
import { nextToken } from "./markup-scan.ts";

/** An export up to its first record. */
export interface ExportHead {
  readonly table: TableName;
  /** The record's element as it is spelled here. */
  readonly record: string;
  /** Records that the file says it has. */
  readonly declared: number | null;
  /** Declaration and `<table …>`: stands before the records of every batch. */
  readonly bytes: Uint8Array;
  /** There is no record: `<table …/>`. */
  readonly isEmpty: boolean;
}

/** What a head may be long at most: it is a declaration, comments, one tag. */
const MOST_BYTES = 1 << 16;
const TABLE = /^<table(?=[\s/>])/;
const NAME = /\sname\s*=\s*(?:"([^"]*)"|'([^']*)')/;
const COUNT = /\scount\s*=\s*(?:"(\d{1,10})"|'(\d{1,10})')/;

/**
 * Reads the head of an export; null as long as it is not whole.
 * @throws anonymize.no-export, anonymize.unknown-table, canonical.encoding, canonical.doctype
 */
export function readHead(bytes: Buffer, file: string): ExportHead | null {
  refuseWideEncodings(bytes);
  let at = hasMark(bytes) ? 3 : 0;
  for (;;) {
    const token = nextToken(bytes, at);
    refuseText(bytes.subarray(at, token?.start ?? Math.max(at, bytes.indexOf("<", at))), file);
    if (token === null) return whenShort(bytes, file);
    const text = bytes.subarray(token.start, token.end).toString("utf8");
    if (text === "<!DOCTYPE") throw fail("canonical.doctype");
    if (token.kind !== "other") {
      if (!TABLE.test(text)) throw notAnExport(file, "its first element is not <table>");
      return headOf(text, bytes.subarray(0, token.end), { file, isEmpty: token.kind === "empty" });
    }
    at = token.end;
  }
}

export function notAnExport(file: string, reason: string): Error {
  return fail("anonymize.no-export", { file, reason });
}

function headOf(tag: string, head: Buffer, { file, isEmpty }: { file: string; isEmpty: boolean }): ExportHead {
  const name = NAME.exec(tag)
    ?.slice(1)
    .find((text) => text !== undefined);
  if (name === undefined) throw notAnExport(file, "its <table> has no name");
  const schema = SCHEMA.get(name.toLowerCase() as TableName);
  if (schema === undefined) throw fail("anonymize.unknown-table", { table: name.slice(0, 80) });
  const count = COUNT.exec(tag)
    ?.slice(1)
    .find((text) => text !== undefined);
  return {
    table: schema.table,
    record: schema.record,
    declared: count === undefined ? null : Number(count),
    bytes: Uint8Array.from(head),
    isEmpty,
  };
}

function whenShort(bytes: Buffer, file: string): null {
  if (bytes.length <= MOST_BYTES) return null;
  throw notAnExport(file, "no <table> is near its start");
}

function refuseText(text: Buffer, file: string): void {
  if (!/^[ \t\r\n]*$/.test(text.toString("latin1"))) {
    throw notAnExport(file, "it begins with text, as an answer does in which a server tells what went wrong");
  }
}

/** In UTF-16 nothing would be found. Other encodings are refused where the batches are read. */
function refuseWideEncodings(bytes: Buffer): void {
  const [first, second] = bytes;
  const isWide = (first === 0xfe && second === 0xff) || (first === 0xff && second === 0xfe);
  if (isWide || first === 0 || second === 0) throw fail("canonical.encoding", { encoding: "UTF-16" });
}

function hasMark(bytes: Buffer): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}
