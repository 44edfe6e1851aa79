import type { Item, SourceBatch } from "../../../anonymizer/model/batch.ts";
import { createExportSplitter } from "../../../anonymizer/reading/export-splitter.ts";
import { deflate } from "../../../src/canonical/blob.ts";
import { parseExport } from "../../../src/canonical/parse-export.ts";
import { recordBytes } from "../../../src/canonical/print.ts";
import type { TableName } from "../../../src/domain/ids.ts";
import { SCHEMA, type TableSchema } from "../../../src/domain/schema/schema.ts";
import { SimulatedExports } from "../../support/simulated-exports.ts";

export const TABLE = "transaction" as TableName;
export const TABLE_SCHEMA = SCHEMA.get(TABLE) as TableSchema;
const BATCH = 100;

/** The same transactions of a generated company in every form. */
export interface Sample {
  readonly records: number;
  readonly items: readonly (readonly Item[])[];
  readonly verboseFile: Uint8Array;
  readonly verbose: readonly SourceBatch[];
  readonly terse: readonly SourceBatch[];
  readonly canonical: readonly SourceBatch[];
  readonly deflated: readonly SourceBatch[];
}

export function sampleOf(transactions: number): Sample {
  const company = new SimulatedExports(transactions * 2);
  const verboseFile = company.export(TABLE, { verbose: true });
  const verbose = batchesOf(verboseFile);
  const items = verbose.map(({ bytes }) => parseExport(bytes, TABLE_SCHEMA).records);
  const files = items.map((batch) => batch.map(({ record }) => recordBytes(record)));
  return {
    records: items.reduce((sum, batch) => sum + batch.length, 0),
    items,
    verboseFile,
    verbose,
    terse: batchesOf(company.export(TABLE, { verbose: false })),
    canonical: files.map((batch) => batchOf("canonical", batch)),
    deflated: files.map((batch) => batchOf("deflated", batch.map(deflate))),
  };
}

function batchesOf(file: Uint8Array): SourceBatch[] {
  const splitter = createExportSplitter({ file: "transaction.xml", batchRecords: BATCH });
  return [...splitter.push(file), ...splitter.end()].map(({ batch }) => batch);
}

function batchOf(form: "canonical" | "deflated", files: readonly Uint8Array[]): SourceBatch {
  let end = 0;
  const ends = Uint32Array.from(files, (file) => (end += file.length));
  return { table: TABLE, form, bytes: new Uint8Array(Buffer.concat(files)), ends, modtimes: null };
}
