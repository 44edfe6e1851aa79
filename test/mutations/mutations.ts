import type { Mutation } from "./mutation.ts";
import { PROMOTION_MUTATIONS } from "./promotions.ts";
import { READING_MUTATIONS } from "./reading.ts";
import { UPKEEP_MUTATIONS } from "./upkeep.ts";
import { YIELD_MUTATIONS } from "./yields.ts";

/** The mistakes that a mirror of somebody's books must not be able to make unnoticed. */
export const MUTATIONS: readonly Mutation[] = [
  {
    name: "drop-the-overlap",
    harm: "polls look no further back than the marker: what was saved late is missed",
    edits: [
      {
        file: "src/sync/marker.ts",
        find: "return shiftModtime(reached, -Math.max(overlapSeconds, lateSeconds));",
        replace: "return shiftModtime(reached, 0 * (overlapSeconds + lateSeconds));",
      },
    ],
    caughtBy: ["test/unit/sync/decisions.test.ts", "test/e2e/sync-poll.test.ts"],
  },
  {
    name: "offset-paging",
    harm: "pages are counted off instead of beginning behind a number: a deletion between two pages hides a record",
    edits: [
      {
        file: "src/moneyworks/source.ts",
        find: 'const terms: Search[] = [compare(number, ">", after)];',
        replace: 'const terms: Search[] = [compare(number, ">", 0 * after)];',
      },
      {
        file: "src/moneyworks/source.ts",
        find: "return { schema, search: allOf(...terms), after, limit, tries };",
        replace:
          "return { schema, search: allOf(...terms), after: 0, limit, tries, ...OFFSETS.next(schema.table, after, limit) };",
      },
      {
        file: "src/moneyworks/source.ts",
        find: "class MoneyWorksSource implements Source {",
        replace: `const OFFSETS = {
  at: new Map<string, number>(),
  next(table: string, after: number, limit: number): { start: number } {
    const start = after === 0 ? 0 : (this.at.get(table) ?? 0);
    this.at.set(table, start + limit);
    return { start };
  },
};

class MoneyWorksSource implements Source {`,
      },
      {
        file: "src/moneyworks/client.ts",
        find: "function exportCommand({ schema, search, limit }: ExportRequest, format: string): Command {",
        replace:
          "function exportCommand({ schema, search, limit, ...rest }: ExportRequest, format: string): Command {\n  const { start = 0 } = rest as { start?: number };",
      },
      {
        file: "src/moneyworks/client.ts",
        find: 'direction: "ascending", limit, format };',
        replace: 'direction: "ascending", limit, format, start };',
      },
      {
        file: "src/moneyworks/judge-export.ts",
        find: "if (start !== null && start !== 0)",
        replace: "if (start !== null && start < 0)",
      },
      {
        file: "src/moneyworks/judge-export.ts",
        find: "if (got !== Math.min(limit, found))",
        replace: "if (got !== Math.max(0, Math.min(limit, found - (start ?? 0))))",
      },
      {
        file: "src/moneyworks/judge-export.ts",
        find: "return { records, fields, found: found ?? 0, replaced };",
        replace: "return { records, fields, found: (found ?? 0) - (parsed.start ?? 0), replaced };",
      },
    ],
    caughtBy: ["test/e2e/sync-between-pages.test.ts", "test/contract/source-simulator.test.ts"],
  },
  {
    name: "marker-before-the-records",
    harm: "the marker moves before the poll has read: what a broken poll did not bring is never asked for again",
    edits: [
      {
        file: "src/sync/poll-table.ts",
        find: "  const displaced: Displaced[] = [];\n  const seen = new Set<number>();",
        replace:
          "  writePage(context, schema, { marker: context.sampled });\n  const displaced: Displaced[] = [];\n  const seen = new Set<number>();",
      },
    ],
    caughtBy: ["test/faults/sync-interrupted.test.ts", "test/faults/sync-server-faults.test.ts"],
  },
  {
    name: "marker-past-the-sample",
    harm: "a stamp from the future, or an edit of the second being read, carries the marker past records to come",
    edits: [
      {
        file: "src/sync/marker.ts",
        find: "return earlierOf(laterOf(previous, highest), sampled);",
        replace: "return laterOf(laterOf(previous, highest), earlierOf(sampled, highest));",
      },
    ],
    caughtBy: ["test/unit/sync/decisions.test.ts", "test/e2e/sync-poll.test.ts"],
  },
  {
    name: "delete-on-a-short-answer",
    harm: "an answer with fewer records than it announces is believed: the rest is deleted",
    edits: [
      { file: "src/moneyworks/judge-export.ts", find: "if (count !== got)", replace: "if (count === -1)" },
      {
        file: "src/moneyworks/judge-export.ts",
        find: "if (got !== Math.min(limit, found))",
        replace: "if (got > limit)",
      },
      {
        file: "src/moneyworks/judge-export.ts",
        find: "return { records, fields, found: found ?? 0, replaced };",
        replace:
          "return { records, fields, found: records.length < expected.limit ? records.length : (found ?? 0), replaced };",
      },
    ],
    caughtBy: ["test/faults/sync-server-faults.test.ts", "test/contract/source-faults.test.ts"],
  },
  {
    name: "delete-without-asking-again",
    harm: "a record that was being saved while its page was read counts as deleted",
    edits: [
      {
        file: "src/sync/confirm.ts",
        find: "const gone = rows.filter((row) => !alive.has(row.seq) && isStillThere(row));",
        replace: "const gone = rows.filter((row) => (!alive.has(row.seq) || alive.size > 0) && isStillThere(row));",
      },
    ],
    caughtBy: ["test/e2e/sync-between-pages.test.ts", "test/property/sync-interleaving.test.ts"],
  },
  {
    name: "no-brake",
    harm: "a robot that lost a privilege empties the mirror",
    edits: [
      {
        file: "src/sync/confirm.ts",
        find: 'if (deletes > allowed) throw fail("sync.delete-brake"',
        replace: 'if (deletes > allowed + live) throw fail("sync.delete-brake"',
      },
    ],
    caughtBy: ["test/e2e/sync-document.test.ts", "test/e2e/sync-sweep.test.ts"],
  },
  {
    name: "lines-are-not-asked",
    harm: "a reconciliation stamps its line alone, and never arrives",
    edits: [
      {
        file: "src/sync/poll-table.ts",
        find: "if (since !== undefined && schema.subfiles.length > 0)",
        replace: "if (since !== undefined && schema.subfiles.length > 99)",
      },
    ],
    caughtBy: ["test/e2e/sync-poll.test.ts", "test/property/sync-interleaving.test.ts"],
  },
  {
    name: "clock-events-are-ignored",
    harm: "after daylight saving ends, an hour of edits is missed",
    edits: [
      {
        file: "src/sync/marker.ts",
        find: "const reached = pollFrom === null ? marker : earlierOf(marker, pollFrom);",
        replace: "const reached = pollFrom === null ? marker : earlierOf(marker, marker);",
      },
    ],
    caughtBy: ["test/e2e/sync-clock.test.ts"],
  },
  {
    name: "unchanged-records-are-written",
    harm: "every stamp makes a commit: history says that something changed when nothing did",
    edits: [
      {
        file: "src/sync/classify.ts",
        find: "if (row !== null && row.oid === record.oid) {",
        replace: "if (row !== null && row.oid === record.oid && row.modtime === record.modtime) {",
      },
    ],
    caughtBy: ["test/unit/sync/classify.test.ts", "test/e2e/sync-poll.test.ts"],
  },
  {
    name: "main-without-a-journal",
    harm: "a crash between main and the journal leaves staging and git telling different stories",
    edits: [
      {
        file: "src/exporter/commit-dirty.ts",
        find: "  repository.moveMain(from, commit);\n  staging.finishCommit(commit);",
        replace: "  staging.finishCommit(commit);\n  repository.moveMain(from, commit);",
      },
    ],
    caughtBy: ["test/unit/exporter/crash.test.ts"],
  },
  {
    name: "push-over-others",
    harm: "what somebody else committed on main is overwritten without a word",
    edits: [
      {
        file: "src/exporter/position.ts",
        find: 'return left === null ? "unproven" : "moved";',
        replace: 'return "behind";',
      },
    ],
    caughtBy: ["test/e2e/sync-remote.test.ts", "test/contract/mirror-git.test.ts"],
  },
  ...PROMOTION_MUTATIONS,
  ...READING_MUTATIONS,
  ...UPKEEP_MUTATIONS,
  ...YIELD_MUTATIONS,
];
