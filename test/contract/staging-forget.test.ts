import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { join } from "node:path";
import { openStaging } from "../../src/staging/staging.ts";
import { DAY_MS, type HistoryDay, writeHistory } from "../support/staged-history.ts";
import { temporaryDirectory } from "../support/staging-builders.ts";

const CHILD = join(import.meta.dir, "staging-forget-child.ts");
const FROM = 1_700_000_000_000;
const DAYS = 150;
const KEPT = 20;
const LINES = 25;
const BUSY: HistoryDay = {
  kind: "poll",
  outcome: "ok",
  lines: LINES,
  commit: "pushed",
  promotion: "accepted",
  clock: true,
};

/** Forgets until killed, some milliseconds after the first step. Returns whether it was done by then. */
async function forgetAndKill(path: string, ms: number): Promise<boolean> {
  const child = Bun.spawn([process.execPath, CHILD, path, String(FROM + (DAYS - KEPT) * DAY_MS)], { stdout: "pipe" });
  const reader = child.stdout.getReader();
  let said = new TextDecoder().decode((await reader.read()).value);
  await Bun.sleep(ms);
  child.kill("SIGKILL");
  for (let part = await reader.read(); !part.done; part = await reader.read())
    said += new TextDecoder().decode(part.value);
  await child.exited;
  return said.includes("done");
}

/** Looked at by a reader of its own, as `tidemark log` is while the service forgets. */
function expectWhole(path: string): number {
  const staging = openStaging({ path, readonly: true });
  const lines = staging.changes({ limit: 99_999 });
  const [oldest] = lines.toReversed();
  expect(lines.length).toBe(staging.lastChange() - (oldest?.id ?? 0) + 1);
  expect(lines.length).toBeGreaterThanOrEqual(KEPT * LINES);
  expect(lines.filter(({ commit, run }) => commit === null || staging.run(run) === null)).toEqual([]);
  expect(staging.promotions(9999).length).toBe(DAYS);
  expect(staging.remoteHead()).toBe(staging.lastCommit()?.commit ?? null);
  staging.close();
  const database = new Database(path, { readonly: true });
  expect(database.query("PRAGMA foreign_key_check").all()).toEqual([]);
  database.close();
  return lines.length;
}

test("a process that is killed while it forgets leaves a whole file, and the next one ends it", async () => {
  const directory = temporaryDirectory();
  try {
    const path = directory.file("staging.sqlite");
    const staging = openStaging({ path });
    writeHistory(
      staging,
      Array.from({ length: DAYS }, () => BUSY),
      FROM,
    );
    staging.close();
    let isDone = false;
    for (let kill = 0; !isDone; kill++) {
      isDone = await forgetAndKill(path, 2 + kill * 25);
      expectWhole(path);
    }
    expect(expectWhole(path)).toBe(KEPT * LINES);
  } finally {
    directory.remove();
  }
}, 60_000);

test("somebody who reads one state of the file keeps it while rows go", () => {
  const directory = temporaryDirectory();
  try {
    const path = directory.file("staging.sqlite");
    const staging = openStaging({ path });
    writeHistory(
      staging,
      Array.from({ length: 40 }, () => BUSY),
      FROM,
    );
    const reader = new Database(path, { readonly: true });
    const count = () => reader.query<{ rows: number }, []>("SELECT count(*) AS rows FROM change").get()?.rows;
    reader.run("BEGIN");
    const before = count();
    const at = FROM + 30 * DAY_MS;
    for (const _ of staging.forget({ runs: at, tallies: at, changes: at, promotions: at }))
      expect(count()).toBe(before);
    // It waits for nobody: what the reader holds stays in the log.
    staging.settleDown();
    expect(count()).toBe(before);
    reader.run("COMMIT");
    expect([before, count()]).toEqual([40 * LINES, 10 * LINES]);
    reader.close();
    staging.close();
  } finally {
    directory.remove();
  }
});
