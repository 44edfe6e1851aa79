import type { AuditStep } from "../../../anonymizer/audit/ports.ts";
import type { TableName } from "../../domain/ids.ts";

/** What is written: a file of XML a table, a file a record as in the repository, or a company for `tidemark simulate --data`. */
export const OUTPUT_KINDS = ["exports", "canonical", "snapshot"] as const;
export type OutputKind = (typeof OUTPUT_KINDS)[number];
export const EXPORT_FORMATS = ["verbose", "terse"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** What `tidemark anonymize` was asked for. */
export interface AnonymizeRequest {
  /** A repository, staging file, data directory, exports, a URL, or `moneyworks` for the configured document. */
  readonly from: string;
  readonly to: string;
  readonly as: OutputKind;
  /** Of exports. */
  readonly format: ExportFormat;
  readonly secretFile: string;
  /** Makes the secret file, which must not be there. */
  readonly newSecret: boolean;
  /** A rules file; undefined: the rules that the program has. */
  readonly rulesFile: string | undefined;
  /** Only these tables; undefined: all. */
  readonly tables: readonly TableName[] | undefined;
  /** Transactions, about; null: all. */
  readonly sample: number | null;
  /** Copies of everything. */
  readonly scale: number;
  readonly locale: string;
  /** Threads beside the main one; 0: everything in the main one; undefined: one for each core. */
  readonly jobs: number | undefined;
  readonly resume: boolean;
  readonly audit: boolean;
}

/** How far it has come; shown to a person, never part of the output. */
export interface AnonymizeProgress {
  /** `context`: what has to be known of the whole first. `assemble`: the sorted files are made of their parts. */
  readonly step: "context" | "records" | "assemble" | `audit-${AuditStep}`;
  readonly table: TableName | null;
  /** Records read in this step, of all tables. */
  readonly done: number;
  /** null: not known. */
  readonly total: number | null;
}

export interface TableResult {
  readonly table: TableName;
  readonly read: number;
  readonly written: number;
  /** Subfile rows in what was written. */
  readonly lines: number;
}

/** What the command tells at its end. */
export interface AnonymizeResult {
  readonly tables: readonly TableResult[];
  /** In the output directory, as they are named there. */
  readonly files: readonly string[];
  readonly seconds: number;
  /** Of this start: what a resumed run found done is not counted. */
  readonly recordsPerSecond: number;
  /** Bytes; null where the system does not tell. */
  readonly peakRss: number | null;
  /** Records that an earlier start had done. */
  readonly resumed: number;
  /** Tables of the source that were not read, and why. */
  readonly passedOver: readonly { readonly table: string; readonly reason: string }[];
  /** What the audit found; null: it was not asked for. */
  readonly audit: AuditOutcome | null;
}

/** What of the audit decides the exit code. */
export interface AuditOutcome {
  /** Whether there is nothing in the output that must not be. */
  readonly isClean: boolean;
  /** Its report as text. */
  readonly text: string;
  /** And for programs. */
  readonly report: object;
}

export interface AnonymizeWatcher {
  /** @param now the host's wall clock, ms */
  readonly onProgress: (progress: AnonymizeProgress, now: number) => void;
  /** One line for a person. */
  readonly onNote: (note: string) => void;
}
