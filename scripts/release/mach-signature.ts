/** Apple's mach-o/loader.h and cs_blobs.h, as far as a program of 64 bits and a signature without a certificate need them. */
const MACH_MAGIC = 0xfeedfacf;
const HEADER_BYTES = 32;
const LC_SEGMENT_64 = 0x19;
const LC_CODE_SIGNATURE = 0x1d;
const SUPER_BLOB = 0xfade0cc0;
const CODE_DIRECTORY = 0xfade0c02;
/** Ad hoc, and made by a linker: no certificate, and none of the hardened runtime's limits. */
const FLAGS = 0x20002;
const IDENTIFIER = "tidemark";
const DIRECTORY_BYTES = 88;
const PAGE_SHIFT = 12;
const PAGE = 2 ** PAGE_SHIFT;
const HASH_BYTES = 32;
/** CS_HASHTYPE_SHA256. */
const HASH_TYPE = 2;
/** CS_EXECSEG_MAIN_BINARY. */
const MAIN_BINARY = 1n;

interface LoadCommands {
  /** Where the command is that says where the signature is; null without one. */
  readonly signature: number | null;
  /** Where the command of the segment __LINKEDIT is, which the signature ends. */
  readonly linkEdit: number | null;
  /** Bytes of the file that __TEXT takes. */
  readonly textBytes: bigint;
}

export function isMach(bytes: Uint8Array): boolean {
  return bytes.length > HEADER_BYTES && viewOf(bytes).getUint32(0, true) === MACH_MAGIC;
}

/** What is wrong with the signature of a program for macOS; null when every page of it is signed. */
export function signatureFault(bytes: Uint8Array): string | null {
  const view = viewOf(bytes);
  const { signature } = loadCommands(view);
  if (signature === null) return "without a signature";
  const at = view.getUint32(signature + 8, true);
  if (view.getUint32(at) !== SUPER_BLOB) return "with a damaged signature";
  const directory = at + view.getUint32(at + 16);
  if (view.getUint32(directory) !== CODE_DIRECTORY) return "with a signature without code directory";
  if (view.getUint32(directory + 32) !== at) return "with a signature over something else";
  const hashes = directory + view.getUint32(directory + 16);
  const expected = pageHashes(bytes.subarray(0, at));
  const found = bytes.subarray(hashes, hashes + view.getUint32(directory + 28) * HASH_BYTES);
  return expected.equals(found) ? null : "with a signature over other bytes";
}

/**
 * The same program with an ad hoc signature in place of the one it has. Bun signs what it makes for Apple's own processors; in one
 * for Intel it leaves the signature of its own executable, which is not over these bytes and asks for the hardened runtime.
 * @throws Error for a file without room for one
 */
export function signMach(program: Uint8Array): Uint8Array {
  const { signature, linkEdit, textBytes } = loadCommands(viewOf(program));
  if (signature === null || linkEdit === null) throw new Error("a program for macOS without room for a signature");
  const limit = viewOf(program).getUint32(signature + 8, true);
  const pages = Math.ceil(limit / PAGE);
  const length = 20 + DIRECTORY_BYTES + IDENTIFIER.length + 1 + pages * HASH_BYTES;
  const signed = new Uint8Array(limit + length);
  signed.set(program.subarray(0, limit));
  const view = viewOf(signed);
  view.setUint32(signature + 12, length, true);
  view.setBigUint64(linkEdit + 48, BigInt(limit + length) - view.getBigUint64(linkEdit + 40, true), true);
  writeSuperBlob(view, limit, length);
  writeDirectory(view, { at: limit + 20, limit, pages, textBytes });
  signed.set(Buffer.from(`${IDENTIFIER}\0`), limit + 20 + DIRECTORY_BYTES);
  signed.set(pageHashes(signed.subarray(0, limit)), limit + length - pages * HASH_BYTES);
  return signed;
}

/** One blob of kind 0, the code directory. */
function writeSuperBlob(view: DataView, at: number, length: number): void {
  for (const [index, word] of [SUPER_BLOB, length, 1, 0, 20].entries()) view.setUint32(at + index * 4, word);
}

interface Directory {
  readonly at: number;
  readonly limit: number;
  readonly pages: number;
  readonly textBytes: bigint;
}

/** CS_CodeDirectory, version 0x20400. */
function writeDirectory(view: DataView, { at, limit, pages, textBytes }: Directory): void {
  const hashes = DIRECTORY_BYTES + IDENTIFIER.length + 1;
  const words = [CODE_DIRECTORY, hashes + pages * HASH_BYTES, 0x20400, FLAGS, hashes, DIRECTORY_BYTES, 0, pages, limit];
  for (const [index, word] of words.entries()) view.setUint32(at + index * 4, word);
  view.setUint8(at + 36, HASH_BYTES);
  view.setUint8(at + 37, HASH_TYPE);
  view.setUint8(at + 39, PAGE_SHIFT);
  view.setBigUint64(at + 72, textBytes);
  view.setBigUint64(at + 80, MAIN_BINARY);
}

/** SHA-256 of each page, the last one as long as it is. */
function pageHashes(code: Uint8Array): Buffer {
  const hashes: Buffer[] = [];
  for (let from = 0; from < code.length; from += PAGE) {
    hashes.push(new Bun.CryptoHasher("sha256").update(code.subarray(from, from + PAGE)).digest());
  }
  return Buffer.concat(hashes);
}

function loadCommands(view: DataView): LoadCommands {
  let [signature, linkEdit, textBytes]: [number | null, number | null, bigint] = [null, null, 0n];
  let at = HEADER_BYTES;
  for (let left = view.getUint32(16, true); left > 0; left -= 1) {
    const command = view.getUint32(at, true);
    if (command === LC_CODE_SIGNATURE) signature = at;
    if (command === LC_SEGMENT_64 && segmentName(view, at) === "__LINKEDIT") linkEdit = at;
    if (command === LC_SEGMENT_64 && segmentName(view, at) === "__TEXT") textBytes = view.getBigUint64(at + 48, true);
    at += view.getUint32(at + 4, true);
  }
  return { signature, linkEdit, textBytes };
}

function segmentName(view: DataView, at: number): string {
  const bytes = new Uint8Array(view.buffer, view.byteOffset + at + 8, 16);
  return Buffer.from(bytes).toString("latin1").replace(/\0+$/, "");
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
