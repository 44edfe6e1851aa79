import { crc32 } from "node:zlib";
import type { Oid } from "../../domain/ids.ts";
import type { Files } from "../../domain/ports/files.ts";
import { atOnce, type Steps } from "../../lib/steps.ts";
import { EntryTable } from "./entry-table.ts";
import { oidAt, oidBytes } from "./oid-bytes.ts";
import { entryHeader, type ObjectType } from "./pack-entry.ts";
import { indexInSteps } from "./pack-index.ts";
import { DirectOutput, PACK_HEADER_BYTES, type PackOutput, SpooledOutput, type SpoolPaths } from "./pack-output.ts";

/** One whole object, as `add` takes it. */
export interface PackObject {
  readonly type: ObjectType;
  readonly oid: Oid;
  /** Bytes before compression. */
  readonly size: number;
  /** The content as one zlib stream (RFC 1950). Not copied: it must not change until the pack is finished. */
  readonly body: Uint8Array;
}

/** An entry that already has its header, copied from another pack. */
export interface RawEntry {
  readonly oid: Uint8Array;
  readonly header: Uint8Array;
  readonly data: Uint8Array;
}

export interface FinishedPack {
  /** The SHA-1 that ends the pack and names it: `pack-<checksum>.pack`. */
  readonly checksum: Oid;
  readonly bytes: number;
  readonly objects: number;
}

/**
 * Writes a version 2 pack and its idx (git's gitformat-pack). An object that the pack has already is left out: git
 * refuses a pack that holds one twice. Ids are trusted, not computed. Both files are durable when `finish` returns.
 */
export class PackWriter {
  readonly #files: Files;
  readonly #indexPath: string;
  readonly #output: PackOutput;
  readonly #table = new EntryTable();
  #offset = PACK_HEADER_BYTES;

  private constructor(files: Files, path: string, output: PackOutput) {
    this.#files = files;
    this.#indexPath = indexPathOf(path);
    this.#output = output;
  }

  /** A pack of any number of objects. */
  static spooled(files: Files, paths: SpoolPaths): PackWriter {
    return new PackWriter(files, paths.path, new SpooledOutput(files, paths));
  }

  /** A pack of exactly so many objects: nothing waits in memory. */
  static direct(files: Files, path: string, objects: number): PackWriter {
    return new PackWriter(files, path, new DirectOutput(files, path, objects, true));
  }

  get objects(): number {
    return this.#table.count;
  }

  /** Where the next entry will start. */
  get offset(): number {
    return this.#offset;
  }

  /** Returns false when the pack has this object already. */
  add(object: PackObject): boolean {
    const header = entryHeader(object.type, object.size);
    return this.addRaw({ oid: oidBytes(object.oid), header, data: object.body });
  }

  /** Returns false when the pack has this object already. */
  addRaw({ oid, header, data }: RawEntry): boolean {
    if (!this.#table.add(oid, crc32(data, crc32(header)), this.#offset)) return false;
    this.#output.append(header);
    this.#output.append(data);
    this.#offset += header.length + data.length;
    return true;
  }

  /** Offset of an object that was added; -1 when there is none. */
  offsetOf(oid: Uint8Array): number {
    const number = this.#table.indexOf(oid);
    return number < 0 ? -1 : this.#table.offset(number);
  }

  finish(): FinishedPack {
    return atOnce(this.finishInSteps());
  }

  *finishInSteps(): Steps<FinishedPack> {
    const { checksum, bytes } = this.#output.finish(this.#table.count);
    yield;
    const content = yield* indexInSteps(this.#table, checksum);
    const index = this.#files.create(this.#indexPath);
    index.write(content);
    index.sync();
    index.close();
    return { checksum: oidAt(checksum), bytes, objects: this.#table.count };
  }

  /** Gives up: nothing stays behind. */
  abort(): void {
    this.#output.abort();
    this.#files.remove(this.#indexPath);
  }
}

/** The idx beside a pack. */
export function indexPathOf(packPath: string): string {
  return `${packPath.slice(0, -".pack".length)}.idx`;
}
