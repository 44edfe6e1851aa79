import { readFileSync } from "node:fs";
import type { Modtime, TableName } from "../../../src/domain/ids.ts";
import { SCHEMA, type TableSchema } from "../../../src/domain/schema/schema.ts";

/** All benchmarks are about the table with the largest records, lines inside. */
export const TABLE = "transaction" as TableName;
export const TABLE_SCHEMA = SCHEMA.get(TABLE) as TableSchema;

/** A page of records: `<page>.xml` as the server sends it; `.canonical` the same records as they are committed, one after the other, and `.rows` what else is known of each. */
export interface PageEntry {
  readonly records: number;
  readonly lastSeq: number;
}

/** Sequence number, modtime and canonical bytes of one record. */
export type CanonicalRow = readonly [seq: number, modtime: Modtime, bytes: number];

export interface Dataset {
  readonly directory: string;
  readonly records: number;
  readonly pages: readonly PageEntry[];
  readonly xmlBytes: number;
  readonly canonicalBytes: number;
  /** Rounds of ten changes, in the order in which they build on each other. */
  readonly changes: readonly ChangeSet[];
}

export interface ChangeSet {
  /** Ten records side by side among the newest, or ten anywhere. */
  readonly kind: "neighbours" | "spread";
  readonly seqs: readonly number[];
}

export interface InputArgument {
  readonly directory: string;
  readonly records: number;
  readonly chunk: number;
  /** One record in so many has awkward texts. */
  readonly awkward: number;
}

export function pagePath(directory: string, page: number): string {
  return `${directory}/pages/${page}`;
}

export function changePath(directory: string, change: number): string {
  return `${directory}/changes/${change}`;
}

/** The stream for `git fast-import`: each file whole at its path, or all contents first and then the paths. */
export function streamPath(directory: string, form: "inline" | "blobs-first"): string {
  return `${directory}/${form}.fast-import`;
}

export function datasetPath(directory: string): string {
  return `${directory}/dataset.json`;
}

export function readDataset(directory: string): Dataset {
  return JSON.parse(readFileSync(datasetPath(directory), "utf8")) as Dataset;
}
