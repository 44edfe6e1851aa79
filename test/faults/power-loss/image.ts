import { linkSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { applied, type DataChange, type Disk, type EntryChange, type FileOnDisk, setName } from "./disk.ts";

/** How much of what was not synced reached the disk. A mixture is another one for every run of numbers. */
export type Fate = "everything" | "nothing" | { readonly chance: () => number };

const SECTORS = [512, 4096];

/** Writes the directory as a power cut at this moment leaves it. SQLite's shared memory is gone: it is made anew. */
export function writeImage(disk: Disk, fate: Fate, path: string): void {
  const names = disk.names();
  for (const change of survivors(disk.pending, fate)) setName(names, change);
  const written = new Map<number, string>();
  const write = (directory: number, place: string) => {
    for (const [name, node] of names.get(directory) ?? []) {
      const target = join(place, name);
      const twin = written.get(node);
      if (name.endsWith("-shm")) continue;
      if (disk.isDirectory(node)) {
        mkdirSync(target, { mode: 0o700 });
        write(node, target);
      } else if (twin !== undefined) linkSync(twin, target);
      else {
        writeFileSync(target, contentOf(disk.file(node), fate), { mode: 0o600 });
        written.set(node, target);
      }
    }
  };
  write(0, path);
}

/** The changes of names that reached the disk: in a mixture those up to some moment, or any of them. */
function survivors(pending: readonly EntryChange[], fate: Fate): readonly EntryChange[] {
  if (fate === "everything") return pending;
  if (fate === "nothing") return [];
  const { chance } = fate;
  if (chance() < 0.4) return pending.slice(0, Math.floor(chance() * (pending.length + 1)));
  const kept = new Set<EntryChange>();
  const lost = new Set<EntryChange>();
  for (const change of pending) {
    const possible = change.after === null || !lost.has(change.after);
    (possible && chance() < 0.5 ? kept : lost).add(change);
  }
  return [...kept];
}

function contentOf(file: FileOnDisk, fate: Fate): Buffer {
  const base = { synced: Buffer.from(file.synced.subarray(0, file.size)), size: file.size };
  const changes = fate === "nothing" ? [] : fate === "everything" ? file.pending : mixed(file, fate.chance);
  const { synced, size } = applied(base, changes);
  return synced.subarray(0, size);
}

/** All, none, or of each write all, none or some sectors; sometimes the size came and the bytes did not. */
function mixed({ pending, synced, size }: FileOnDisk, chance: () => number): readonly DataChange[] {
  const style = chance();
  const kept = pending.flatMap((change): DataChange[] => {
    const lot = style < 0.25 ? 0 : style < 0.5 ? 1 : chance();
    if (lot < 0.34) return [];
    if (lot > 0.67 || "size" in change) return [change];
    return [torn(change, chance)];
  });
  if (chance() < 0.7) return kept;
  const full = applied({ synced: Buffer.from(synced), size }, pending).size;
  return [...kept, { size: full }];
}

/** The part before or after some sector's boundary. */
function torn({ at, bytes }: { at: number; bytes: Buffer }, chance: () => number): DataChange {
  const sector = SECTORS[Math.floor(chance() * SECTORS.length)] ?? 512;
  const first = (Math.floor(at / sector) + 1) * sector;
  const cuts = Math.ceil((at + bytes.length - first) / sector);
  if (cuts <= 0) return { at, bytes: bytes.subarray(0, chance() < 0.5 ? 0 : bytes.length) };
  const cut = first + Math.floor(chance() * cuts) * sector - at;
  return chance() < 0.75 ? { at, bytes: bytes.subarray(0, cut) } : { at: at + cut, bytes: bytes.subarray(cut) };
}
