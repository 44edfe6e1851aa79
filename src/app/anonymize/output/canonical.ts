import { fail } from "../../../domain/errors/tidemark-error.ts";
import type { TableName } from "../../../domain/ids.ts";
import type { Files } from "../../../domain/ports/files.ts";
import { writeNewFile } from "../../../platform/new-file.ts";
import { removeTree } from "../../../platform/remove-tree.ts";
import type { PartEntry } from "../spool/journal.ts";
import { tellDiskErrors } from "../spool/output-files.ts";
import type { Spool } from "../spool/spool.ts";
import type { Target } from "../spool/target.ts";
import type { Output } from "./outputs.ts";

/** Bytes of records read at once. */
const WINDOW = 1 << 18;

/**
 * A file a record, under the paths of the repository. A table's directory gets its name when all its files are there. The files are not
 * waited for one by one: after a power cut in the last seconds of a run the output has to be made again.
 */
export function canonicalOutput(target: Target, files: Files): Output {
  return {
    fileOf: (table) => table,
    isWhole: (table) => files.isDirectory(`${target.path}/${table}`),
    write: (table, spool, onRecords) => {
      const partial = `${target.parts}/canonical`;
      removeTree(partial);
      tellDiskErrors(partial, () => {
        for (const part of spool.parts) writePart({ table, spool, partial }, part, onRecords);
      });
      if (!files.isDirectory(`${partial}/${table}`)) return;
      files.rename(`${partial}/${table}`, `${target.path}/${table}`);
      files.syncDirectory(target.path);
    },
    finish: () => removeTree(`${target.parts}/canonical`),
  };
}

interface Place {
  readonly table: TableName;
  readonly spool: Spool;
  readonly partial: string;
}

function writePart({ table, spool, partial }: Place, part: PartEntry, onRecords: (records: number) => void): void {
  const { ends } = spool.places(part);
  const { paths } = spool.tail(part);
  let record = 0;
  for (const window of windows(ends)) {
    const bytes = spool.bytesOf(part, window.start, window.end);
    const first = record;
    for (; record < window.next; record++) {
      const from = (record === 0 ? 0 : (ends[record - 1] as number)) - window.start;
      const path = `${partial}/${paths?.[record] ?? ""}`;
      writeRecord(table, path, bytes.subarray(from, (ends[record] as number) - window.start));
    }
    onRecords(record - first);
  }
}

function writeRecord(table: TableName, path: string, bytes: Uint8Array): void {
  try {
    writeNewFile(path, bytes);
  } catch (cause) {
    const isThere = cause instanceof Error && "code" in cause && cause.code === "EEXIST";
    if (isThere) throw fail("anonymize.same-path", { table }, { cause });
    throw cause;
  }
}

interface Window {
  readonly start: number;
  readonly end: number;
  /** The first record behind it. */
  readonly next: number;
}

/** Neighbours that are read at once: some hundred KB, or one record. */
function* windows(ends: Float64Array): Generator<Window> {
  let start = 0;
  for (let record = 0; record < ends.length; record++) {
    const end = ends[record] as number;
    const isLast = record === ends.length - 1;
    if (!isLast && end - start < WINDOW) continue;
    yield { start, end, next: record + 1 };
    start = end;
  }
}
