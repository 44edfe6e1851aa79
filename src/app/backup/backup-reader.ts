import type { FileReader } from "../../domain/ports/files.ts";
import type { Pauses } from "../../exporter/remote/pauses.ts";
import { digestOf, FORMAT_VERSION, HEAD_BYTES, TAIL_BYTES, versionOf } from "./format.ts";
import { Damage, LARGEST_FRAME, unpackFrame } from "./frames.ts";
import { type BackupEntry, MANIFEST, type Manifest, MOST_MANIFEST_BYTES, parseManifest } from "./manifest.ts";
import { archiveEnd, BLOCK, entryHead, padding, type TarEntry } from "./tar.ts";

/** This file was never a backup. */
export class NoBackup extends Error {}
/** A newer Tidemark wrote it. */
export class NewerFormat extends Error {
  readonly version: number;

  constructor(version: number) {
    super(`format ${version}`);
    this.version = version;
  }
}

/** What is done with the entries as they come. Pieces may not be kept. */
export interface EntryTaker {
  begin(entry: BackupEntry): void;
  piece(bytes: Uint8Array): void;
  /** All of it came, and is what the manifest says. */
  end(entry: BackupEntry): void;
}

const NOBODY: EntryTaker = { begin() {}, piece() {}, end() {} };
const READ_BYTES = 1024 * 1024;
/** What an honest backup holds for each byte of it, at most, beyond the allowance. */
const MOST_GROWTH = 200;
const ALLOWANCE = 16 * 1024 * 1024;

/**
 * Reads a backup. Its archive is not searched through: the manifest says what has to be there, and every byte around the contents must be as
 * the writer writes it. So no name, link or size in the archive itself is ever followed.
 */
export class BackupReader {
  readonly #file: FileReader;
  readonly #pauses: Pauses;

  /** @throws NoBackup, NewerFormat, Damage (its end is missing) */
  constructor(file: FileReader, pauses: Pauses) {
    this.#file = file;
    this.#pauses = pauses;
    const version = versionOf(this.#bytes(0, HEAD_BYTES));
    if (version === null) throw new NoBackup("it does not begin as a backup does");
    if (version > FORMAT_VERSION) throw new NewerFormat(version);
    if (version < FORMAT_VERSION) throw new Damage("its version is none");
  }

  /** Holds every byte of the file against the digest at its end. @throws Damage */
  async checkDigest(onBytes: (count: number) => void = () => {}): Promise<void> {
    const { size } = this.#file;
    const wanted = digestOf(this.#bytes(Math.max(0, size - TAIL_BYTES), TAIL_BYTES), size - TAIL_BYTES);
    if (wanted === null || size < HEAD_BYTES + TAIL_BYTES) throw new Damage("its end is missing or was changed");
    const hash = new Bun.CryptoHasher("sha256");
    const buffer = new Uint8Array(READ_BYTES);
    const end = size - wanted.length;
    for (let at = 0; at < end; ) {
      const piece = buffer.subarray(0, Math.min(buffer.length, end - at));
      if (this.#file.read(piece, at) < piece.length) throw new Damage("it was cut off while it was read");
      hash.update(piece);
      onBytes(piece.length);
      at += piece.length;
      if (this.#pauses.due(piece.length)) await this.#pauses.take();
    }
    if (Buffer.compare(hash.digest(), wanted) !== 0) throw new Damage("its SHA-256 is not the one that it ends with");
  }

  /** What the file says that it holds; nothing else is looked at. @throws Damage */
  manifest(): Manifest {
    return this.#manifestOf(this.#archive());
  }

  /** Reads all of it, in order. @throws Damage */
  async entries(taker: EntryTaker = NOBODY): Promise<Manifest> {
    const archive = this.#archive();
    const manifest = this.#manifestOf(archive);
    const modified = Math.floor(manifest.createdAt / 1000);
    for (const entry of manifest.entries) {
      archive.expect(entryHead({ path: entry.path, size: entry.size, modified }));
      taker.begin(entry);
      const hash = new Bun.CryptoHasher("sha256");
      for (let left = entry.size; left > 0; ) {
        const piece = archive.take(left);
        hash.update(piece);
        taker.piece(piece);
        left -= piece.length;
        if (this.#pauses.due(piece.length)) await this.#pauses.take();
      }
      if (hash.digest("hex") !== entry.sha256) throw new Damage(`${entry.path} is not what it was`);
      archive.expect(padding(entry.size));
      taker.end(entry);
    }
    archive.expect(archiveEnd());
    archive.expectEnd();
    return manifest;
  }

  #manifestOf(archive: Archive): Manifest {
    const header = archive.bytes(BLOCK);
    const [size, modified] = [octal(header, 124), octal(header, 136)];
    if (!(size <= MOST_MANIFEST_BYTES && modified >= 0)) throw new Damage("it does not begin with a manifest");
    const entry: TarEntry = { path: MANIFEST, size, modified };
    if (Buffer.compare(header, entryHead(entry)) !== 0) throw new Damage("it does not begin with a manifest");
    const manifest = parseManifest(archive.bytes(size));
    archive.expect(padding(size));
    if (manifest === null) throw new Damage("its manifest cannot be read");
    const sum = manifest.entries.reduce((total, one) => total + one.size, 0);
    if (sum > this.#file.size * MOST_GROWTH + ALLOWANCE) throw new Damage("it would grow beyond all measure");
    return manifest;
  }

  #archive(): Archive {
    return new Archive(this.#file, this.#file.size - TAIL_BYTES);
  }

  #bytes(at: number, count: number): Uint8Array {
    const bytes = new Uint8Array(count);
    return bytes.subarray(0, this.#file.read(bytes, at));
  }
}

/** NaN for what is no octal number. */
function octal(header: Uint8Array, at: number): number {
  const text = new TextDecoder().decode(header.subarray(at, at + 11));
  return /^[0-7]{11}$/.test(text) ? Number.parseInt(text, 8) : Number.NaN;
}

/** The archive's bytes, front to back, one frame at a time. */
class Archive {
  readonly #file: FileReader;
  readonly #end: number;
  readonly #window = new Uint8Array(LARGEST_FRAME);
  #at = HEAD_BYTES;
  #content: Uint8Array = new Uint8Array();

  constructor(file: FileReader, end: number) {
    this.#file = file;
    this.#end = end;
  }

  /** Some bytes, at least one and at most so many. @throws Damage at the end */
  take(most: number): Uint8Array {
    if (this.#content.length === 0) this.#next();
    const piece = this.#content.subarray(0, most);
    this.#content = this.#content.subarray(piece.length);
    return piece;
  }

  bytes(count: number): Uint8Array {
    const pieces: Uint8Array[] = [];
    for (let left = count; left > 0; left -= pieces.at(-1)?.length ?? 0) pieces.push(this.take(left));
    return Buffer.concat(pieces);
  }

  expect(wanted: Uint8Array): void {
    if (Buffer.compare(this.bytes(wanted.length), wanted) !== 0)
      throw new Damage("its archive is not as it was written");
  }

  expectEnd(): void {
    if (this.#content.length > 0 || this.#at < this.#end) throw new Damage("something stands behind its archive");
  }

  #next(): void {
    const window = this.#window.subarray(0, Math.max(0, Math.min(LARGEST_FRAME, this.#end - this.#at)));
    const read = this.#file.read(window, this.#at);
    const { content, length } = unpackFrame(window.subarray(0, read));
    if (content.length === 0) throw new Damage("a frame is empty");
    this.#content = content;
    this.#at += length;
  }
}
