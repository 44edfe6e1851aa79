import type { Files, FileWriter } from "../../domain/ports/files.ts";
import { digestOf, OID_BYTES } from "./oid-bytes.ts";

export const PACK_HEADER_BYTES = 12;
const CHUNK = 256 * 1024;
/** Bytes after which a file that is written in steps is made durable so far: the end has to wait for no more than that. */
const STEADY = 4 * 1024 * 1024;

/** `PACK`, version 2, number of objects (git's gitformat-pack). */
export function packHeader(objects: number): Uint8Array {
  const header = Buffer.alloc(PACK_HEADER_BYTES);
  header.write("PACK", "latin1");
  header.writeUInt32BE(2, 4);
  header.writeUInt32BE(objects, 8);
  return header;
}

/** Where a pack's entries go. The header before them holds their number, and the trailer the SHA-1 of it all. */
export interface PackOutput {
  append(bytes: Uint8Array): void;
  /** Completes the file and makes it durable; returns the trailer. */
  finish(objects: number): { readonly checksum: Uint8Array; readonly bytes: number };
  /** Closes and removes what was written. */
  abort(): void;
}

/** For a number of objects known beforehand: straight into the file, a chunk at a time. */
export class DirectOutput implements PackOutput {
  readonly #files: Files;
  readonly #path: string;
  #file: FileWriter | null;
  readonly #hash = new Bun.SHA1();
  readonly #chunk = Buffer.allocUnsafe(CHUNK);
  readonly #isSteady: boolean;
  #used = 0;
  #bytes = 0;
  #loose = 0;

  /** @param isSteady somebody else waits between two steps of it, and not for a disk at its end */
  constructor(files: Files, path: string, objects: number, isSteady = false) {
    this.#files = files;
    this.#path = path;
    this.#isSteady = isSteady;
    this.#file = files.create(path);
    this.append(packHeader(objects));
  }

  append(bytes: Uint8Array): void {
    this.#bytes += bytes.length;
    for (let at = 0; at < bytes.length; ) {
      const part = bytes.subarray(at, at + CHUNK - this.#used);
      this.#chunk.set(part, this.#used);
      this.#used += part.length;
      at += part.length;
      if (this.#used === CHUNK) this.#flush();
    }
  }

  finish(): { checksum: Uint8Array; bytes: number } {
    const rest = this.#chunk.subarray(0, this.#used);
    const checksum = digestOf(this.#hash.update(rest));
    // One write for the last chunk and the trailer: a small pack reaches the file in a single call.
    this.#file?.write(Buffer.concat([rest, checksum]));
    this.#file?.sync();
    this.#close();
    return { checksum, bytes: this.#bytes + OID_BYTES };
  }

  abort(): void {
    this.#close();
    this.#files.remove(this.#path);
  }

  #flush(): void {
    this.#hash.update(this.#chunk);
    this.#file?.write(this.#chunk);
    this.#used = 0;
    this.#loose += CHUNK;
    if (!this.#isSteady || this.#loose < STEADY) return;
    this.#file?.sync();
    this.#loose = 0;
  }

  #close(): void {
    this.#file?.close();
    this.#file = null;
  }
}

export interface SpoolPaths {
  /** The finished pack. */
  readonly path: string;
  /** Holds the entries when they are too many for memory. */
  readonly spool: string;
  /** Most bytes kept in memory. */
  readonly memory: number;
}

/** For a number of objects known only at the end: entries wait in memory, and beyond that in a file beside the pack. */
export class SpooledOutput implements PackOutput {
  readonly #files: Files;
  readonly #paths: SpoolPaths;
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #spool: FileWriter | null = null;

  constructor(files: Files, paths: SpoolPaths) {
    this.#files = files;
    this.#paths = paths;
  }

  append(bytes: Uint8Array): void {
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
    if (this.#waitingBytes > this.#paths.memory) this.#spill();
  }

  finish(objects: number): { checksum: Uint8Array; bytes: number } {
    const out = new DirectOutput(this.#files, this.#paths.path, objects);
    try {
      if (this.#spool !== null) this.#replay(out);
      for (const bytes of this.#waiting) out.append(bytes);
      this.#waiting = [];
      return out.finish();
    } catch (error) {
      out.abort();
      throw error;
    }
  }

  abort(): void {
    this.#waiting = [];
    this.#spool?.close();
    this.#files.remove(this.#paths.spool);
    this.#files.remove(this.#paths.path);
  }

  #spill(): void {
    this.#spool ??= this.#files.create(this.#paths.spool);
    this.#spool.write(Buffer.concat(this.#waiting, this.#waitingBytes));
    this.#waiting = [];
    this.#waitingBytes = 0;
  }

  #replay(out: DirectOutput): void {
    this.#spool?.close();
    this.#spool = null;
    const reader = this.#files.open(this.#paths.spool);
    const chunk = new Uint8Array(CHUNK);
    for (let at = 0; at < reader.size; ) {
      const read = reader.read(chunk, at);
      out.append(chunk.subarray(0, read));
      at += read;
    }
    reader.close();
    this.#files.remove(this.#paths.spool);
  }
}
