import { parseRecordPath, recordPath } from "../../canonical/path.ts";
import type { RecordKey, TableName } from "../../domain/ids.ts";
import type { IncomingChange, TreeFile } from "../../domain/ports/incoming.ts";
import type { Reason } from "../../domain/promotion.ts";
import type { MwRecord } from "../../domain/record.ts";
import { SCHEMA, type TableSchema } from "../../domain/schema/schema.ts";
import { CLIENT_ID } from "../write/import-id.ts";
import { planInvoice } from "./plan-invoice.ts";
import { planNew } from "./plan-new.ts";
import { planReplaced } from "./plan-replaced.ts";
import type { PlannedFile, PlanSettings } from "./plan-types.ts";
import { planUpdate, seqOf } from "./plan-update.ts";
import { type ReadBlob, readEdited } from "./read-file.ts";
import { reason } from "./values.ts";

export interface PlanInput {
  readonly settings: PlanSettings;
  readonly read: ReadBlob;
  /** Under which key the record of this number is now; null: it is gone. */
  readonly keyOfNumber: (table: TableName, seq: number) => RecordKey | null;
  /** What an invoice became that this commit has replaced already, where that has another number; null: it was not. */
  readonly replacedBy: (path: string) => { readonly seq: number; readonly record: MwRecord } | null;
  /** Where the record that a client id once made is; null: it made none. */
  readonly madeBy: (table: TableName, clientId: string) => string | null;
}

/** Tables of which MoneyWorks documents an import that changes or makes one record. */
const WRITABLE: ReadonlySet<string> = new Set(["name", "product", "job", "transaction"]);
const NEW_FILE = /^new\/([a-z][a-z0-9]*)\/([^/]+)\.xml$/;
const DETAIL = SCHEMA.get("detail" as TableName) as TableSchema;
const MARKER = ".tidemark/marker.json";

/** One changed file judged; null: it asks for nothing. Configuration is judged elsewhere. */
export function planFile(change: IncomingChange, input: PlanInput): PlannedFile | null {
  const { path } = change;
  const place = parseRecordPath(path);
  if (place !== null) return planRecord(change, place, input);
  if (path.startsWith("new/")) return planNewFile(change, input);
  if (path === MARKER) {
    return refusedFile(path, reason("marker-file", null, "The marker file is Tidemark's own; leave it as it was."));
  }
  return refusedFile(path, reason("foreign-path", null, foreignText(path)));
}

function foreignText(path: string): string {
  const [table = ""] = path.split("/", 1);
  if (path.includes("/") && SCHEMA.has(table as TableName))
    return "No record's file is at this path. Edit files where they are; new records go to new/<table>/<name>.xml.";
  return "The repository holds records and Tidemark's own files; this is none of them.";
}

interface Place {
  readonly table: TableName;
  readonly key: RecordKey;
}

function planRecord(change: IncomingChange, place: Place, input: PlanInput): PlannedFile {
  const schema = SCHEMA.get(place.table) as TableSchema;
  const parts = { path: change.path, ...place, seq: null, kind: "update", fields: [], order: null } as const;
  const { theirs, ours } = change;
  if (theirs === null) {
    const text = "Records are deleted in MoneyWorks, not here: put the file back.";
    return { ...parts, reasons: ours === null ? [] : [reason("delete", null, text)] };
  }
  const fault = tableFault(place.table, input.settings);
  if (fault !== null) return { ...parts, reasons: [fault] };
  const began = change.bases.filter((file) => file !== null);
  if (ours === null && began.length === 0) return { ...parts, reasons: [elsewhere(place.table)] };
  const read = readAll([...began, theirs, ...(ours === null ? [] : [ours])], input.read);
  if ("reasons" in read) return { ...parts, reasons: read.reasons };
  const bases = read.records.slice(0, began.length);
  const edited = read.records[began.length] as MwRecord;
  if (edited.element !== schema.record) {
    const text = `The file of a ${schema.record} holds a ${edited.element}.`;
    return { ...parts, reasons: [reason("path-mismatch", null, text)] };
  }
  const empty: MwRecord = { element: schema.record, fields: [], subfiles: [] };
  const [base = empty, ...more] = bases;
  const idField = input.settings.idFields.get(place.table) ?? null;
  const common = { path: change.path, schema, key: place.key, bases: [base, ...more], theirs: edited, idField };
  if (ours === null) {
    const replaced = input.replacedBy(change.path);
    if (replaced === null) return { ...parts, reasons: [goneFault(place, bases, input)] };
    return {
      ...parts,
      kind: "invoice",
      seq: replaced.seq,
      ...planReplaced({ ...common, ours: base }, replaced.record, DETAIL),
    };
  }
  const record = { ...common, ours: read.records.at(-1) as MwRecord };
  const isTransaction = schema.subfiles.length > 0;
  const judged = isTransaction ? planInvoice(record, DETAIL) : planUpdate(record);
  const isAsking = judged.fields.length > 0 || judged.reasons.length > 0;
  if (isAsking && isAnother(record.ours, bases)) return { ...parts, reasons: [goneFault(place, bases, input)] };
  return { ...parts, seq: seqOf(record.ours), kind: isTransaction ? "invoice" : "update", ...judged };
}

/** Whether MoneyWorks gave the code to another record meanwhile: an edit must not land on that. */
function isAnother(ours: MwRecord, bases: readonly MwRecord[]): boolean {
  return bases.length > 0 && bases.every((base) => seqOf(base) !== seqOf(ours));
}

function readAll(
  files: readonly TreeFile[],
  read: ReadBlob,
): { readonly records: readonly MwRecord[] } | { readonly reasons: readonly Reason[] } {
  const all = files.map((file) => readEdited(read, file));
  const reasons = all.flatMap((one) => ("reason" in one ? [one.reason] : []));
  return reasons.length > 0 ? { reasons } : { records: all.flatMap((one) => ("content" in one ? [one.content] : [])) };
}

/** Why records of a table are not written; null when they are. */
function tableFault(table: TableName, { tables }: PlanSettings): Reason | null {
  if (!WRITABLE.has(table)) {
    const text = `MoneyWorks documents no import that changes one record of ${table}. Edit it in MoneyWorks.`;
    return reason("not-writable", null, text);
  }
  if (tables.includes(table)) return null;
  return reason(
    "not-writable",
    null,
    `The table ${table} is not mirrored, so what came of the edit could not be seen.`,
  );
}

function elsewhere(table: TableName): Reason {
  const text = `MoneyWorks has no such record. A new one goes to new/${table}/<name>.xml; it gets its place when MoneyWorks has it.`;
  return reason("new-elsewhere", null, text);
}

function goneFault({ table }: Place, bases: readonly MwRecord[], input: PlanInput): Reason {
  const [base] = bases;
  const now = base === undefined ? null : input.keyOfNumber(table, seqOf(base));
  if (now !== null) {
    const path = recordPath(SCHEMA.get(table) as TableSchema, now);
    const text = `The record has another code in MoneyWorks now; make the edit in ${path}.`;
    return reason("renamed-in-moneyworks", null, text);
  }
  return reason("deleted-in-moneyworks", null, "The record was deleted in MoneyWorks meanwhile.");
}

function planNewFile(change: IncomingChange, input: PlanInput): PlannedFile | null {
  const { path, theirs } = change;
  if (theirs === null) return null;
  const [, table = "", clientId = ""] = NEW_FILE.exec(path) ?? [];
  const schema = SCHEMA.get(table as TableName);
  const parts = { path, kind: "new", key: null, seq: null, fields: [], order: null } as const;
  if (schema === undefined) {
    const text = "New records go to new/<table>/<name>.xml, with a table of MoneyWorks.";
    return { ...parts, kind: "file", table: null, reasons: [reason("foreign-path", null, text)] };
  }
  const common = { ...parts, table: schema.table };
  const fault =
    tableFault(schema.table, input.settings) ??
    clientIdFault(clientId) ??
    madeFault(change, schema, { clientId, input });
  if (fault !== null) return { ...common, reasons: [fault] };
  const read = readEdited(input.read, theirs, "empty");
  if ("reason" in read) return { ...common, reasons: [read.reason] };
  const record = read.content;
  if (record.element !== schema.record) {
    const text = `A file in new/${table}/ holds a ${record.element}.`;
    return { ...common, reasons: [reason("path-mismatch", null, text)] };
  }
  const idField = input.settings.idFields.get(schema.table) as string;
  return { ...common, ...planNew({ path, schema, detail: DETAIL, clientId, idField, record }) };
}

function clientIdFault(clientId: string): Reason | null {
  if (CLIENT_ID.test(clientId)) return null;
  const text =
    "The file's name must be 1 to 64 small letters, digits, dots, hyphens and underscores, beginning and ending with a letter or digit.";
  return reason("bad-client-id", null, text);
}

/** A file that an accepted commit had: its record is elsewhere by now. */
function madeFault(
  { bases }: IncomingChange,
  { table }: TableSchema,
  { clientId, input }: { readonly clientId: string; readonly input: PlanInput },
): Reason | null {
  if (bases.every((base) => base === null)) return null;
  const where = input.madeBy(table, clientId);
  return reason(
    "already-created",
    null,
    `This record has been made already. Merge main and edit ${where ?? "its file"} there.`,
  );
}

function refusedFile(path: string, why: Reason): PlannedFile {
  return { path, kind: "file", table: null, key: null, seq: null, fields: [], reasons: [why], order: null };
}
