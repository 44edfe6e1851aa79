import type { ObjectStore } from "../repository/object-store.ts";
import { KnownObjects } from "./known-objects.ts";
import type { Look } from "./look.ts";
import { checkLooseObjects } from "./loose-check.ts";
import { checkPack } from "./pack-check.ts";

/** How often packs may appear while the others are looked at; what is newer is found by whoever needs it. */
const MOST_ROUNDS = 5;

/** Looks at everything in an `objects` directory, whether main needs it or not; returns what is whole. */
export async function checkObjects(objects: string, store: ObjectStore, look: Look): Promise<KnownObjects> {
  const known = new KnownObjects();
  const check = { ...look, store, known };
  const seen = new Set<string>();
  for (let round = 0; round < MOST_ROUNDS; round++) {
    store.packs.rescan();
    const fresh = store.packs.list().filter(({ path }) => !seen.has(path));
    if (fresh.length === 0) break;
    for (const { path } of fresh) {
      seen.add(path);
      await checkPack(path, check);
    }
  }
  await checkLooseObjects(objects, check);
  remarkHalves(objects, look);
  return known;
}

/** A pack without its index is invisible to git and to us: what an interrupted commit or repack leaves. */
function remarkHalves(objects: string, { files, report }: Look): void {
  const names = new Set(files.list(`${objects}/pack`));
  for (const name of names) {
    if (!name.endsWith(".pack") || names.has(`${name.slice(0, -".pack".length)}.idx`)) continue;
    report.remark("pack-without-index", `objects/pack/${name}`, "Nothing is read from a pack that has no index.");
  }
}
