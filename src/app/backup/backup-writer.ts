import type { FileReader } from "../../domain/ports/files.ts";
import type { Pauses } from "../../exporter/remote/pauses.ts";
import { FRAME_BYTES, head, tailHead } from "./format.ts";
import { packFrame } from "./frames.ts";
import { MANIFEST, type Manifest, manifestText } from "./manifest.ts";
import { archiveEnd, entryHead, padding } from "./tar.ts";

/** Where the bytes go. */
export interface Sink {
  write(bytes: Uint8Array): void;
}

/** What an entry's content is read from. */
export interface Content {
  readonly path: string;
  readonly reader: FileReader;
}

/** The content is not what the manifest says any more. */
export class Changed extends Error {}

const READ_BYTES = 256 * 1024;

/** Writes a backup front to back; nothing in it is gone back to. Holds one frame. */
export class BackupWriter {
  readonly #sink: Sink;
  readonly #hash = new Bun.CryptoHasher("sha256");
  readonly #frame = new Uint8Array(FRAME_BYTES);
  #filled = 0;
  #bytes = 0;

  constructor(sink: Sink) {
    this.#sink = sink;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /**
   * @param contents in the order of the manifest's entries
   * @param onBytes after each piece of content, with its length
   * @throws Changed, and what reading and writing throw
   */
  async write(
    manifest: Manifest,
    contents: readonly Content[],
    { pauses, onBytes }: { readonly pauses: Pauses; readonly onBytes: (count: number) => void },
  ): Promise<void> {
    this.#emit(head());
    const modified = Math.floor(manifest.createdAt / 1000);
    const text = new TextEncoder().encode(manifestText(manifest));
    this.#add(entryHead({ path: MANIFEST, size: text.length, modified }));
    this.#add(text);
    this.#add(padding(text.length));
    for (const [at, { path, size, sha256 }] of manifest.entries.entries()) {
      const content = contents[at];
      if (content?.path !== path) throw new Changed(path);
      this.#add(entryHead({ path, size, modified }));
      const found = await eachPiece(content.reader, pauses, (piece) => {
        this.#add(piece);
        onBytes(piece.length);
      });
      if (found.size !== size || found.sha256 !== sha256) throw new Changed(path);
      this.#add(padding(size));
    }
    this.#add(archiveEnd());
    this.#flush();
    this.#emit(tailHead(this.#bytes));
    const digest = this.#hash.digest();
    this.#sink.write(digest);
    this.#bytes += digest.length;
  }

  #add(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      const piece = bytes.subarray(at, at + FRAME_BYTES - this.#filled);
      this.#frame.set(piece, this.#filled);
      this.#filled += piece.length;
      at += piece.length;
      if (this.#filled === FRAME_BYTES) this.#flush();
    }
  }

  #flush(): void {
    if (this.#filled === 0) return;
    this.#emit(packFrame(this.#frame.subarray(0, this.#filled)));
    this.#filled = 0;
  }

  #emit(bytes: Uint8Array): void {
    this.#hash.update(bytes);
    this.#sink.write(bytes);
    this.#bytes += bytes.length;
  }
}

/** Reads a file front to back; `onPiece` may not keep what it gets. */
export async function eachPiece(
  reader: FileReader,
  pauses: Pauses,
  onPiece: (piece: Uint8Array) => void = () => {},
): Promise<{ readonly size: number; readonly sha256: string }> {
  const hash = new Bun.CryptoHasher("sha256");
  const buffer = new Uint8Array(READ_BYTES);
  for (let at = 0; ; ) {
    const read = reader.read(buffer, at);
    const piece = buffer.subarray(0, read);
    hash.update(piece);
    onPiece(piece);
    at += read;
    if (read < buffer.length) return { size: at, sha256: hash.digest("hex") };
    if (pauses.due(read)) await pauses.take();
  }
}
