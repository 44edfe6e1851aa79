import { recordBytes } from "../../../canonical/print.ts";
import { MIRRORED_TABLES } from "../../../config/table-types.ts";
import type { TableName } from "../../../domain/ids.ts";
import type { Source } from "../../../domain/ports/source.ts";
import { FileBatch } from "./file-batch.ts";
import type { AnonymizeSource, Place, SourcePart } from "./source.ts";

const PAGE_RECORDS = 500;

/**
 * A document on its server, read page by page in ascending order of number, one request at a time. What is edited meanwhile is read as it is
 * when its page comes: the identity names the document, and cannot name its state.
 * @throws moneyworks.*
 */
export async function openServer(source: Source, signal: AbortSignal): Promise<AnonymizeSource> {
  const { name, document, tables } = await source.contact(signal);
  const there = MIRRORED_TABLES.filter((table) => tables === null || tables.includes(table));
  const counted = [];
  for (const table of there) counted.push({ table, records: await source.count(table, signal) });
  return {
    name,
    identity: `document ${document ?? name}`,
    tables: counted.filter(({ records }) => records > 0),
    passedOver: [],
    parts: (table, from, stop) => tableParts(source, { table, from }, stop),
    close: () => source.release(),
  };
}

/** A place is the highest number that was read. */
async function* tableParts(
  source: Source,
  { table, from }: { readonly table: TableName; readonly from: Place },
  signal: AbortSignal,
): AsyncGenerator<SourcePart> {
  for (let after = Number(from); ; ) {
    const { records, found } = await source.page({ table, after, limit: PAGE_RECORDS }, signal);
    const batch = new FileBatch(table, "canonical");
    for (const { seq, modtime, record } of records) {
      batch.add(recordBytes(record), modtime);
      after = seq;
      if (batch.isFull) yield { batch: batch.take(), place: String(after) };
    }
    if (!batch.isEmpty) yield { batch: batch.take(), place: String(after) };
    if (records.length === 0 || records.length >= found) return;
  }
}
