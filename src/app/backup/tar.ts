/** The few kinds of entry that a backup has, as POSIX `pax` writes them (IEEE 1003.1, pax, "ustar Interchange Format"). */

export const BLOCK = 512;
/** What eleven octal digits hold; a larger size stands in an extended header before the entry. */
const LARGEST_OCTAL = 0o77777777777;
const NAME_BYTES = 100;

export interface TarEntry {
  /** ASCII, at most 100 bytes; a directory ends with a slash. */
  readonly path: string;
  readonly size: number;
  /** Seconds since 1970. */
  readonly modified: number;
}

/** What stands before an entry's content. */
export function entryHead(entry: TarEntry): Uint8Array {
  if (entry.size <= LARGEST_OCTAL) return header(entry, entry.path.endsWith("/") ? "5" : "0");
  const record = padded(new TextEncoder().encode(paxRecord("size", String(entry.size))));
  const about = header({ ...entry, path: "././@PaxHeader", size: record.bytes }, "x");
  return Buffer.concat([about, record.content, header({ ...entry, size: 0 }, "0")]);
}

/** Zeros after so many bytes of content. */
export function padding(size: number): Uint8Array {
  return new Uint8Array((BLOCK - (size % BLOCK)) % BLOCK);
}

/** Behind the last entry. */
export function archiveEnd(): Uint8Array {
  return new Uint8Array(2 * BLOCK);
}

function padded(content: Uint8Array): { readonly bytes: number; readonly content: Uint8Array } {
  return { bytes: content.length, content: Buffer.concat([content, padding(content.length)]) };
}

/** `<length> <key>=<value>\n`, where the length counts itself. */
function paxRecord(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  const digits = String(rest.length + String(rest.length).length).length;
  return `${rest.length + digits}${rest}`;
}

function header({ path, size, modified }: TarEntry, type: "0" | "5" | "x"): Uint8Array {
  const block = Buffer.alloc(BLOCK);
  if (Buffer.byteLength(path) > NAME_BYTES) throw new RangeError(`${path} is too long for an archive`);
  block.write(path, 0);
  block.write(type === "5" ? "0000700\0" : "0000600\0", 100);
  block.write("0000000\0".repeat(2), 108);
  block.write(`${octal(size)}\0${octal(modified)}\0`, 124);
  block.write(" ".repeat(8), 148);
  block.write(type, 156);
  block.write("ustar\x0000", 257);
  block.write(`${checksum(block).toString(8).padStart(6, "0")}\0 `, 148);
  return block;
}

function octal(value: number): string {
  return value.toString(8).padStart(11, "0");
}

function checksum(block: Uint8Array): number {
  return block.reduce((sum, byte) => sum + byte, 0);
}
