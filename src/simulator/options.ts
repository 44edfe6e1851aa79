import type { Clock } from "../domain/ports/clock.ts";
import type { Locale } from "./expression/scope.ts";
import type { RecordedCompany } from "./recorded-rows.ts";
import type { SimulatorSnapshot } from "./snapshot.ts";
import type { CompanySource } from "./store/document.ts";
import type { Zone } from "./time/zone.ts";

/** Ways in which servers differ, or may differ, from the one this simulator is modelled on (9.2.1). */
export interface Quirks {
  /** `Timestamp()` exists (9.0.4 and later, manual). */
  readonly timestampFunction: boolean;
  /** `TextToDate` reads 14 digits as date and time; false: it answers the blank date. */
  readonly textToDate14: boolean;
  /** `TimeAdd` exists. */
  readonly timeAdd: boolean;
  /** `[Field]` export formats are evaluated; false: refused as a malformed request. */
  readonly customFormats: boolean;
  /** A newline follows `</table>`. */
  readonly trailingNewline: boolean;
  /** XML lines end CR LF instead of LF. */
  readonly crlf: boolean;
  /** `>` in text is written `&gt;` (either is possible). */
  readonly escapeGt: boolean;
  /** Characters that XML 1.0 forbids are sent as `&#11;` or as they are; both break a conforming parser. */
  readonly controlCharacters: "reference" | "raw";
  /** A search that finds nothing answers an empty body instead of an empty table. */
  readonly emptyResultBody: boolean;
  /** Search expressions over 255 characters are refused (manual, relational section). */
  readonly searchLimit255: boolean;
  /** Tables this server's version does not know, lower case. */
  readonly missingTables: readonly string[];
  /** Fields of this server's XML that the built-in schema lacks: `name.loyalty`, `name.loyalty=gold` in every record. */
  readonly extraFields: readonly string[];
  /** Fields of the schema that this server's XML lacks: `name.phone`, `detail.gross`. */
  readonly missingFields: readonly string[];
  /** What every other answer to one and the same XML export writes in another way: attributes of `<table>`, blanks as `<a/>`, the order of records. */
  readonly varies: "nothing" | "attributes" | "blanks" | "records";
  /** Reconciling a line stamps the transaction's header too (unknown; observed only that the line is stamped). */
  readonly reconcileStampsHeader: boolean;
  /** `update="true" seqnum` keeps the invoice's number (unknown); false: it gets a new one. */
  readonly updateKeepsNumber: boolean;
  /** What becomes of the code of a record that an import makes: stored as supplied, or in capitals (unknown). */
  readonly importedCodes: "as-supplied" | "upper-case";
  /** Fields that imports silently leave out: `name.custom1`, `detail.description` (not known of every field). */
  readonly ignoredImportFields: readonly string[];
  /** Most characters of a text that an import stores, where that is less than in the schema: `name.phone` is 5. */
  readonly fieldSizes: Readonly<Record<string, number>>;
  /** HTTP status of `[ERROR]` answers (undocumented). */
  readonly importErrorStatus: number;
  /** `Today()` and `Time()` are this many seconds ahead of the stamps, as in the Acme Widgets demo (observed). */
  readonly timeWarpSeconds: number;
}

export interface SimUser {
  readonly user: string;
  readonly password: string;
  /** Written to `enteredby` and `postedby`, at most three characters; default: the start of `user`. */
  readonly initials?: string;
  /** Records with a higher `securitylevel` are silently absent; default: no limit. */
  readonly securityLevel?: number;
}

export interface SimulatorOptions {
  /** What the document holds at first: generated rows, which may come one by one. Default: nothing. */
  readonly data?: CompanySource;
  /** Instead of `data`: a document that was saved before. */
  readonly snapshot?: SimulatorSnapshot;
  /** Instead of `data`: a snapshot of version 2, read once. */
  readonly recorded?: RecordedCompany;
  /** Host time: the virtual clock runs on it, and login slots linger by it. */
  readonly clock: Clock;
  /** 0 (default): any free port. A real Datacentre listens on 6710. */
  readonly port?: number;
  /** Default 127.0.0.1. */
  readonly hostname?: string;
  /** PEM texts: then the port speaks TLS only. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Document path with plain slashes; default `Acme.moneyworks`. */
  readonly document?: string;
  /** Further documents that `list` names and nobody can open. */
  readonly otherDocuments?: readonly string[];
  /** Nobody: an unprotected document, which accepts any or no credentials (observed). */
  readonly users?: readonly SimUser[];
  /** Folder-level login: `path` with plain slashes, `root` for the root folder. */
  readonly folder?: { readonly path: string; readonly password: string };
  /** Default 9.2.1. */
  readonly version?: string;
  readonly locale?: Locale;
  /** Default Pacific/Auckland. */
  readonly zone?: Zone;
  /** Instant at which the virtual clock starts, milliseconds since 1970 UTC; default: the host's now. */
  readonly startTime?: number;
  /** `DocUUID`; default: the snapshot's, or a fixed one. */
  readonly uuid?: string;
  /** Concurrent logins that the licence allows; default 10. */
  readonly userLimit?: number;
  /** How long a worker keeps its login after its last answer; default 30 (manual). */
  readonly lingerSeconds?: number;
  /** First period that takes entries, as `100 × year + period`; default: everything up to the current one. */
  readonly firstOpenPeriod?: number;
  readonly quirks?: Partial<Quirks>;
  /** Serve `/control/…` on the same port; it needs no credentials. Default false. */
  readonly controlApi?: boolean;
  /** Awaited before each request takes effect, so that a test can change data between two pages. */
  readonly onRequest?: (request: RequestNote) => void | Promise<void>;
}

/** One request as remembered for tests: no credentials. */
export interface RequestNote {
  /** Counts from 1 over the simulator's life. */
  readonly number: number;
  readonly method: string;
  /** Path and query without credentials. */
  readonly target: string;
  readonly command: string;
  /** Lower case; empty when the request names none. */
  readonly table: string;
}

export const DEFAULT_QUIRKS: Quirks = {
  timestampFunction: true,
  textToDate14: true,
  timeAdd: true,
  customFormats: true,
  trailingNewline: true,
  crlf: false,
  escapeGt: true,
  controlCharacters: "reference",
  emptyResultBody: false,
  searchLimit255: false,
  missingTables: [],
  extraFields: [],
  missingFields: [],
  varies: "nothing",
  reconcileStampsHeader: false,
  updateKeepsNumber: true,
  importedCodes: "as-supplied",
  ignoredImportFields: [],
  fieldSizes: {},
  importErrorStatus: 200,
  timeWarpSeconds: 0,
};
