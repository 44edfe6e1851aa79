import type { TableName } from "./ids.ts";

/** The two XML forms of an export: without and with blank and system fields. */
export type XmlFormat = "xml-terse" | "xml-verbose";

/** How a server writes something; `none`: it was not seen. */
export type Way<T extends string> = T | "both" | "none";

/** What the bytes of one or several answers look like, beyond what they say. */
export interface AnswerForm {
  readonly endsWithNewline: boolean;
  readonly lineEnds: Way<"LF" | "CRLF">;
  /** `>` and `"` in texts. */
  readonly greaterThan: Way<"escaped" | "raw">;
  readonly quote: Way<"escaped" | "raw">;
  /** `<a></a>` or `<a/>`. */
  readonly blanks: Way<"pair" | "self-closing">;
  /** By sequence number; `unknown`: the answer has no numbers, or fewer than two records. */
  readonly records: "ascending" | "other" | "unknown";
  /** Whether every record has its fields in one order. */
  readonly fields: "steady" | "varying" | "unknown";
}

/** Where two answers to one question part. */
export interface ByteDifference {
  /** Offset of the first byte that differs, from 0; where one answer ends, the length of the shorter one. */
  readonly at: number;
  /** The page held the records behind this sequence number. */
  readonly after: number;
  /** Which record of the page, from 1; 0: before the first one. */
  readonly record: number;
  /** The innermost element there, as the first answer has it. */
  readonly element: string;
  /** It is private, so that its values are not shown. */
  readonly isPrivate: boolean;
  /** Some bytes around the place, one text for each answer; values of private fields are masked. */
  readonly context: readonly [string, string];
  /** false: asked once more, two answers were the same. A figure may have changed without a stamp. */
  readonly lasting: boolean;
}

/** `changed`: records changed each time it was tried, so it cannot be told. `failed`: the table cannot be read. */
export type RepeatVerdict = "repeats" | "differs" | "changed" | "failed";

/** Whether one table's exports in one format repeat themselves byte by byte. */
export interface RepeatResult {
  readonly table: TableName;
  readonly format: XmlFormat;
  readonly verdict: RepeatVerdict;
  readonly records: number;
  /** Answers compared, and bytes received for it. */
  readonly answers: number;
  readonly bytes: number;
  readonly difference: ByteDifference | null;
  /** null: nothing was received. */
  readonly form: AnswerForm | null;
  readonly error: { readonly code: string; readonly message: string; readonly hint: string } | null;
}
