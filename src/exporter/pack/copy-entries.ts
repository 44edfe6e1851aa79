import { crc32 } from "node:zlib";
import { fail } from "../../domain/errors/tidemark-error.ts";
import type { Steps } from "../../lib/steps.ts";
import type { EntryTable } from "./entry-table.ts";
import { OID_BYTES } from "./oid-bytes.ts";
import { type EntryHeader, entryHeader, offsetDeltaHeader, parseEntryHeader } from "./pack-entry.ts";
import type { PackFile } from "./pack-file.ts";
import type { PackWriter } from "./pack-writer.ts";

const STEP_ENTRIES = 256;

/**
 * Copies the wanted objects that this pack has, compressed bytes as they are, checked by their crc32. A delta is copied
 * when its base was written before it (its distance is adapted); otherwise it is left out, for the caller to add whole.
 * Memory: 40 bytes for each object of the pack.
 * @throws mirror.corrupt
 */
export function* copyEntries(pack: PackFile, wanted: EntryTable, writer: PackWriter): Steps {
  const entries = pack.entries();
  yield;
  const order = entries.byOffset();
  const end = pack.size - OID_BYTES;
  for (const [place, number] of order.entries()) {
    if (place % STEP_ENTRIES === 0) yield;
    const oid = entries.oid(number);
    if (wanted.indexOf(oid) < 0 || writer.offsetOf(oid) >= 0) continue;
    const start = entries.offset(number);
    const next = order[place + 1];
    const raw = pack.bytes(start, (next === undefined ? end : entries.offset(next)) - start);
    const header = parseEntryHeader(raw);
    if (header === null || crc32(raw) !== entries.crc(number)) {
      throw fail("mirror.corrupt", { path: pack.path, reason: `the entry at byte ${start} is not what was written` });
    }
    const copied = headerAt(writer, header, () => header.base ?? oidAtOffset(entries, order, start - header.distance));
    if (copied !== null) writer.addRaw({ oid, header: copied, data: raw.subarray(header.length) });
  }
}

/** The entry's header for its place in the new pack; null for a delta whose base is not in it yet. */
function headerAt(writer: PackWriter, header: EntryHeader, baseOf: () => Uint8Array | null): Uint8Array | null {
  if (header.kind !== "ofs-delta" && header.kind !== "ref-delta") return entryHeader(header.kind, header.size);
  const base = baseOf();
  const offset = base === null ? -1 : writer.offsetOf(base);
  return offset < 0 ? null : offsetDeltaHeader(header.size, writer.offset - offset);
}

/** Binary search among the entries' offsets. */
function oidAtOffset(entries: EntryTable, order: Uint32Array, offset: number): Uint8Array | null {
  let low = 0;
  let high = order.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (entries.offset(order[middle] as number) < offset) low = middle + 1;
    else high = middle;
  }
  const number = order[low];
  return number !== undefined && entries.offset(number) === offset ? entries.oid(number) : null;
}
