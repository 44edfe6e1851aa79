import { blobOid, inflate } from "../../canonical/blob.ts";
import { parseRecord } from "../../canonical/parse-record.ts";
import { leafOf } from "../../canonical/path.ts";
import { recordBytes } from "../../canonical/print.ts";
import type { Oid } from "../../domain/ids.ts";
import type { AuditRow } from "../../domain/ports/staging-audit.ts";
import type { TableSchema } from "../../domain/schema/schema.ts";
import { type AreaReport, reasonOf } from "../../domain/verification.ts";
import type { ObjectStore } from "../repository/object-store.ts";

/** The files of one leaf directory, and staging's rows of it. */
export interface Leaf {
  readonly schema: TableSchema;
  /** Blob ids by key. */
  readonly files: ReadonlyMap<string, Oid>;
  readonly rows: readonly AuditRow[];
}

/** Holds staging's rows of a directory against its files, both ways, and every content against its id and form. */
export function compareLeaf({ schema, files, rows }: Leaf, store: ObjectStore, report: AreaReport): void {
  const left = new Map(files);
  for (const row of rows) {
    const name = `${schema.table} ${row.key}`;
    const file = left.get(row.key) ?? null;
    left.delete(row.key);
    report.looked({ records: 1 });
    checkPlace(schema, row, report);
    if (file !== row.mainOid) tellFile(report, name, { file, mainOid: row.mainOid });
    checkContent(schema, row, report);
    if (file !== null && file !== row.oid) checkFile(schema, { name, file }, { store, report });
  }
  for (const [key, file] of left) {
    const name = `${schema.table} ${key}`;
    tellFile(report, name, { file, mainOid: null });
    checkFile(schema, { name, file }, { store, report });
  }
}

function tellFile(report: AreaReport, name: string, found: { file: Oid | null; mainOid: Oid | null }): void {
  const { file, mainOid } = found;
  if (file === null) report.found("file-missing", name, `main has no file of it; staging says it has ${mainOid}.`);
  else if (mainOid === null) report.found("file-too-many", name, `main has ${file}; staging knows of no such file.`);
  else report.found("file-differs", name, `main has ${file}; staging says it has ${mainOid}.`);
}

function checkPlace(schema: TableSchema, { key, leaf }: AuditRow, report: AreaReport): void {
  const name = `${schema.table} ${key}`;
  try {
    if (leafOf(schema, key) !== leaf) report.found("wrong-leaf", name, `staging has it in directory number ${leaf}.`);
  } catch (error) {
    report.found("bad-key", name, reasonOf(error));
  }
}

function checkContent(schema: TableSchema, { key, oid, content }: AuditRow, report: AreaReport): void {
  const name = `${schema.table} ${key}`;
  if (oid === null) {
    if (content !== null) report.found("content-left", name, "staging keeps the content of a record that is gone.");
    return;
  }
  if (content === null) {
    report.found("content-missing", name, "staging has no content of it.");
    return;
  }
  try {
    const bytes = inflate(content.body);
    report.looked({ bytes: bytes.length });
    if (bytes.length !== content.size || blobOid(bytes) !== oid) {
      report.found("content-differs", name, `staging's content of it is ${blobOid(bytes)}, and should be ${oid}.`);
    }
    checkForm(schema, { name, bytes }, report);
  } catch (error) {
    report.found("content-damaged", name, reasonOf(error));
  }
}

/** A file whose bytes are not those of staging's row. */
function checkFile(
  schema: TableSchema,
  { name, file }: { name: string; file: Oid },
  { store, report }: { store: ObjectStore; report: AreaReport },
): void {
  try {
    checkForm(schema, { name, bytes: store.need(file, "blob") }, report);
  } catch {
    // Told where the repository's objects were looked at.
  }
}

/** Printing what was parsed must give the same bytes. */
function checkForm(
  schema: TableSchema,
  { name, bytes }: { name: string; bytes: Uint8Array },
  report: AreaReport,
): void {
  try {
    const record = parseRecord(bytes);
    if (Buffer.compare(recordBytes(record), bytes) !== 0) report.found("not-canonical", name, "It prints otherwise.");
    if (record.element !== schema.table) report.found("not-canonical", name, `It is a ${record.element}.`);
  } catch (error) {
    report.found("not-canonical", name, reasonOf(error));
  }
}
