import type { Files } from "../domain/ports/files.ts";
import { firstParentChain } from "../exporter/history/commits.ts";
import { ObjectStore } from "../exporter/repository/object-store.ts";
import { Refs } from "../exporter/repository/refs.ts";

/**
 * When main's first commit was made, host time in ms; null when there is none. Opens nothing for writing.
 * @throws mirror.*
 */
export function mirrorBegan(files: Files, root: string): number | null {
  const [, ref] = /^ref: (\S+)/.exec(new TextDecoder().decode(files.read(`${root}/HEAD`))) ?? [];
  const head = ref === undefined ? null : new Refs(files, root).read(ref);
  if (head === null) return null;
  const objects = new ObjectStore(files, `${root}/objects`);
  try {
    let began: number | null = null;
    for (const { at } of firstParentChain(objects, head)) began = at;
    return began;
  } finally {
    objects.release();
  }
}
