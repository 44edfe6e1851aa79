import { fail } from "../../domain/errors/tidemark-error.ts";
import type { Files } from "../../domain/ports/files.ts";
import { atOnce, type Steps } from "../../lib/steps.ts";
import { copyEntries } from "../pack/copy-entries.ts";
import { EntryTable } from "../pack/entry-table.ts";
import { oidAt } from "../pack/oid-bytes.ts";
import type { PackFile } from "../pack/pack-file.ts";
import { type FinishedPack, PackWriter } from "../pack/pack-writer.ts";
import type { ObjectStore } from "./object-store.ts";
import { isGone } from "./pack-set.ts";

const MUCH_LARGER = 16;
/** Objects looked up in one step; nearly all of them are in the pack by then. */
const STEP_OBJECTS = 4096;

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
export function collectPack(order: PackOrder): FinishedPack {
  return atOnce(collectInSteps(order));
}

/** The same in steps. Nothing stays behind of one that is given up (`return`) either. */
export function* collectInSteps({ files, store, packs, wanted, path }: PackOrder): Steps<FinishedPack> {
  const writer = PackWriter.direct(files, path, wanted.count);
  let finished: FinishedPack | null = null;
  try {
    for (const pack of packs) yield* copyIfPresent(pack, wanted, writer);
    for (let number = 0; number < wanted.count; number++) {
      if (number % STEP_OBJECTS === 0) yield;
      addWhole(store, wanted.oid(number), writer);
    }
    yield;
    finished = yield* writer.finishInSteps();
    return finished;
  } finally {
    if (finished === null) writer.abort();
  }
}

/** Every object of these packs, each once. */
export function* objectsOf(packs: readonly PackFile[]): Steps<EntryTable> {
  const all = new EntryTable();
  for (const pack of packs) {
    const entries = pack.entries();
    yield;
    for (let number = 0; number < entries.count; number++) all.add(entries.oid(number), 0, 0);
    yield;
  }
  return all;
}

/**
 * A pack that is much larger than what is wanted is not read through: its objects are looked up one by one. Git may
 * have repacked meanwhile; the objects are then found elsewhere.
 */
function* copyIfPresent(pack: PackFile, wanted: EntryTable, writer: PackWriter): Steps {
  try {
    if (pack.count > MUCH_LARGER * wanted.count) return;
    yield* copyEntries(pack, wanted, writer);
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
