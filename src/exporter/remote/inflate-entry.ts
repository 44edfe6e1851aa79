import { inflateSync } from "node:zlib";

/** A zlib stream that stands at the start of `bytes`, whatever follows it. */
export type Inflation =
  | { readonly kind: "whole"; readonly bytes: Uint8Array; readonly consumed: number }
  /** The bytes end before the stream does. */
  | { readonly kind: "incomplete" }
  | { readonly kind: "bad"; readonly reason: string };

/** node:zlib's answer with `info: true`; the type declarations know only the plain form. */
interface InflateInfo {
  readonly buffer: Uint8Array;
  readonly engine: { readonly bytesWritten: number };
}

/**
 * Inflates exactly `size` bytes and says how many bytes the stream took. Never allocates more than `size` and one
 * block, whatever the stream holds.
 */
export function inflateEntry(bytes: Uint8Array, size: number): Inflation {
  const chunkSize = Math.min(Math.max(size + 1, 64), 65_536);
  try {
    const options = { info: true, maxOutputLength: size + 1, chunkSize };
    const info = inflateSync(bytes, options) as unknown as InflateInfo;
    if (info.buffer.length !== size) return { kind: "bad", reason: sizeReason(size) };
    return { kind: "whole", bytes: info.buffer, consumed: info.engine.bytesWritten };
  } catch (error) {
    return failed(error, size);
  }
}

function failed(error: unknown, size: number): Inflation {
  const code = error instanceof Error && "code" in error ? error.code : null;
  if (code === "Z_BUF_ERROR") return { kind: "incomplete" };
  if (code === "ERR_BUFFER_TOO_LARGE") return { kind: "bad", reason: sizeReason(size) };
  if (typeof code === "string" && code.startsWith("Z_")) return { kind: "bad", reason: "its zlib stream is damaged" };
  throw error;
}

function sizeReason(size: number): string {
  return `its content is not the ${size} bytes that its header says`;
}
