import { crc32 } from "node:zlib";
import { reasonOf } from "../../domain/verification.ts";
import type { EntryTable } from "../pack/entry-table.ts";
import { OID_BYTES, oidAt } from "../pack/oid-bytes.ts";
import { PackFile } from "../pack/pack-file.ts";
import { openIndex } from "../pack/pack-index.ts";
import { PACK_HEADER_BYTES } from "../pack/pack-output.ts";
import { indexPathOf } from "../pack/pack-writer.ts";
import { objectId } from "../repository/loose-object.ts";
import type { ObjectStore } from "../repository/object-store.ts";
import { isGone } from "../repository/pack-set.ts";
import { endsWithItsHash } from "./file-hash.ts";
import type { KnownObjects } from "./known-objects.ts";
import type { Look } from "./look.ts";

/** Deflate makes at most so many bytes of one; a header that says more is damaged, and would take memory without bound. */
const MOST_GROWTH = 1040;
const SIGNATURE = 0x5041434b;

export interface PackCheck extends Look {
  readonly store: ObjectStore;
  readonly known: KnownObjects;
}

/**
 * Looks at a pack byte by byte: its checksum, its index, and every object in it, deltas applied, against its id. What is
 * whole is known afterwards; the rest is told one by one. A pack that git or a fold takes away meanwhile is passed over.
 */
export async function checkPack(path: string, check: PackCheck): Promise<void> {
  const pack = new PackFile(check.files, path);
  try {
    await checkSums(path, check);
    await checkEntries(pack, check);
  } catch (error) {
    check.pauses.check();
    if (!isGone(error)) check.report.found("pack-unreadable", nameOf(path), `It cannot be read: ${reasonOf(error)}`);
  } finally {
    pack.close();
  }
}

async function checkSums(path: string, check: PackCheck): Promise<void> {
  const { files, report } = check;
  const reader = files.open(path);
  try {
    const head = new Uint8Array(PACK_HEADER_BYTES);
    const whole = reader.read(head, 0) === head.length && new DataView(head.buffer).getUint32(0) === SIGNATURE;
    if (!whole) report.found("pack-damaged", nameOf(path), "It does not begin as a pack does.");
    if (!(await endsWithItsHash(reader, check)))
      report.found("pack-checksum", nameOf(path), "Its checksum does not fit its content.");
  } finally {
    reader.close();
  }
  await checkIndex(path, check);
}

async function checkIndex(path: string, check: PackCheck): Promise<void> {
  const { files, report } = check;
  const indexPath = indexPathOf(path);
  const [reader, pack] = [files.open(indexPath), files.open(path)];
  try {
    if (!(await endsWithItsHash(reader, check)))
      report.found("index-checksum", nameOf(indexPath), "Its checksum does not fit its content.");
    const trailer = new Uint8Array(OID_BYTES);
    pack.read(trailer, Math.max(0, pack.size - OID_BYTES));
    if (Buffer.compare(openIndex(reader, indexPath).packChecksum(), trailer) !== 0)
      report.found("index-mismatch", nameOf(indexPath), "It belongs to a pack that ends otherwise.");
  } finally {
    reader.close();
    pack.close();
  }
}

async function checkEntries(pack: PackFile, check: PackCheck): Promise<void> {
  const { pauses, report } = check;
  const entries = pack.entries();
  const announced = Buffer.from(pack.bytes(0, PACK_HEADER_BYTES)).readUInt32BE(8);
  if (announced !== entries.count) {
    const detail = `It announces ${announced} objects, and its index lists ${entries.count}.`;
    report.found("pack-count", nameOf(pack.path), detail);
  }
  const order = entries.byOffset();
  for (const [place, number] of order.entries()) {
    const next = order[place + 1];
    const end = next === undefined ? pack.size - OID_BYTES : entries.offset(next);
    checkEntry(pack, { entries, number, end }, check);
    if (pauses.due(end - entries.offset(number))) await pauses.take();
  }
}

interface Entry {
  readonly entries: EntryTable;
  readonly number: number;
  /** Where the next one starts. */
  readonly end: number;
}

function checkEntry(pack: PackFile, entry: Entry, check: PackCheck): void {
  const oid = oidAt(entry.entries.oid(entry.number));
  const fault = faultOf(pack, entry, check);
  check.report.looked({ objects: 1 });
  if (fault === null) return;
  const place = `The object at byte ${entry.entries.offset(entry.number)} of ${nameOf(pack.path)}`;
  check.report.found("object-damaged", oid, `${place} ${fault}.`);
}

/** null: the object is whole, and known from now on. @throws when the pack is gone */
function faultOf(pack: PackFile, { entries, number, end }: Entry, { store, known }: PackCheck): string | null {
  const offset = entries.offset(number);
  const length = end - offset;
  try {
    if (length <= 0 || crc32(pack.bytes(offset, length)) !== entries.crc(number))
      return "is not what was written there";
    const entry = pack.entry(offset);
    if (entry.size > length * MOST_GROWTH) return "has a header that cannot be true";
    const object = store.readEntry(pack, entry);
    if (objectId(object) !== oidAt(entries.oid(number))) return "is another one than its id says";
    known.add(entries.oid(number), object.type);
    return null;
  } catch (error) {
    if (isGone(error)) throw error;
    return `cannot be read (${reasonOf(error)})`;
  }
}

/** `objects/pack/pack-….pack`. */
function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/objects/") + 1);
}
