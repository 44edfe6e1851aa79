import { type ParsedExport, type ParsedRecord, parseExport } from "../canonical/parse-export.ts";
import { fail, TidemarkError } from "../domain/errors/tidemark-error.ts";
import type { TableSchema } from "../domain/schema/schema.ts";

/** What an answer is held against. */
export interface ExportExpectation {
  readonly schema: TableSchema;
  /** Every record has a greater sequence number. */
  readonly after: number;
  /** Most records asked for. */
  readonly limit: number;
  /** The records may come in any order. */
  readonly unordered?: boolean;
  /** The highest number stands first. */
  readonly descending?: boolean;
}

/** An export that agrees with itself and with what was asked. */
export interface JudgedExport {
  /** In the order asked for, by `seq`, all greater than `after`; `seq` is null in all of them or in none. */
  readonly records: readonly ParsedRecord[];
  /** As in `ParsedExport`. */
  readonly fields: readonly string[];
  /** Records that match the search. */
  readonly found: number;
  /** Characters that XML forbids, replaced reversibly. */
  readonly replaced: number;
}

/**
 * @throws `moneyworks.bad-xml` (malformed or cut off), `moneyworks.wrong-table`, `moneyworks.inconsistent` (the counts do
 *   not agree, too many or too few records, not in order): all worth asking again
 */
export function judgeExport(body: Uint8Array, expected: ExportExpectation): JudgedExport {
  const parsed = parse(body, expected.schema);
  const reason = contradiction(parsed, expected);
  if (reason !== null) throw fail("moneyworks.inconsistent", { table: expected.schema.table, reason });
  const { records, fields, found, replaced } = parsed;
  return { records, fields, found: found ?? 0, replaced };
}

function parse(body: Uint8Array, schema: TableSchema): ParsedExport {
  try {
    return parseExport(body, schema);
  } catch (cause) {
    if (!(cause instanceof TidemarkError)) throw cause;
    const { table } = schema;
    if (cause.code === "canonical.wrong-table") throw fail("moneyworks.wrong-table", { table }, { cause });
    const retryable = cause.code !== "canonical.doctype";
    throw fail("moneyworks.bad-xml", { table, reason: cause.message }, { cause, retryable });
  }
}

function contradiction({ records, count, start, found }: ParsedExport, expected: ExportExpectation) {
  const { after, limit, unordered = false, descending = false } = expected;
  const got = records.length;
  if (found === null) return "it does not say how many records match";
  if (count !== got) return `it announces ${count ?? "no number of"} records and holds ${got}`;
  if (start !== null && start !== 0) return `it starts at record ${start} instead of 0`;
  if (got !== Math.min(limit, found)) return `${got} records came of ${found} that match, with a limit of ${limit}`;
  if (unordered) return null;
  return descending ? disorder(records.toReversed(), after, "before") : disorder(records, after, "after");
}

/** @param records in the order that should be ascending @param place of a record beside the one that comes before it here */
function disorder(records: readonly ParsedRecord[], after: number, place: "before" | "after"): string | null {
  if (records.every(({ seq }) => seq === null)) return null;
  let previous = after;
  for (const { seq } of records) {
    if (seq === null) return "some records have a sequence number and some have none";
    if (seq <= previous) return `record ${seq} stands ${place} ${previous}`;
    previous = seq;
  }
  return null;
}
