import { blobOid } from "../../../src/canonical/blob.ts";
import type { RecordKey } from "../../../src/domain/ids.ts";
import type { MwRecord } from "../../../src/domain/record.ts";
import type { Canonical } from "../../../src/sync/canonicalize.ts";
import { type CanonicalRow, pagePath, readDataset, TABLE } from "../input/dataset.ts";
import type { Stopwatch } from "../measure/stopwatch.ts";

/** What is only looked at when an older form of the record is known, which here never is. */
const UNREAD: MwRecord = { element: TABLE, fields: [], subfiles: [] };

/** The records page by page as they will be committed; only their ids are still to be found. */
export async function* readCanonicalPages(dataset: string, stopwatch: Stopwatch): AsyncGenerator<readonly Canonical[]> {
  const { pages } = readDataset(dataset);
  for (const page of pages.keys()) {
    const path = pagePath(dataset, page);
    const bytes = await Bun.file(`${path}.canonical`).bytes();
    const rows = (await Bun.file(`${path}.rows`).json()) as readonly CanonicalRow[];
    yield stopwatch.time("source.canonical", () => canonicalRecords(bytes, rows));
  }
}

function canonicalRecords(page: Uint8Array, rows: readonly CanonicalRow[]): Canonical[] {
  let at = 0;
  return rows.map(([seq, modtime, length]) => {
    const bytes = page.subarray(at, at + length);
    at += length;
    return { key: String(seq) as RecordKey, seq, modtime, record: UNREAD, bytes, oid: blobOid(bytes) };
  });
}
