import { fail } from "../../domain/errors/tidemark-error.ts";
import type { Oid } from "../../domain/ids.ts";
import type { EntryTable } from "../pack/entry-table.ts";
import { digestOf, oidAt } from "../pack/oid-bytes.ts";
import { entryHeader } from "../pack/pack-entry.ts";
import { packHeader } from "../pack/pack-output.ts";
import type { ObjectStore } from "../repository/object-store.ts";
import type { Pauses } from "./pauses.ts";
import type { ObjectSets } from "./reachable.ts";

const CHUNK_BYTES = 256 * 1024;

/** A pack of these objects, each stored whole, in chunks of about 256 KB. @throws mirror.missing-object */
export async function* streamPack(store: ObjectStore, sets: ObjectSets, pauses: Pauses): AsyncGenerator<Uint8Array> {
  const hash = new Bun.SHA1();
  let parts: Uint8Array[] = [packHeader(sets.inner.count + sets.blobs.count)];
  let size = 0;
  for (const oid of idsOf(sets)) {
    const entry = entryOf(store, oid);
    parts.push(...entry);
    size += entry[0].length + entry[1].length;
    if (pauses.due(entry[1].length)) await pauses.take();
    if (size < CHUNK_BYTES) continue;
    yield chunk(parts, hash);
    parts = [];
    size = 0;
  }
  yield chunk(parts, hash);
  yield digestOf(hash);
}

function* idsOf({ inner, blobs }: ObjectSets): Generator<Oid> {
  yield* idsIn(inner);
  yield* idsIn(blobs);
}

function* idsIn(table: EntryTable): Generator<Oid> {
  for (let number = 0; number < table.count; number++) yield oidAt(table.oid(number));
}

function entryOf(store: ObjectStore, oid: Oid): [Uint8Array, Uint8Array] {
  const raw = store.readRaw(oid);
  if (raw === null) throw fail("mirror.missing-object", { oid });
  return [entryHeader(raw.type, raw.size), raw.body];
}

function chunk(parts: readonly Uint8Array[], hash: Bun.SHA1): Uint8Array {
  const bytes = Buffer.concat(parts);
  hash.update(bytes);
  return bytes;
}
