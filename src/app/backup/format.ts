/**
 * The frame around a backup: a skippable frame (RFC 8878, 3.1.2) that says what the file is, zstd frames that hold one tar archive, and a
 * skippable frame with the file's length and SHA-256. So `zstd`, `tar` and libarchive read the archive and pass over what is ours.
 */

export const FORMAT_VERSION = 1;
/** Bytes of the archive in one zstd frame, at most: what a reader has to hold. */
export const FRAME_BYTES = 1024 * 1024;

const HEAD_MAGIC = 0x184d2a50;
const TAIL_MAGIC = 0x184d2a51;
const NAME = new TextEncoder().encode("tidemark backup\n");
const FRAME_HEAD = 8;
const SHA256_BYTES = 32;

export const HEAD_BYTES = FRAME_HEAD + NAME.length + 4;
export const TAIL_BYTES = FRAME_HEAD + 8 + SHA256_BYTES;

/** The first bytes of the file; `version` is the format's. */
export function head(version: number = FORMAT_VERSION): Uint8Array {
  const bytes = new Uint8Array(HEAD_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, HEAD_MAGIC, true);
  view.setUint32(4, HEAD_BYTES - FRAME_HEAD, true);
  bytes.set(NAME, FRAME_HEAD);
  view.setUint32(FRAME_HEAD + NAME.length, version, true);
  return bytes;
}

/** The format's version; null: this is no backup. */
export function versionOf(bytes: Uint8Array): number | null {
  const version = bytes.length < HEAD_BYTES ? 0 : viewOf(bytes).getUint32(HEAD_BYTES - 4, true);
  const wanted = head(version);
  return wanted.every((byte, at) => byte === bytes[at]) ? version : null;
}

/** The last frame without its digest. @param before bytes of the file in front of it */
export function tailHead(before: number): Uint8Array {
  const bytes = new Uint8Array(TAIL_BYTES - SHA256_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, TAIL_MAGIC, true);
  view.setUint32(4, TAIL_BYTES - FRAME_HEAD, true);
  view.setBigUint64(FRAME_HEAD, BigInt(before), true);
  return bytes;
}

/** The digest that the last frame holds; null when it is no such frame, or one of a file of another length. */
export function digestOf(tail: Uint8Array, before: number): Uint8Array | null {
  const wanted = tailHead(before);
  const isOurs = tail.length === TAIL_BYTES && wanted.every((byte, at) => byte === tail[at]);
  return isOurs ? tail.subarray(wanted.length) : null;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
