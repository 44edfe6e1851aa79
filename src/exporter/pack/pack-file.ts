import { constants, inflateSync } from "node:zlib";
import { fail } from "../../domain/errors/tidemark-error.ts";
import type { Oid } from "../../domain/ids.ts";
import type { FileReader, Files } from "../../domain/ports/files.ts";
import type { EntryTable } from "./entry-table.ts";
import { OID_BYTES } from "./oid-bytes.ts";
import { type EntryHeader, MAX_ENTRY_HEADER, parseEntryHeader } from "./pack-entry.ts";
import { openIndex, type PackIndex } from "./pack-index.ts";
import { indexPathOf } from "./pack-writer.ts";

/** One read covers a whole record in most cases. */
const WINDOW = 4096;

export interface PackEntry extends EntryHeader {
  readonly offset: number;
}

/** A pack and its idx on disk, opened when first asked and again after `close`. Only the fan-out stays in memory. */
export class PackFile {
  readonly #files: Files;
  readonly #opened: (pack: PackFile) => void;
  readonly path: string;
  #fanout: Uint32Array | null = null;
  #open: { readonly index: PackIndex; readonly readers: readonly [FileReader, FileReader] } | null = null;

  /**
   * @param path of the `.pack`; the `.idx` stands beside it.
   * @param opened is told whenever the files are opened, so that somebody can close them.
   */
  constructor(files: Files, path: string, opened: (pack: PackFile) => void = () => {}) {
    this.#files = files;
    this.path = path;
    this.#opened = opened;
  }

  /** Objects in the pack. */
  get count(): number {
    return this.#handle().index.count;
  }

  get size(): number {
    return this.#handle().readers[1].size;
  }

  /** Whether the id can be here at all, told from memory once the pack was opened. */
  mayHold(oid: Uint8Array): boolean {
    const fanout = this.#fanout;
    if (fanout === null) return true;
    const first = oid[0] as number;
    return fanout[first] !== (first === 0 ? 0 : fanout[first - 1]);
  }

  /** @throws ENOENT when the pack is gone (git repacked). */
  find(oid: Uint8Array): number | null {
    return this.#handle().index.find(oid);
  }

  /** Ids that begin with these hexadecimal digits, at most so many. */
  startingWith(digits: string, most: number): Oid[] {
    return this.#handle().index.startingWith(digits, most);
  }

  /** All ids with their places: 40 bytes of memory an object. */
  entries(): EntryTable {
    return this.#handle().index.entries();
  }

  /** @throws mirror.corrupt */
  entry(offset: number): PackEntry {
    const header = parseEntryHeader(this.bytes(offset, MAX_ENTRY_HEADER));
    if (header === null) throw this.#corrupt(offset);
    return { ...header, offset };
  }

  /** The entry's data, inflated: the object or the delta's instructions. @throws mirror.corrupt */
  inflate(entry: PackEntry): Uint8Array {
    const start = entry.offset + entry.length;
    const available = this.size - OID_BYTES - start;
    // What deflate can make of incompressible data: at most one bit more a byte, and the frame.
    const expected = entry.size + (entry.size >>> 3) + 64;
    for (let window = Math.max(expected, WINDOW); ; window *= 4) {
      const bytes = inflateStart(this.bytes(start, Math.min(window, available)), entry.size);
      if (bytes !== null && bytes.length === entry.size) return bytes;
      if (bytes !== null || window >= available) throw this.#corrupt(entry.offset);
    }
  }

  /** Bytes as they are in the file, fewer at its end; a fresh buffer. */
  bytes(offset: number, length: number): Uint8Array {
    const into = Buffer.allocUnsafe(length);
    const read = this.#handle().readers[1].read(into, offset);
    return into.subarray(0, read);
  }

  close(): void {
    for (const reader of this.#open?.readers ?? []) reader.close();
    this.#open = null;
  }

  #handle(): { readonly index: PackIndex; readonly readers: readonly [FileReader, FileReader] } {
    if (this.#open !== null) return this.#open;
    const indexPath = indexPathOf(this.path);
    const indexReader = this.#files.open(indexPath);
    try {
      const index = openIndex(indexReader, indexPath);
      this.#open = { index, readers: [indexReader, this.#files.open(this.path)] };
      this.#fanout = index.fanout;
      this.#opened(this);
      return this.#open;
    } catch (error) {
      indexReader.close();
      throw error;
    }
  }

  #corrupt(offset: number): Error {
    return fail("mirror.corrupt", { path: this.path, reason: `the entry at byte ${offset} cannot be read` });
  }
}

/** Inflates one stream at the start of a window that may go on after it; null when the window ends too early or it is damaged. */
function inflateStart(window: Uint8Array, size: number): Uint8Array | null {
  try {
    const limit = Math.max(size, 1);
    return inflateSync(window, {
      maxOutputLength: limit,
      chunkSize: Math.max(limit, 64),
      finishFlush: constants.Z_FINISH,
    });
  } catch {
    return null;
  }
}
