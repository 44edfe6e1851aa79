import { isUtf8 } from "node:buffer";

/**
 * Each byte as one character (latin1): 8 bits a character whatever the language, places are the same as in the bytes, and most values are
 * ASCII and need nothing more. null: the bytes are not UTF-8.
 */
export function bytesAsText(bytes: Uint8Array): string | null {
  if (!isUtf8(bytes)) return null;
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}
