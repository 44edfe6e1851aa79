import type { RecordAnswer, RecordAt } from "../../api/service.ts";
import { inflate } from "../../canonical/blob.ts";
import { parseTableName, type RecordKey } from "../../domain/ids.ts";
import type { PastRecord } from "../../domain/ports/mirror.ts";
import type { MwRecord } from "../../domain/record.ts";
import { missingRecord, type RecordRequest, shownRecord } from "../shown-record.ts";
import type { ReadingParts } from "./reading-parts.ts";

/** @throws usage.table-name, record.not-found, record.before-mirror, mirror.* */
export function readRecord(parts: ReadingParts, query: RecordAt): RecordAnswer {
  const { mirror, hidden } = parts;
  const request = { table: parseTableName(query.table), key: query.key as RecordKey, at: query.at };
  const { table, key, at } = request;
  const past = (at === null ? committed(parts, request) : null) ?? mirror.past(table, key, at);
  if (past === null) throw missingRecord(request, at === null ? null : mirror.began());
  const { commit, at: made, record, xml } = shownRecord(request, past, hidden());
  return { detail: { table, key, commit, at: made, ...wire(record) }, xml, tag: tagOf(parts, past, xml) };
}

/** What staging holds is what main has, unless something newer waits for a commit: git need not be read then. */
function committed({ staging }: ReadingParts, { table, key }: RecordRequest): PastRecord | null {
  const row = staging.rowByKey(table, key);
  const last = staging.lastCommit();
  if (row === null || last === null || row.oid !== row.mainOid) return null;
  const found = staging.body(table, key);
  // Git keeps whole seconds.
  const at = last.at - (last.at % 1000);
  return found === null ? null : { commit: last.commit, at, bytes: inflate(found.body) };
}

function wire({ fields, subfiles }: MwRecord) {
  return {
    fields: [...fields],
    subfiles: subfiles.map(({ name, element, rows }) => ({
      name,
      element,
      rows: rows.map(({ fields: cells, system }) => ({ fields: [...cells], system })),
    })),
  };
}

/**
 * Another tag for other bytes, also where only a private value is another, and for other masks. A plain hash of the bytes would let a
 * reader try out private values until one fits.
 */
function tagOf({ secret }: ReadingParts, { bytes }: PastRecord, xml: string): string {
  return new Bun.SHA1().update(secret).update(bytes).update("\0").update(xml).digest("hex");
}
