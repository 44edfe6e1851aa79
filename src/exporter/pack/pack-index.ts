import { fail } from "../../domain/errors/tidemark-error.ts";
import type { Oid } from "../../domain/ids.ts";
import type { FileReader } from "../../domain/ports/files.ts";
import { atOnce, type Steps } from "../../lib/steps.ts";
import { EntryTable } from "./entry-table.ts";
import { digestOf, OID_BYTES, oidAt, oidBytes } from "./oid-bytes.ts";

const MAGIC = 0xff744f63;
const VERSION = 2;
const HEADER_BYTES = 8;
const FANOUT_BYTES = 1024;
const OIDS_AT = HEADER_BYTES + FANOUT_BYTES;
const LARGE = 0x80000000;
const STEP_OBJECTS = 8192;
/** Below so many candidates one read of all of them is cheaper than more steps. */
const WINDOW = 64;

/**
 * The idx file of a pack, version 2 (git's gitformat-pack: fan-out, ids, crc32 of each raw entry, offsets, a table of
 * 64-bit offsets for what lies beyond 2 GiB, checksums of pack and index).
 * @param packChecksum the 20 bytes that end the pack.
 */
export function writeIndex(table: EntryTable, packChecksum: Uint8Array): Uint8Array {
  return atOnce(indexInSteps(table, packChecksum));
}

/** The same in steps: 100,000 objects take a tenth of a second. */
export function* indexInSteps(table: EntryTable, packChecksum: Uint8Array): Steps<Uint8Array> {
  const order = table.byOid();
  yield;
  const large = order.reduce((count, number) => count + (table.offset(number) >= LARGE ? 1 : 0), 0);
  const bytes = new Uint8Array(OIDS_AT + order.length * (OID_BYTES + 8) + large * 8 + 2 * OID_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC);
  view.setUint32(4, VERSION);
  writeFanout(view, table);
  const crcsAt = OIDS_AT + order.length * OID_BYTES;
  for (const [place, number] of order.entries()) {
    if (place % STEP_OBJECTS === 0) yield;
    bytes.set(table.oid(number), OIDS_AT + place * OID_BYTES);
    view.setUint32(crcsAt + place * 4, table.crc(number));
  }
  yield;
  const end = writeOffsets(view, table, { order, at: crcsAt + order.length * 4 });
  bytes.set(packChecksum, end);
  bytes.set(digestOf(new Bun.SHA1().update(bytes.subarray(0, end + OID_BYTES))), end + OID_BYTES);
  return bytes;
}

function writeFanout(view: DataView, table: EntryTable): void {
  const counts = new Uint32Array(256);
  for (let number = 0; number < table.count; number++) {
    const first = table.oid(number)[0] as number;
    counts[first] = (counts[first] as number) + 1;
  }
  let total = 0;
  counts.forEach((count, first) => {
    total += count;
    view.setUint32(HEADER_BYTES + first * 4, total);
  });
}

/** Returns where the offset tables end. */
function writeOffsets(view: DataView, table: EntryTable, place: { order: Uint32Array; at: number }): number {
  const largeAt = place.at + place.order.length * 4;
  let large = 0;
  place.order.forEach((number, position) => {
    const offset = table.offset(number);
    view.setUint32(place.at + position * 4, offset < LARGE ? offset : LARGE + large);
    if (offset >= LARGE) view.setBigUint64(largeAt + large++ * 8, BigInt(offset));
  });
  return largeAt + large * 8;
}

/**
 * Opens an idx file; only its fan-out (1 KB) is read and kept. The caller closes the reader.
 * @throws mirror.corrupt when it is not a whole version 2 index.
 */
export function openIndex(reader: FileReader, path: string): PackIndex {
  const head = new Uint8Array(OIDS_AT);
  const view = new DataView(head.buffer);
  const whole = reader.read(head, 0) === head.length && view.getUint32(0) === MAGIC && view.getUint32(4) === VERSION;
  if (!whole) throw fail("mirror.corrupt", { path, reason: "it is not a pack index of version 2" });
  const fanout = Uint32Array.from({ length: 256 }, (_, first) => view.getUint32(HEADER_BYTES + first * 4));
  const count = fanout[255] as number;
  const least = OIDS_AT + count * (OID_BYTES + 8) + 2 * OID_BYTES;
  const ordered = fanout.every((total, first) => first === 0 || total >= (fanout[first - 1] as number));
  if (!ordered || reader.size < least) throw fail("mirror.corrupt", { path, reason: "its tables are cut short" });
  return new PackIndex(reader, path, fanout);
}

/** Looks ids up by reading the few bytes it needs: memory does not grow with the pack. */
export class PackIndex {
  readonly #reader: FileReader;
  readonly #path: string;
  readonly #scratch = new Uint8Array(WINDOW * OID_BYTES);
  /** How many ids start with this byte or a smaller one. */
  readonly fanout: Uint32Array;

  constructor(reader: FileReader, path: string, fanout: Uint32Array) {
    this.#reader = reader;
    this.#path = path;
    this.fanout = fanout;
  }

  get count(): number {
    return this.fanout[255] as number;
  }

  /** The 20 bytes that end the pack this index belongs to. */
  packChecksum(): Uint8Array {
    return this.#read(this.#reader.size - 2 * OID_BYTES, OID_BYTES).slice();
  }

  /** Offset of the object in the pack; null when it is not there. */
  find(oid: Uint8Array): number | null {
    const first = oid[0] as number;
    let low = first === 0 ? 0 : (this.fanout[first - 1] as number);
    let high = this.fanout[first] as number;
    while (high - low > WINDOW) {
      const middle = (low + high) >>> 1;
      const order = Buffer.compare(this.#read(OIDS_AT + middle * OID_BYTES, OID_BYTES), oid);
      if (order === 0) return this.#offset(middle);
      if (order < 0) low = middle + 1;
      else high = middle;
    }
    const candidates = this.#read(OIDS_AT + low * OID_BYTES, (high - low) * OID_BYTES);
    for (let at = 0; at < candidates.length; at += OID_BYTES) {
      if (Buffer.compare(candidates.subarray(at, at + OID_BYTES), oid) === 0) return this.#offset(low + at / OID_BYTES);
    }
    return null;
  }

  /** Ids that begin with these hexadecimal digits, two at least: the first `most` of them. */
  startingWith(digits: string, most: number): Oid[] {
    const lowest = oidBytes(digits.padEnd(2 * OID_BYTES, "0") as Oid);
    let low = lowest[0] === 0 ? 0 : (this.fanout[(lowest[0] as number) - 1] as number);
    let high = this.fanout[lowest[0] as number] as number;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (Buffer.compare(this.#read(OIDS_AT + middle * OID_BYTES, OID_BYTES), lowest) < 0) low = middle + 1;
      else high = middle;
    }
    const found: Oid[] = [];
    for (; low < this.count && found.length < most; low++) {
      const oid = oidAt(this.#read(OIDS_AT + low * OID_BYTES, OID_BYTES));
      if (!oid.startsWith(digits)) break;
      found.push(oid);
    }
    return found;
  }

  /** All of it: 40 bytes of memory an object. */
  entries(): EntryTable {
    const tables = new Uint8Array(this.#reader.size - OIDS_AT);
    if (this.#reader.read(tables, OIDS_AT) !== tables.length) throw this.#corrupt();
    const view = new DataView(tables.buffer);
    const crcsAt = this.count * OID_BYTES;
    const offsetsAt = crcsAt + this.count * 4;
    const result = new EntryTable();
    for (let place = 0; place < this.count; place++) {
      const short = view.getUint32(offsetsAt + place * 4);
      const longAt = offsetsAt + this.count * 4 + (short - LARGE) * 8;
      const offset = short < LARGE ? short : Number(view.getBigUint64(longAt));
      result.add(
        tables.subarray(place * OID_BYTES, (place + 1) * OID_BYTES),
        view.getUint32(crcsAt + place * 4),
        offset,
      );
    }
    return result;
  }

  #offset(place: number): number {
    const offsetsAt = OIDS_AT + this.count * (OID_BYTES + 4);
    const short = viewOf(this.#read(offsetsAt + place * 4, 4)).getUint32(0);
    if (short < LARGE) return short;
    const longAt = offsetsAt + this.count * 4 + (short - LARGE) * 8;
    return Number(viewOf(this.#read(longAt, 8)).getBigUint64(0));
  }

  /** A view of the scratch buffer, valid until the next read. */
  #read(offset: number, length: number): Uint8Array {
    const into = this.#scratch.subarray(0, length);
    if (this.#reader.read(into, offset) !== length) throw this.#corrupt();
    return into;
  }

  #corrupt(): Error {
    return fail("mirror.corrupt", { path: this.#path, reason: "it ends too early" });
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
