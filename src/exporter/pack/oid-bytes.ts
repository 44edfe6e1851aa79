import type { Oid } from "../../domain/ids.ts";

/** Bytes of one SHA-1 object id. */
export const OID_BYTES = 20;

/** The 20 bytes that an id has in packs, trees and indexes. */
export function oidBytes(oid: Oid): Uint8Array {
  return Buffer.from(oid, "hex");
}

/** The id whose 20 bytes start at `at`. */
export function oidAt(bytes: Uint8Array, at = 0): Oid {
  return Buffer.from(bytes.buffer, bytes.byteOffset + at, OID_BYTES).toString("hex") as Oid;
}

/** The 20 bytes of a finished hash. */
export function digestOf(hash: Bun.SHA1): Uint8Array {
  return Buffer.from(hash.digest("hex"), "hex");
}
