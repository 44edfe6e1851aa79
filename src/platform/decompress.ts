import { Readable } from "node:stream";
import { createGunzip, createZstdDecompress } from "node:zlib";

export type Compression = "gzip" | "zstd";

/** The bytes of a compressed stream, piece by piece; no more is read than the reader takes. @throws what zlib says of a damaged one */
export function decompressed(chunks: Iterable<Uint8Array>, how: Compression): AsyncIterable<Uint8Array> {
  const inflater = how === "gzip" ? createGunzip() : createZstdDecompress();
  const source = Readable.from(chunks);
  // An error of the source has to end whoever waits for the other side.
  source.on("error", (reason) => inflater.destroy(reason));
  return source.pipe(inflater);
}
