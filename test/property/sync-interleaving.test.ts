import { expect, test } from "bun:test";
import fc from "fast-check";
import type { LoggedChange } from "../../src/domain/ports/staging.ts";
import { anyChange, type Change, crowd, make } from "../support/document-changes.ts";
import { expectMirrored } from "../support/expect-mirrored.ts";
import { filesAt, history, packedObjects } from "../support/mirror-files.ts";
import { actualContents, type Content, differences, expectedContents } from "../support/truth.ts";
import { tables, World } from "../support/world.ts";

/** One run, what happens before it, and what happens while it reads: changes by the number of the page. */
interface Step {
  readonly before: readonly Change[];
  readonly kind: "poll" | "full";
  readonly during: readonly { readonly page: number; readonly change: Change }[];
  /** A second passes with each request, so that stamps within the run differ. */
  readonly ticking: boolean;
}

const anyStep: fc.Arbitrary<Step> = fc.record({
  before: fc.array(anyChange, { maxLength: 4 }),
  kind: fc.constantFrom("poll", "poll", "full"),
  during: fc.array(fc.record({ page: fc.integer({ min: 1, max: 14 }), change: anyChange }), {
    minLength: 6,
    maxLength: 16,
    size: "max",
  }),
  ticking: fc.boolean(),
});

const settings = { tables: tables("name", "product", "transaction"), chunk: 4, checkpoint: 7, overlapSeconds: 0 };
const RUNS = Number(process.env.TIDEMARK_TEST_RUNS ?? 12);

test("whatever changes between and during runs, the mirror ends up true and its history consistent", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { minLength: 1, maxLength: 4, size: "max" }), async (steps) => {
      await using world = await World.open({ data: crowd(), settings });
      let nonce = 0;
      const change = (what: Change) => make(world, what, nonce++);
      for (const { before, kind, during, ticking } of steps) {
        before.forEach(change);
        let page = 0;
        world.onRequest = ({ command, target }) => {
          if (command !== "export" || !target.includes(`limit=${settings.chunk}`)) return;
          page++;
          if (ticking) world.pass(1);
          for (const planned of during) if (planned.page === page) change(planned.change);
        };
        await world.sync(kind, { allowDeletes: 1000 });
        world.onRequest = () => {};
      }
      await world.poll();
      expectEditsArrived(world);
      await world.full({ allowDeletes: 1000 });
      expectMirrored(world);
      expectNoNeedlessWriting(world);
      expectReplayable(world);
    }),
    {
      numRuns: RUNS,
      seed: Number(process.env.TIDEMARK_TEST_SEED ?? 20260311),
      endOnFailure: process.env.TIDEMARK_TEST_RUNS !== undefined,
    },
  );
}, 120_000);

/** One poll after the last change, nothing but deletions may be missing. */
function expectEditsArrived(world: World): void {
  const expected = expectedContents(world.simulator, world.settings.tables);
  const lines = differences(expected, actualContents(filesAt(world.remotePath)), 100);
  expect(lines.filter((line) => !line.endsWith("should not be there"))).toEqual([]);
}

/** Each commit changes a record's file, and packs hold one blob for each file that a commit changed. */
function expectNoNeedlessWriting(world: World): void {
  const commits = history(world.repository);
  expect(commits.filter(({ files }) => !files.some(({ path }) => path.endsWith(".xml")))).toEqual([]);
  const written = commits.map(
    ({ files }) => new Set(files.filter(({ status }) => status !== "D").map(({ oid }) => oid)),
  );
  expect(packedObjects(world.repository).blob).toBe(written.reduce((sum, { size }) => sum + size, 0));
}

/** The change log, replayed from what git holds of each record's beginning, leads to what main holds. */
function expectReplayable(world: World): void {
  const main = actualContents(filesAt(world.repository));
  const log = world.staging.changes({ limit: 100_000 }).toReversed();
  expect(log.filter(({ commit }) => commit === null)).toEqual([]);
  const byRecord = Map.groupBy(log, ({ table, key }) => `${table}/${key}`);
  const at = new Map<string, Map<string, Content>>();
  const contentAt = (commit: string, record: string): Content | undefined => {
    if (!at.has(commit)) at.set(commit, actualContents(filesAt(world.repository, commit)));
    return at.get(commit)?.get(record);
  };
  for (const [record, changes] of byRecord) {
    const replayed = replay(changes, (commit) => contentAt(commit, record));
    const held = main.get(record);
    expect({ record, ...asObject(replayed) }).toEqual({ record, ...asObject(held) });
  }
  expect([...main.keys()].filter((record) => !byRecord.has(record))).toEqual([]);
}

/** null: the record is gone. */
function replay(changes: readonly LoggedChange[], contentAt: (commit: string) => Content | undefined): Content | null {
  let content: Map<string, string> | null = null;
  for (const { operation, commit, field, new: value } of changes) {
    if (operation === "added") content = new Map(contentAt(commit ?? ""));
    else if (operation === "deleted") content = null;
    else if (value === null) content?.delete(field ?? "");
    else content?.set(field ?? "", value);
  }
  return content;
}

function asObject(content: Content | null | undefined): object {
  return content === null || content === undefined ? { gone: true } : Object.fromEntries(content);
}
