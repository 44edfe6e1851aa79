import { FRAME_BYTES } from "./format.ts";

/** Records are compressed already: what is left to gain are SQLite's indexes, and higher levels gained nothing more. */
const LEVEL = 1;
const MAGIC = 0xfd2fb528;
/** A frame that does not shrink is stored: three bytes for each block of 128 KiB, and the frame's header. */
export const LARGEST_FRAME = FRAME_BYTES + 4096;

/** Why a file is not what it should be; the reader adds the file's name. */
export class Damage extends Error {}

/** One zstd frame of at most FRAME_BYTES of content, whose header tells how many they are. */
export function packFrame(content: Uint8Array): Uint8Array {
  return Bun.zstdCompressSync(content, { level: LEVEL });
}

/**
 * The first frame in these bytes. What it says about itself is looked at before anything is unpacked: a few bytes can otherwise grow to any size.
 * @throws Damage
 */
export function unpackFrame(bytes: Uint8Array): { readonly content: Uint8Array; readonly length: number } {
  const { length, size } = measure(bytes);
  const content = inflate(bytes.subarray(0, length));
  if (content.length !== size) throw new Damage("a frame holds less than it says");
  return { content, length };
}

function inflate(frame: Uint8Array): Uint8Array {
  try {
    return Bun.zstdDecompressSync(frame);
  } catch {
    throw new Damage("a frame cannot be unpacked");
  }
}

/** Length of the frame and size of its content (RFC 8878, 3.1.1). */
function measure(bytes: Uint8Array): { readonly length: number; readonly size: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    if (view.getUint32(0, true) !== MAGIC) throw new Damage("a frame is missing");
    const descriptor = view.getUint8(4);
    const single = (descriptor & 0x20) !== 0;
    const at = single ? 5 : 6;
    const [size, width] = contentSize(view, at, { flag: descriptor >> 6, single });
    if ((descriptor & 0x0b) !== 0 || size > FRAME_BYTES) throw new Damage("a frame is of a kind that is never written");
    const end = blocksEnd(view, at + width) + ((descriptor & 0x04) === 0 ? 0 : 4);
    if (end > bytes.length) throw new Damage("a frame is cut off");
    return { length: end, size };
  } catch (error) {
    if (error instanceof RangeError) throw new Damage("a frame is cut off");
    throw error;
  }
}

function contentSize(
  view: DataView,
  at: number,
  { flag, single }: { readonly flag: number; readonly single: boolean },
): [size: number, width: number] {
  if (flag === 1) return [view.getUint16(at, true) + 256, 2];
  if (flag === 2) return [view.getUint32(at, true), 4];
  if (flag === 3) return [Number(view.getBigUint64(at, true)), 8];
  return single ? [view.getUint8(at), 1] : [Number.POSITIVE_INFINITY, 0];
}

function blocksEnd(view: DataView, first: number): number {
  for (let at = first; ; ) {
    const header = view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
    const type = (header >> 1) & 3;
    at += 3 + (type === 1 ? 1 : header >> 3);
    if ((header & 1) === 1) return at;
  }
}
