import type { TidemarkError } from "../errors/tidemark-error.ts";
import type { Modtime, TableName } from "../ids.ts";
import type { SourceRecord } from "../record.ts";
import type { XmlFormat } from "../repeat.ts";

/** What this server can do, found by asking it; every fallback is logged once as a warning. */
export interface Capabilities {
  /** `texttodate`: by a 14-digit literal. `timeadd`: by seconds before the server's now. `none`: polls read whole tables. */
  readonly modifiedSince: "texttodate" | "timeadd" | "none";
  /** `[Field]` formats work, with 14-digit timestamps by DateToText. */
  readonly customFormat: boolean;
  /** `Timestamp()` in local and UTC form works (9.0.4 or later). */
  readonly timestamp: boolean;
}

export interface Contact {
  /** The server's version, e.g. `9.2.1`. */
  readonly version: string;
  /** What the document is called and where: `Acme.moneyworks on https://books.example:6710`. Nothing secret. */
  readonly name: string;
  /** `DocUUID` of the document; null when the server does not tell. */
  readonly document: string | null;
  /** Tables the document has, lower case; null when the server does not tell. */
  readonly tables: readonly TableName[] | null;
  readonly capabilities: Capabilities;
}

/** One reading of the server's clock, bracketed by the host's. */
export interface ServerTime {
  /** The server's local wall clock, whole seconds, rounded down. */
  readonly local: Modtime;
  /** The server's UTC in milliseconds since 1970, when it can tell. */
  readonly utc: number | null;
  /** Host wall clock just before the question and just after the answer. */
  readonly askedAt: number;
  readonly answeredAt: number;
}

/** A page of one table in ascending order of sequence number. */
export interface PageRequest {
  readonly table: TableName;
  /** Only records with a greater sequence number; 0 for the first page. */
  readonly after: number;
  /** Most records to return, 1 to 1000. */
  readonly limit: number;
  /** Only records whose modtime is this or later; absent: all. */
  readonly since?: Modtime | undefined;
  /** Only records with a smaller sequence number; absent: no upper bound. */
  readonly below?: number | undefined;
  /** Tries of the export after errors that one record can cause (domain/errors/one-record.ts); default and most: 5. */
  readonly tries?: number | undefined;
}

export interface Page {
  /** Ascending by `seq`, each greater than the request's `after`. */
  readonly records: readonly SourceRecord[];
  /** Names of the elements in these records, blank ones and lines' (`detail.gross`) too, in any order; no subfiles. */
  readonly fields: readonly string[];
  /** Records that match after `after`, this page included: the page is the last one when it holds them all. */
  readonly found: number;
  /** Bytes received. */
  readonly bytes: number;
  /** Characters that XML forbids, replaced reversibly. */
  readonly replaced: number;
}

/** Numbers and stamps of records, without their contents. */
export interface StampsPage {
  /** Ascending by `seq`, each greater than the request's `after`. */
  readonly rows: readonly { readonly seq: number; readonly modtime: Modtime }[];
  /** Records that match after `after`: the page is the last one when it has as many rows. */
  readonly found: number;
  /** Bytes received. */
  readonly bytes: number;
}

/** An export as the server writes it, in ascending order of sequence number. */
export interface BytesRequest {
  readonly table: TableName;
  /** As in `PageRequest`. */
  readonly after: number;
  readonly limit: number;
  readonly format: XmlFormat;
}

/** Numbers of transactions with a line modified since, one page of lines in ascending order of line number. */
export interface ParentsPage {
  readonly parents: readonly number[];
  readonly lines: number;
  /** The highest modtime among these lines; BLANK_MODTIME when there are none. */
  readonly highest: Modtime;
  /** The last line number of this page; ask again with it as `after`. */
  readonly lastLine: number;
  readonly found: number;
}

/**
 * MoneyWorks, as the engine needs it. Implementations retry what is worth retrying within their own bounds; what they
 * throw is final for this run (`TidemarkError`, codes `moneyworks.*`). No partial, short or doubtful answer is ever
 * returned as data. One request at a time. Every method rejects with the signal's reason when it aborts.
 */
export interface Source {
  /** Asks who is there and probes what works. Cheap enough for every run; implementations may remember the probe. */
  contact(signal: AbortSignal): Promise<Contact>;
  /**
   * Whether the document answers now: one question, sent once and told nowhere. null: it does; else what it ended with, as
   * the other methods would throw it.
   */
  knock(signal: AbortSignal): Promise<TidemarkError | null>;
  time(signal: AbortSignal): Promise<ServerTime>;
  page(request: PageRequest, signal: AbortSignal): Promise<Page>;
  /**
   * The records with these numbers, ascending; numbers that do not exist (any more) are simply missing. Neighbours may be
   * read along, so one that cannot be read can make this fail without being asked for. @param tries as in `PageRequest`
   */
  records(
    table: TableName,
    numbers: readonly number[],
    signal: AbortSignal,
    tries?: number,
  ): Promise<readonly SourceRecord[]>;
  parentsOfModifiedLines(since: Modtime, after: number, limit: number, signal: AbortSignal): Promise<ParentsPage>;
  /**
   * Like `page`, but numbers and stamps alone, by a custom format: at most 10,000 rows a request. Where the server refuses
   * such formats they are taken from whole records, at most 1000 (see `capabilities`).
   */
  stamps(request: PageRequest, signal: AbortSignal): Promise<StampsPage>;
  /**
   * The body of an export, unread: one that agrees with itself, of the table asked for, whatever the order of its records. No
   * bytes: the server answers an empty set so.
   */
  exportBytes(request: BytesRequest, signal: AbortSignal): Promise<Uint8Array>;
  /** Records the table holds now, as the server counts them; also where the first of them cannot be read. */
  count(table: TableName, signal: AbortSignal): Promise<number>;
  /** Gives the login slot back (`no_linger`); failures are ignored, it is a courtesy. */
  release(): Promise<void>;
}
