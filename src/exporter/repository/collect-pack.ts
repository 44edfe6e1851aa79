import { fail } from "../../domain/errors/tidemark-error.ts";
import type { Files } from "../../domain/ports/files.ts";
import { copyEntries } from "../pack/copy-entries.ts";
import { EntryTable } from "../pack/entry-table.ts";
import { oidAt } from "../pack/oid-bytes.ts";
import type { PackFile } from "../pack/pack-file.ts";
import { type FinishedPack, PackWriter } from "../pack/pack-writer.ts";
import type { ObjectStore } from "./object-store.ts";
import { isGone } from "./pack-set.ts";

const MUCH_LARGER = 16;

export interface PackOrder {
  readonly files: Files;
  readonly store: ObjectStore;
  /** Where to copy from; what is in none of them is taken from the whole store. */
  readonly packs: readonly PackFile[];
  /** The objects of the new pack. */
  readonly wanted: EntryTable;
  /** The new pack; its idx stands beside it. */
  readonly path: string;
}

/**
 * Makes one pack of exactly the wanted objects, copying what is compressed already. Durable when it returns.
 * @throws mirror.missing-object, mirror.corrupt; nothing stays behind then
 */
export function collectPack({ files, store, packs, wanted, path }: PackOrder): FinishedPack {
  const writer = PackWriter.direct(files, path, wanted.count);
  try {
    for (const pack of packs) copyIfPresent(pack, wanted, writer);
    for (let number = 0; number < wanted.count; number++) addWhole(store, wanted.oid(number), writer);
    return writer.finish();
  } catch (error) {
    writer.abort();
    throw error;
  }
}

/** Every object of these packs, each once. */
export function objectsOf(packs: readonly PackFile[]): EntryTable {
  const all = new EntryTable();
  for (const pack of packs) {
    const entries = pack.entries();
    for (let number = 0; number < entries.count; number++) all.add(entries.oid(number), 0, 0);
  }
  return all;
}

/**
 * A pack that is much larger than what is wanted is not read through: its objects are looked up one by one. Git may
 * have repacked meanwhile; the objects are then found elsewhere.
 */
function copyIfPresent(pack: PackFile, wanted: EntryTable, writer: PackWriter): void {
  try {
    if (pack.count > MUCH_LARGER * wanted.count) return;
    copyEntries(pack, wanted, writer);
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}

function addWhole(store: ObjectStore, bytes: Uint8Array, writer: PackWriter): void {
  if (writer.offsetOf(bytes) >= 0) return;
  const oid = oidAt(bytes);
  const raw = store.readRaw(oid);
  if (raw === null) throw fail("mirror.missing-object", { oid });
  writer.add({ ...raw, oid });
}
