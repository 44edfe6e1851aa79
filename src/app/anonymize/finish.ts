import type { OutputHeader } from "../../../anonymizer/model/header.ts";
import type { TableName } from "../../domain/ids.ts";
import type { Files } from "../../domain/ports/files.ts";
import { removeTree } from "../../platform/remove-tree.ts";
import type { Lock } from "../../staging/lock.ts";
import type { Meter } from "./meter.ts";
import { finishedFile, writeText } from "./output/finished-file.ts";
import { openOutput } from "./output/open-output.ts";
import type { AnonymizeResult, TableResult } from "./request.ts";
import type { RunOrder } from "./run.ts";
import type { Journal } from "./spool/journal.ts";
import { Spool } from "./spool/spool.ts";
import { MANIFEST } from "./spool/target.ts";

export interface Finishing {
  readonly order: RunOrder;
  readonly files: Files;
  readonly journal: Journal;
  readonly lock: Lock;
  readonly meter: Meter;
  readonly tables: readonly TableName[];
  readonly header: OutputHeader;
}

/** Parts to finished files, and last of all the file that says that all are there. */
export function finish({
  order,
  files,
  journal,
  lock,
  meter,
  tables,
  header,
}: Finishing): Pick<AnonymizeResult, "tables" | "files"> {
  const { target, signal } = order;
  const output = openOutput(order, header, files);
  const results = tables.map((table) => resultOf(table, journal));
  meter.begin(
    "assemble",
    tables,
    results.reduce((sum, { written }) => sum + written, 0),
  );
  for (const table of tables) {
    signal.throwIfAborted();
    meter.table(table);
    const spool = new Spool(files, target.parts, journal.parts(table));
    try {
      if (output.isWhole(table)) meter.add(spool.records);
      else output.write(table, spool, (records) => meter.add(records));
    } finally {
      spool.close();
    }
  }
  output.finish();
  const names = [...new Set(tables.map(output.fileOf)), MANIFEST];
  const place = { files, partial: `${target.parts}/${MANIFEST}`, path: `${target.path}/${MANIFEST}` };
  finishedFile(place, (file) => writeText(file, manifestText(header, results)));
  // Some systems remove no file that is open.
  journal.close();
  lock.release();
  removeTree(target.parts);
  return { tables: results, files: names };
}

/** What the directory says of itself. */
export function manifestText(header: OutputHeader, tables: readonly TableResult[]): string {
  return `${JSON.stringify({ ...header, tables }, null, 2)}\n`;
}

function resultOf(table: TableName, journal: Journal): TableResult {
  const total = { table, read: 0, written: 0, lines: 0 };
  for (const { read, written, lines } of journal.parts(table)) {
    total.read += read;
    total.written += written;
    total.lines += lines;
  }
  return total;
}
