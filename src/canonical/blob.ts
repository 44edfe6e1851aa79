import { fail } from "../domain/errors/tidemark-error.ts";
import type { Oid } from "../domain/ids.ts";

/** The id git gives to a file of these bytes: SHA-1 of `blob <length>\0` and the bytes (git manual, hash-object). */
export function blobOid(bytes: Uint8Array): Oid {
  const hash = new Bun.SHA1().update(`blob ${bytes.length}\0`);
  return hash.update(bytes).digest("hex") as Oid;
}

/** One zlib stream (RFC 1950), as a git pack holds it; level 1, the fastest. */
export function deflate(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const raw = Bun.deflateSync(bytes as Uint8Array<ArrayBuffer>, { level: 1 });
  const stream = new Uint8Array(raw.length + 6);
  stream[0] = 0x78;
  stream[1] = 0x01;
  stream.set(raw, 2);
  new DataView(stream.buffer).setUint32(raw.length + 2, Bun.hash.adler32(bytes));
  return stream;
}

/**
 * The bytes of one zlib stream, its checksum verified.
 * @throws canonical.bad-stream for anything that is not one whole zlib stream.
 */
export function inflate(stream: Uint8Array): Uint8Array<ArrayBuffer> {
  if (stream.length < 6 || ((stream[0] as number) & 0x0f) !== 8 || (stream[1] as number) & 0x20) {
    throw fail("canonical.bad-stream", { reason: "it has no zlib header" });
  }
  const bytes = inflateRaw(stream.subarray(2, -4));
  const expected = new DataView(stream.buffer, stream.byteOffset + stream.length - 4).getUint32(0);
  if (Bun.hash.adler32(bytes) !== expected) throw fail("canonical.bad-stream", { reason: "its checksum is wrong" });
  return bytes;
}

function inflateRaw(raw: Uint8Array): Uint8Array<ArrayBuffer> {
  try {
    return Bun.inflateSync(raw as Uint8Array<ArrayBuffer>);
  } catch (cause) {
    throw fail("canonical.bad-stream", { reason: "its data is damaged" }, { cause });
  }
}
