import type { Oid } from "../../domain/ids.ts";
import { OID_BYTES, oidAt } from "../pack/oid-bytes.ts";

/** `100644` a file, `40000` a directory; git knows more (`100755`, `120000` links, submodules), Tidemark writes none. */
export const FILE_MODE = "100644";
export const DIRECTORY_MODE = "40000";
/** A submodule: it names a commit of another repository. */
export const SUBMODULE_MODE = "160000";

/**
 * A file's mode as git itself takes it (canon_mode): `100755` when its owner may run it, `120000`, `160000`, else `100644`.
 * Old programs wrote others, such as `100664`.
 */
export function canonicalMode(mode: string): string {
  const bits = Number.parseInt(mode, 8);
  const type = bits & 0o170000;
  if (type === 0o120000) return "120000";
  if (type !== 0o100000) return SUBMODULE_MODE;
  return (bits & 0o100) === 0 ? FILE_MODE : "100755";
}

export interface TreeItem {
  readonly mode: string;
  readonly name: string;
  readonly oid: Oid;
}

/** `0`. */
const ZERO = 0x30;
const ASCII = /^[\x20-\x7e]*$/;

/**
 * The bytes of a tree object: `<mode> <name>\0<20 bytes>` for each entry, in the order of the names' bytes, where a
 * directory compares as if its name ended in `/` (git's base_name_compare; `git fsck` reports anything else).
 */
export function encodeTree(items: readonly TreeItem[]): Uint8Array {
  const sorted = items.map((item) => ({ ...item, key: sortKey(item) })).sort((a, b) => (a.key < b.key ? -1 : 1));
  const length = sorted.reduce((sum, { mode, name }) => sum + mode.length + Buffer.byteLength(name) + 2 + OID_BYTES, 0);
  const bytes = Buffer.allocUnsafe(length);
  let at = 0;
  for (const { mode, name, oid } of sorted) {
    at += bytes.write(`${mode} ${name}\0`, at, "utf8");
    at += bytes.write(oid, at, "hex");
  }
  return bytes;
}

/** Each UTF-8 byte as one character, so that strings compare as bytes do. */
function sortKey({ mode, name }: TreeItem): string {
  const key = mode === DIRECTORY_MODE ? `${name}/` : name;
  return ASCII.test(key) ? key : Buffer.from(key).toString("latin1");
}

/** The entries of a tree object in its order; null when the bytes are not one. Zeros before a mode, as old programs wrote them, go. */
export function parseTree(bytes: Uint8Array): readonly TreeItem[] | null {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const items: TreeItem[] = [];
  for (let at = 0; at < buffer.length; ) {
    const space = buffer.indexOf(0x20, at);
    const end = buffer.indexOf(0, space + 1);
    if (space < 0 || end < 0 || end + 1 + OID_BYTES > buffer.length) return null;
    const mode = buffer.toString("latin1", buffer[at] === ZERO ? at + 1 : at, space);
    items.push({ mode, name: buffer.toString("utf8", space + 1, end), oid: oidAt(buffer, end + 1) });
    at = end + 1 + OID_BYTES;
  }
  return items;
}
