import type { FileReader } from "../../domain/ports/files.ts";
import { digestOf, OID_BYTES } from "../pack/oid-bytes.ts";
import type { Look } from "./look.ts";

const CHUNK = 1024 * 1024;

/** Whether the last 20 bytes of a file are the SHA-1 of all before them, as in packs and indexes. */
export async function endsWithItsHash(reader: FileReader, { pauses, report }: Look): Promise<boolean> {
  const hash = new Bun.SHA1();
  const chunk = new Uint8Array(CHUNK);
  const end = reader.size - OID_BYTES;
  for (let at = 0; at < end; ) {
    const read = reader.read(chunk.subarray(0, Math.min(CHUNK, end - at)), at);
    if (read === 0) return false;
    hash.update(chunk.subarray(0, read));
    report.looked({ bytes: read });
    at += read;
    if (pauses.due(read)) await pauses.take();
  }
  const said = new Uint8Array(OID_BYTES);
  return end >= 0 && reader.read(said, end) === OID_BYTES && Buffer.compare(said, digestOf(hash)) === 0;
}
