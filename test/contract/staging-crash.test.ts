import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { join } from "node:path";
import type { Oid } from "../../src/domain/ids.ts";
import type { Staging } from "../../src/domain/ports/staging.ts";
import { openStaging } from "../../src/staging/staging.ts";
import { NAME, oidOf, temporaryDirectory } from "../support/staging-builders.ts";

const CHILD = join(import.meta.dir, "staging-crash-child.ts");
const KILLS = 12;

/** Lets a writer run for some milliseconds and ends it where it happens to be. */
async function writeAndKill(path: string, ms: number): Promise<void> {
  const child = Bun.spawn([process.execPath, CHILD, path], { stdout: "pipe", stderr: "inherit" });
  const { value } = await child.stdout.getReader().read();
  expect(new TextDecoder().decode(value)).toBe("writing\n");
  await Bun.sleep(ms);
  child.kill("SIGKILL");
  await child.exited;
}

/** Opens the file as a restart does and holds it against its own promises. */
function expectWhole(path: string): { after: number; promoted: number; commits: number } {
  const staging = openStaging({ path });
  const after = staging.cursor(NAME)?.after ?? 0;
  const rows = staging.interval(NAME, 0, null);
  expect(after % 20).toBe(0);
  expect(rows.at(-1)?.seq ?? 0).toBe(after);
  expect(rows.filter(({ seq, oid }) => oid !== oidOf(`${seq} `.repeat(200)))).toEqual([]);
  expect(rows.filter(({ key }) => staging.body(NAME, key) === null)).toEqual([]);
  expect(staging.liveCount(NAME)).toBe(rows.length);
  expect(staging.changes({ limit: 1_000_000 }).length).toBe(after);
  expect([...staging.dirtyRows()].length).toBe(staging.dirtyCount());
  const pushed = staging.lastCommit();
  // A kill between a commit and its push leaves one more; the next push takes them all.
  expect(staging.unpushed().length).toBeLessThanOrEqual(KILLS);
  if (pushed?.state === "pushed") expect(staging.remoteHead()).toBe(pushed.commit);
  if (pushed !== null) expect(staging.treeEntries("").map(({ oid }) => oid)).toContain(pushed.commit);
  const promoted = expectPromoted(staging);
  staging.close();
  return { after, promoted, commits: expectSound(path) };
}

/** What has ended is told and answered whole; what has not is told nowhere. Returns how many have ended. */
function expectPromoted(staging: Staging): number {
  const ended = staging.promotions(1_000_000).filter(({ outcome }) => outcome === "accepted");
  const pending = staging.pendingPromotions();
  const states = (commit: Oid) => staging.imports(commit).map(({ path, state }) => `${path} ${state}`);
  expect(ended.filter(({ commit }) => states(commit).join() !== "a applied,b applied")).toEqual([]);
  expect(ended.filter(({ report, commit }) => report?.commit !== commit)).toEqual([]);
  expect(pending.filter(({ report }) => report !== null)).toEqual([]);
  expect(staging.promotions(1_000_000).length).toBe(ended.length + pending.length);
  const open = staging.openImports().map(({ commit }) => commit);
  expect(open).toEqual(pending.map(({ commit }) => commit).filter((commit) => open.includes(commit)));
  expect(pending.length + staging.unnotedPromotions().length).toBeLessThanOrEqual(KILLS);
  return ended.length;
}

/** SQLite's own check, and that no pending piece outlives its commit. Returns the number of commits. */
function expectSound(path: string): number {
  const database = new Database(path);
  const count = (sql: string) => Number(Object.values(database.query<Record<string, number>, []>(sql).get() ?? {})[0]);
  expect(database.query("PRAGMA integrity_check").values()).toEqual([["ok"]]);
  expect(database.query("PRAGMA foreign_key_check").values()).toEqual([]);
  const prepared = count("SELECT count(*) FROM batch WHERE state = 'prepared'");
  if (prepared === 0)
    expect(count("SELECT count(*) FROM carried") + count("SELECT count(*) FROM pending_tree")).toBe(0);
  else expect(count("SELECT count(*) FROM pending_tree")).toBe(1);
  const commits = count("SELECT count(*) FROM batch");
  database.close();
  return commits;
}

test(`killed ${KILLS} times in the middle of writing, the file is whole each time and goes on`, async () => {
  const directory = temporaryDirectory();
  const path = directory.file("staging.db");
  let before = { after: 0, promoted: 0, commits: 0 };
  for (let kill = 0; kill < KILLS; kill += 1) {
    await writeAndKill(path, 7 * kill);
    const now = expectWhole(path);
    expect(now.after).toBeGreaterThanOrEqual(before.after);
    expect(now.promoted).toBeGreaterThanOrEqual(before.promoted);
    before = now;
  }
  expect(before.after).toBeGreaterThan(20);
  expect(before.commits).toBeGreaterThan(1);
  expect(before.promoted).toBeGreaterThan(1);
  directory.remove();
}, 30_000);
