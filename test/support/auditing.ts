import { Audit } from "../../anonymizer/audit/audit.ts";
import { Examiner } from "../../anonymizer/audit/examine.ts";
import type { AuditMemory } from "../../anonymizer/audit/examined.ts";
import type { Expected } from "../../anonymizer/audit/layout.ts";
import type { AuditDisk, Examiners } from "../../anonymizer/audit/ports.ts";
import type { AuditReport } from "../../anonymizer/audit/report.ts";
import { createContextGatherer } from "../../anonymizer/books/gatherer.ts";
import { SharedSums } from "../../anonymizer/books/shared-sums.ts";
import { tableOrder } from "../../anonymizer/books/table-order.ts";
import { createEngine } from "../../anonymizer/engine.ts";
import type { OutputBatch, SourceBatch, TargetForm } from "../../anonymizer/model/batch.ts";
import type { Engine, EngineOptions } from "../../anonymizer/model/engine.ts";
import type { Rules } from "../../anonymizer/model/rule.ts";
import { createReader } from "../../anonymizer/reading/read-batch.ts";
import { DEFAULT_RULES } from "../../anonymizer/rules/default-rules.ts";
import { readRules } from "../../anonymizer/rules/read-rules.ts";
import { createPseudonyms } from "../../anonymizer/values/pseudonyms.ts";
import type { TableName } from "../../src/domain/ids.ts";
import { SCHEMA } from "../../src/domain/schema/schema.ts";
import type { NewRow } from "../../src/simulator/company/data.ts";
import { trueCompanyData } from "./true-books/company.ts";
import { ExportText, TABLE_END } from "./true-books/export-text.ts";

/** Records in a batch: few, so that small companies have several. */
const BATCH = 50;

/** A company and what the anonymizer makes of it, in memory. */
export interface AuditedWorld {
  readonly tables: ReadonlyMap<TableName, readonly NewRow[]>;
  /** Files of the output by their path. */
  readonly files: ReadonlyMap<string, string>;
  readonly expected: Expected;
  /** Made once: other worlds take their time. */
  readonly auditor: { readonly rules: Rules; readonly memory: AuditMemory; readonly examiner: Examiner };
}

export interface WorldOptions {
  readonly seed: number;
  readonly transactions?: number;
  readonly target?: TargetForm;
  readonly rules?: string;
  /** Rules by which the anonymizer works, while it says that it works by `rules`: one that does not do its work. */
  readonly brokenRules?: string;
  readonly copies?: number;
  readonly awkward?: boolean;
  /** What the source has beside the generated company. */
  readonly change?: (tables: Record<string, NewRow[]>) => void;
}

export function auditedWorld({ seed, target = "verbose", copies = 1, ...more }: WorldOptions): AuditedWorld {
  const { transactions = 60, rules = DEFAULT_RULES, awkward = false, change } = more;
  const create = (options: EngineOptions) => createEngine({ ...options, rules: more.brokenRules ?? options.rules });
  const data = trueCompanyData({ seed, transactions, awkward }).tables;
  change?.(data);
  const tables = new Map(tableOrder(Object.keys(data) as TableName[]).map((table) => [table, data[table] ?? []]));
  const secret = new TextEncoder().encode(`a secret of world ${seed} in a test`);
  const locale = "en_AU";
  const pseudonyms = createPseudonyms({ secret, locale, copy: 0 });
  const gatherer = createContextGatherer({ rules: readRules(rules), pseudonyms });
  const reader = createReader();
  for (const table of gatherer.tables) {
    for (const batch of batchesOf(table, tables.get(table) ?? [])) {
      for (const item of reader.read(batch).items) gatherer.add(table, item);
    }
  }
  const options = { rules, secret, locale, target, copies, context: gatherer.finish() };
  return { tables, ...written(tables, options, create(options)), auditor: auditorOf(options, create) };
}

function auditorOf(options: EngineOptions, create: typeof createEngine): AuditedWorld["auditor"] {
  const rules = readRules(options.rules);
  const memory = { filter: new SharedArrayBuffer(1 << 20), balance: new SharedArrayBuffer(1 << 16) };
  return { rules, memory, examiner: new Examiner({ options, memory, create }) };
}

/** A record of the source by its number. */
export function rowOf({ tables }: AuditedWorld, table: string, seq: number): NewRow {
  const row = tables.get(table as TableName)?.find((other) => other.seq === seq);
  if (row === undefined) throw new Error(`${table} has no record ${seq}`);
  return row;
}

function* batchesOf(table: TableName, rows: readonly NewRow[]): Generator<SourceBatch> {
  const text = new ExportText("verbose");
  for (let from = 0; from < rows.length; from += BATCH) {
    const some = rows.slice(from, from + BATCH);
    const records = some.map((row) => text.record(table, row)).join("");
    const bytes = new TextEncoder().encode(text.start(table, some.length) + records + TABLE_END);
    yield { table, form: "export", bytes, ends: null, modtimes: null };
  }
}

const COMMENT = '<!-- tidemark-anonymized {"format":"tidemark-anonymized"} -->';
const FIRST_LINE = '{"format":"tidemark-simulator","version":2,"uuid":"x","anonymized":{}}\n';

function written(
  tables: AuditedWorld["tables"],
  { target }: EngineOptions,
  engine: Engine,
): Pick<AuditedWorld, "files" | "expected"> {
  const whole = new Map([[".gitignore", "*\n"]]);
  const files = new Map(whole);
  if (target === "snapshot") files.set("snapshot.jsonl", FIRST_LINE);
  const sums = new SharedSums();
  for (const [table, rows] of tables) {
    const outputs = Array.from(batchesOf(table, rows), (batch) => engine.anonymize(batch));
    for (const output of outputs) sums.addAll(output.sums);
    engine.useSums(sums.given());
    const records = outputs.flatMap(recordsOf).toSorted((a, b) => a.order - b.order);
    if (target === "canonical") for (const { path, text } of records) files.set(path, text);
    else if (target === "snapshot") files.set("snapshot.jsonl", files.get("snapshot.jsonl") + textOf(records));
    else files.set(`${table}.xml`, headOf(table, records.length) + textOf(records) + TABLE_END);
  }
  return { files, expected: { target, whole, comment: COMMENT, firstLine: FIRST_LINE, snapshot: "snapshot.jsonl" } };
}

function headOf(table: TableName, count: number): string {
  const name = SCHEMA.get(table)?.name;
  return `<?xml version="1.0"?>\n${COMMENT}\n<table name="${name}" count="${count}" start="0" found="${count}">\n`;
}

interface OutputRecord {
  readonly order: number;
  readonly path: string;
  readonly text: string;
}

const textOf = (records: readonly OutputRecord[]): string => records.map(({ text }) => text).join("");

function recordsOf({ bytes, ends, order, paths }: OutputBatch): OutputRecord[] {
  return Array.from(ends, (end, i) => {
    const text = new TextDecoder().decode(bytes.subarray(i === 0 ? 0 : ends[i - 1], end));
    return { order: order[i] as number, path: paths?.[i] ?? "", text };
  });
}

/** @param changes files to be put in the place of the output's own; null: the file is gone */
export async function auditOf(
  { tables, files, expected, auditor }: AuditedWorld,
  changes: Readonly<Record<string, string | Uint8Array | null>> = {},
): Promise<AuditReport> {
  const { rules, memory, examiner } = auditor;
  new Int32Array(memory.balance).fill(0);
  const output = new Map<string, string | Uint8Array | null>([...files, ...Object.entries(changes)]);
  return await new Audit({
    source: {
      tables: [...tables.keys()],
      written: [...tables.keys()],
      batches: (table) => batchesOf(table, tables.get(table) ?? []),
    },
    examiners: examinersOf(examiner),
    disk: diskOf(output),
    memory,
    rules,
    expected,
    watcher: { onStep: () => {}, onRecords: () => {} },
  }).run();
}

function examinersOf(examiner: Examiner): Examiners {
  return {
    width: 2,
    gather: async (batch) => examiner.gather(batch),
    examine: async (batch) => examiner.examine(batch),
    images: async (batch) => examiner.images(batch),
    confirm: async (batch, keys) => examiner.confirm(batch, keys),
    useSums: (sums) => examiner.useSums(sums),
  };
}

function diskOf(files: ReadonlyMap<string, string | Uint8Array | null>): AuditDisk {
  return {
    files: () => [...files].filter(([, text]) => text !== null).map(([path]) => ({ path, isFile: true })),
    read: (path) => [Buffer.from(files.get(path) ?? "")],
  };
}
