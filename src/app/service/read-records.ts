import type { RecordList } from "../../api/contract/record.ts";
import type { RecordQuery } from "../../api/service.ts";
import { fail } from "../../domain/errors/tidemark-error.ts";
import { parseTableName, type RecordKey, type TableName } from "../../domain/ids.ts";
import { clamped } from "./limits.ts";
import type { ReadingParts } from "./reading-parts.ts";
import { summaryOf } from "./record-summary.ts";
import { searchRecords } from "./search-records.ts";

const MOST_RECORDS = 200;

/** @throws usage.table-name, record.no-table, api.bad-parameter */
export function readRecords(parts: ReadingParts, query: RecordQuery): RecordList {
  const { staging } = parts;
  const table = parseTableName(query.table);
  if (!staging.markers().some((marker) => marker.table === table)) throw fail("record.no-table", { table });
  const total = staging.liveCount(table);
  const limit = clamped(query.limit, MOST_RECORDS);
  const { search, after } = query;
  if (search === undefined || search === "") return { table, total, ...listed(parts, { table, after, limit }) };
  return { table, total, ...searchRecords(parts, { table, text: search, after, limit }) };
}

interface ListQuery {
  readonly table: TableName;
  readonly after: string | undefined;
  readonly limit: number;
}

function listed({ staging }: ReadingParts, { table, after, limit }: ListQuery): Omit<RecordList, "table" | "total"> {
  const rows = staging.rowsAfter(table, (after ?? null) as RecordKey | null, limit + 1);
  const records = rows.slice(0, limit).map((row) => summaryOf(row, null));
  return { records, scanned: records.length, next: rows.length > limit ? (records.at(-1)?.key ?? null) : null };
}
