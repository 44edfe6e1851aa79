import { crc32 } from "node:zlib";
import type { FileReader } from "../../domain/ports/files.ts";
import { digestOf, OID_BYTES, oidBytes } from "../pack/oid-bytes.ts";
import { type EntryHeader, MAX_ENTRY_HEADER, parseEntryHeader } from "../pack/pack-entry.ts";
import { objectId } from "../repository/loose-object.ts";
import { inflateEntry } from "./inflate-entry.ts";
import type { PackFaults } from "./pack-fault.ts";
import type { PackLimits } from "./pack-limits.ts";
import { PackWindow } from "./pack-window.ts";
import { ScannedPack } from "./scanned-pack.ts";

const HEADER_BYTES = 12;
const SIGNATURE = 0x5041434b;
/** One byte of header and the eight of an empty zlib stream. */
const LEAST_ENTRY_BYTES = 9;
const FIRST_LOOK = 16_384;

/** The first pass over a received pack: finds where each entry is, and the ids of those that are stored whole. */
export class PackScan {
  readonly pack: ScannedPack;
  readonly #window: PackWindow;
  readonly #reader: FileReader;
  readonly #faults: PackFaults;
  readonly #limits: PackLimits;
  readonly #sha = new Bun.SHA1();

  /** Checks header and count (gitformat-pack). @throws remote.bad-pack, remote.pack-limit */
  constructor(reader: FileReader, options: { readonly faults: PackFaults; readonly limits: PackLimits }) {
    this.#reader = reader;
    this.#faults = options.faults;
    this.#limits = options.limits;
    this.#window = new PackWindow(reader, Math.max(0, reader.size - OID_BYTES));
    this.pack = new ScannedPack(this.#header());
  }

  get done(): boolean {
    return this.pack.count === this.pack.capacity;
  }

  /** Reads one entry and returns how many bytes of work that was. @throws remote.bad-pack, remote.pack-limit */
  next(): number {
    const at = this.#window.position;
    const header = this.#entryHeader(at);
    const { bytes, length } = this.#inflate(header, at);
    const raw = this.#window.peek(length).subarray(0, length);
    this.#sha.update(raw);
    const oid =
      header.kind === "ofs-delta" || header.kind === "ref-delta"
        ? null
        : oidBytes(objectId({ type: header.kind, bytes }));
    const known = this.pack.add({ header, offset: at, crc: crc32(raw), oid });
    if (!known)
      throw this.#faults.bad(at, `it is a delta against byte ${at - header.distance}, where no object starts`);
    this.#window.advance(length);
    return length + header.size;
  }

  /** After the last entry only the checksum may follow, and it must fit. Returns it. @throws remote.bad-pack */
  finish(): Uint8Array {
    const at = this.#window.position;
    if (this.#window.remaining > 0)
      throw this.#faults.bad(at, `${this.#window.remaining} bytes follow the last object`);
    this.pack.end(at);
    const said = new Uint8Array(OID_BYTES);
    this.#reader.read(said, at);
    if (Buffer.compare(said, digestOf(this.#sha)) !== 0)
      throw this.#faults.bad(at, "its checksum does not fit its content");
    return said;
  }

  #header(): number {
    const head = this.#window.peek(HEADER_BYTES);
    if (head.length < HEADER_BYTES) throw this.#faults.bad(0, "it is cut short");
    const view = new DataView(head.buffer, head.byteOffset, HEADER_BYTES);
    if (view.getUint32(0) !== SIGNATURE) throw this.#faults.bad(0, "it does not begin with PACK");
    const version = view.getUint32(4);
    if (version !== 2 && version !== 3) throw this.#faults.bad(4, `its version is ${version}, not 2`);
    const count = view.getUint32(8);
    const room = Math.floor((this.#window.remaining - HEADER_BYTES) / LEAST_ENTRY_BYTES);
    if (count > room) throw this.#faults.bad(8, `it is too short for the ${count} objects it announces`);
    if (count > this.#limits.objects) throw this.#faults.limit(8, `it announces ${count} objects`);
    this.#sha.update(head.subarray(0, HEADER_BYTES));
    this.#window.advance(HEADER_BYTES);
    return count;
  }

  #entryHeader(at: number): EntryHeader {
    const header = parseEntryHeader(this.#window.peek(MAX_ENTRY_HEADER).subarray(0, MAX_ENTRY_HEADER));
    if (header === null)
      throw this.#faults.bad(at, this.#window.remaining === 0 ? "it is cut short" : "no object starts here");
    if (header.size > this.#limits.objectBytes) throw this.#faults.limit(at, `an object of ${header.size} bytes`);
    return header;
  }

  /** Looks at more of the file as long as the stream goes on, but no further than that much content can take. */
  #inflate(header: EntryHeader, at: number): { bytes: Uint8Array; length: number } {
    const most = header.length + header.size * 2 + 4096;
    for (let look = Math.min(FIRST_LOOK, most); ; look = Math.min(look * 4, most)) {
      const seen = this.#window.peek(look);
      const result = inflateEntry(seen.subarray(header.length, Math.max(look, FIRST_LOOK)), header.size);
      if (result.kind === "whole") return { bytes: result.bytes, length: header.length + result.consumed };
      if (result.kind === "bad") throw this.#faults.bad(at, result.reason);
      if (seen.length >= this.#window.remaining && look >= this.#window.remaining)
        throw this.#faults.bad(at, "it is cut short");
      if (look === most) throw this.#faults.bad(at, "its zlib stream does not end");
    }
  }
}
