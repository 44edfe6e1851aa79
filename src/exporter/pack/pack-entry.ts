import { OID_BYTES } from "./oid-bytes.ts";

/** What git stores: a record file, a directory, a commit, an annotated tag. */
export type ObjectType = "commit" | "tree" | "blob" | "tag";
/** How a pack stores it: whole, or as a difference to an earlier place in the pack or to another object. */
export type EntryKind = ObjectType | "ofs-delta" | "ref-delta";

/** Numbers of git's gitformat-pack. */
const NUMBER_OF: Readonly<Record<EntryKind, number>> = {
  commit: 1,
  tree: 2,
  blob: 3,
  tag: 4,
  "ofs-delta": 6,
  "ref-delta": 7,
};
const KIND_OF: readonly (EntryKind | undefined)[] = [
  undefined,
  "commit",
  "tree",
  "blob",
  "tag",
  undefined,
  "ofs-delta",
  "ref-delta",
];

/** Longest header there can be: size, distance, base id. */
export const MAX_ENTRY_HEADER = 32;

export interface EntryHeader {
  readonly kind: EntryKind;
  /** Bytes of the data after inflation: the object, or for a delta its instructions. */
  readonly size: number;
  /** Bytes of the header: the zlib stream starts right after it. */
  readonly length: number;
  /** For `ofs-delta`: how many bytes before this entry its base starts. */
  readonly distance: number;
  /** For `ref-delta`: the base's id. */
  readonly base: Uint8Array | null;
}

/** The header of an entry that is stored whole: kind and size in groups of 4, then 7 bits, lowest first. */
export function entryHeader(kind: EntryKind, size: number): Uint8Array {
  const bytes = [(NUMBER_OF[kind] << 4) | (size & 15)];
  for (let rest = Math.floor(size / 16); rest > 0; rest = Math.floor(rest / 128)) {
    bytes.push((bytes.pop() as number) | 0x80, rest & 127);
  }
  return Uint8Array.from(bytes);
}

/** The header of an `ofs-delta` whose base starts `distance` bytes earlier. */
export function offsetDeltaHeader(size: number, distance: number): Uint8Array {
  const groups = [distance & 127];
  for (let rest = Math.floor(distance / 128); rest > 0; rest = Math.floor(rest / 128)) {
    rest--;
    groups.unshift(0x80 | (rest & 127));
  }
  return Uint8Array.from([...entryHeader("ofs-delta", size), ...groups]);
}

/** Reads the header at the start of `bytes`; null when it is not one, or is cut short. */
export function parseEntryHeader(bytes: Uint8Array): EntryHeader | null {
  let at = 0;
  let byte = bytes[at++] ?? 0;
  const kind = KIND_OF[(byte >> 4) & 7];
  let size = byte & 15;
  for (let scale = 16; byte & 0x80; scale *= 128) {
    byte = bytes[at++] ?? 0;
    size += (byte & 127) * scale;
  }
  if (kind === undefined || at > bytes.length) return null;
  if (kind === "ofs-delta") return offsetDelta(bytes, at, size);
  if (kind !== "ref-delta") return { kind, size, length: at, distance: 0, base: null };
  if (at + OID_BYTES > bytes.length) return null;
  return { kind, size, length: at + OID_BYTES, distance: 0, base: bytes.slice(at, at + OID_BYTES) };
}

/** The distance: 7 bits a byte, highest first, one added at each continuation. */
function offsetDelta(bytes: Uint8Array, start: number, size: number): EntryHeader | null {
  let at = start;
  let byte = bytes[at++] ?? 0;
  let distance = byte & 127;
  while (byte & 0x80) {
    byte = bytes[at++] ?? 0;
    distance = (distance + 1) * 128 + (byte & 127);
  }
  return at > bytes.length ? null : { kind: "ofs-delta", size, length: at, distance, base: null };
}
