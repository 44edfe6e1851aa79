import type { Oid } from "../../domain/ids.ts";
import type { Clock } from "../../domain/ports/clock.ts";
import type { FileReader, Files } from "../../domain/ports/files.ts";
import { EntryTable } from "../pack/entry-table.ts";
import { oidAt } from "../pack/oid-bytes.ts";
import { writeIndex } from "../pack/pack-index.ts";
import { PackFaults } from "./pack-fault.ts";
import { DEFAULT_PACK_LIMITS, type PackLimits } from "./pack-limits.ts";
import { PackResolve } from "./pack-resolve.ts";
import { PackScan } from "./pack-scan.ts";
import { Pauses } from "./pauses.ts";
import type { ScannedPack } from "./scanned-pack.ts";

export interface IndexPackRequest {
  /** The received file. It is only read. */
  readonly packPath: string;
  /** Where the idx goes; no such file may exist. */
  readonly indexPath: string;
  readonly limits?: PackLimits;
}

export interface IndexedPack {
  readonly objects: number;
  readonly bytes: number;
  /** The SHA-1 that ends the pack and names it: `pack-<checksum>.pack`. */
  readonly checksum: Oid;
}

/**
 * Verifies a received pack byte by byte and writes its idx, durably, the same bytes as `git index-pack` writes. Two
 * passes with flat memory: the first finds the entries and checks the trailer, the second resolves the deltas.
 * Ids are plain SHA-1, without git's detection of collision attacks (docs/remote-protocol.md). A pack must be complete
 * in itself (thin packs are refused) and hold no object twice. What the objects say, and whether all that they refer to
 * exists, is not judged here.
 * @throws remote.bad-pack, remote.pack-limit; the signal's reason. No idx is left behind then.
 */
export async function indexPack(
  request: IndexPackRequest,
  ports: { readonly files: Files; readonly clock: Clock },
  signal: AbortSignal,
): Promise<IndexedPack> {
  const reader = ports.files.open(request.packPath);
  try {
    const pauses = new Pauses(ports.clock, signal);
    const { pack, checksum } = await readEntries(reader, request, pauses);
    writeFile(ports.files, request.indexPath, writeIndex(tableOf(pack, request), checksum));
    return { objects: pack.count, bytes: reader.size, checksum: oidAt(checksum) };
  } finally {
    reader.close();
  }
}

async function readEntries(
  reader: FileReader,
  request: IndexPackRequest,
  pauses: Pauses,
): Promise<{ pack: ScannedPack; checksum: Uint8Array }> {
  const options = { faults: new PackFaults(request.packPath), limits: request.limits ?? DEFAULT_PACK_LIMITS };
  const scan = new PackScan(reader, options);
  while (!scan.done) if (pauses.due(scan.next())) await pauses.take();
  const checksum = scan.finish();
  const { pack } = scan;
  for (let entry = 0; entry < pack.count; entry++) if (pack.type(entry) !== null) pack.adopt(entry);
  const resolve = new PackResolve(pack, reader, options);
  for (let work = resolve.next(); work !== null; work = resolve.next()) {
    if (pauses.due(work)) await pauses.take();
  }
  return { pack, checksum };
}

function tableOf(pack: ScannedPack, { packPath }: IndexPackRequest): EntryTable {
  const faults = new PackFaults(packPath);
  const orphan = pack.orphan();
  if (orphan !== null) throw faults.bad(pack.offset(orphan), "it is a delta against an object that is not in the pack");
  const table = new EntryTable();
  for (let entry = 0; entry < pack.count; entry++) {
    const added = table.add(pack.oid(entry), pack.crc(entry), pack.offset(entry));
    if (!added) throw faults.bad(pack.offset(entry), "it holds an object twice");
  }
  return table;
}

function writeFile(files: Files, path: string, bytes: Uint8Array): void {
  const file = files.create(path);
  try {
    file.write(bytes);
    file.sync();
    file.close();
  } catch (error) {
    file.close();
    files.remove(path);
    throw error;
  }
}
