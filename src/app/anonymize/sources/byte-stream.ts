import type { FileReader, Files } from "../../../domain/ports/files.ts";
import { type Compression, decompressed } from "../../../platform/decompress.ts";

const CHUNK = 1 << 18;

export interface ByteStream {
  /** A chunk is good until the next one is asked for. */
  readonly chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
  close(): void;
}

/** The bytes of a file, those of a compressed one decompressed. */
export function openStream(path: string, files: Files): ByteStream {
  const reader = files.open(path);
  const how = compressionOf(path);
  const chunks = how === null ? pieces(reader, new Uint8Array(CHUNK)) : decompressed(pieces(reader), how);
  return { chunks, close: () => reader.close() };
}

function compressionOf(path: string): Compression | null {
  if (/\.gz$/i.test(path)) return "gzip";
  return /\.zst$/i.test(path) ? "zstd" : null;
}

/** @param shared what all are read into; without it each has memory of its own: whoever decompresses takes them later */
function* pieces(reader: FileReader, shared?: Uint8Array): Generator<Uint8Array> {
  for (let offset = 0; ; ) {
    const buffer = shared ?? new Uint8Array(CHUNK);
    const length = reader.read(buffer, offset);
    if (length === 0) return;
    offset += length;
    yield buffer.subarray(0, length);
  }
}
