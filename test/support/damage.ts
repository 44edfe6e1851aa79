import { Database } from "bun:sqlite";
import { copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { git } from "./git-command.ts";
import { Place } from "./place.ts";
import { packsOf } from "./verifying.ts";
import type { World } from "./world.ts";

/** A mirror with three commits: all records, an edit, an addition and a deletion. */
export async function mirrored(): Promise<Place> {
  const place = await Place.open("directory");
  const { world } = place;
  await world.poll();
  world.pass(60);
  world.records.edit("name", 2, { phone: "09 555 0199" });
  await world.poll();
  world.pass(60);
  world.records.add("product", { fields: { code: "NEW" } });
  world.records.remove("product", 2);
  await world.full();
  world.close();
  return place;
}

/** Repacks as git does: one pack with deltas. */
export function gc(repository: string): void {
  git(repository, ["gc", "-q", "--aggressive", "--prune=now"]);
}

/** Takes every object out of the packs. */
export function unpack(repository: string): void {
  for (const pack of packsOf(repository)) {
    const aside = `${repository}/aside.pack`;
    copyFileSync(pack, aside);
    for (const end of [".pack", ".idx", ".rev", ".keep"]) rmSync(pack.replace(/\.pack$/, end), { force: true });
    Bun.spawnSync(["git", "unpack-objects", "-q"], { cwd: repository, stdin: Bun.file(aside) });
    rmSync(aside);
  }
}

/** A file under a new name with the same content: linked files would change at both ends. */
export function ownCopy(path: string): void {
  const bytes = readFileSync(path);
  rmSync(path);
  writeFileSync(path, bytes);
}

export function flip(path: string, at: number): void {
  ownCopy(path);
  const bytes = readFileSync(path);
  bytes[at] = (bytes[at] as number) ^ 0x10;
  writeFileSync(path, bytes);
}

export function loose(repository: string, oid: string): string {
  return join(repository, "objects", oid.slice(0, 2), oid.slice(2));
}

export function sql(world: World, statement: string): void {
  const database = new Database(world.stagingFile);
  database.exec(statement);
  database.close();
}

/** A commit of the real git on top of main, with one file changed. */
export function meddle(world: World, path: string, content: string | null): string {
  const index = { GIT_INDEX_FILE: join(world.path, "index") };
  const inIndex = (args: string[], input = "") => {
    const child = Bun.spawnSync(["git", ...args], {
      cwd: world.repository,
      env: { PATH: process.env.PATH ?? "", HOME: "/nonexistent", ...index },
      stdin: Buffer.from(input),
    });
    if (child.exitCode !== 0) throw new Error(child.stderr.toString());
    return child.stdout.toString().trim();
  };
  inIndex(["read-tree", "main"]);
  if (content === null) inIndex(["update-index", "--index-info"], `0 ${"0".repeat(40)}\t${path}\n`);
  else {
    const blob = inIndex(["hash-object", "-w", "--stdin"], content);
    inIndex(["update-index", "--add", "--cacheinfo", `100644,${blob},${path}`]);
  }
  const commit = git(world.repository, ["commit-tree", inIndex(["write-tree"]), "-p", "main", "-m", "meddled"]);
  git(world.repository, ["update-ref", "refs/heads/main", commit]);
  return commit;
}
