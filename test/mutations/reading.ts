import type { Mutation } from "./mutation.ts";

/** Mistakes of what the API answers: a feed that loses lines, a value that somebody was not to see. */
export const READING_MUTATIONS: readonly Mutation[] = [
  {
    name: "feed-from-the-newest",
    harm: "a feed goes on from the newest line though the page was full: what lies between is never told",
    edits: [
      {
        file: "src/app/service/read-changes.ts",
        find: "return { changes, since: next ?? newest, before: null, more: next !== null };",
        replace: "return { changes, since: newest, before: null, more: next !== null };",
      },
    ],
    caughtBy: ["test/unit/app/service/read-changes.test.ts"],
  },
  {
    name: "page-ends-with-what-was-found",
    harm: "a page that looked at all it may, and found little, says that there is no more",
    edits: [
      {
        file: "src/staging/changes.ts",
        find: "return { changes, next: end?.id ?? null };",
        replace: "return { changes, next: changes.length === 0 ? (end?.id ?? null) : null };",
      },
    ],
    caughtBy: ["test/contract/staging-sqlite.test.ts"],
  },
  {
    name: "cursor-of-any-log",
    harm: "a cursor of a log that is no more is taken for one of this: its reader misses changes and does not know",
    edits: [
      {
        file: "src/app/service/read-changes.ts",
        find: "if (epoch !== staging.changeEpoch() || id > staging.lastChange())",
        replace: "if (epoch === undefined || id > staging.lastChange())",
      },
    ],
    caughtBy: ["test/unit/app/service/read-changes.test.ts"],
  },
  {
    name: "search-in-private-fields",
    harm: "a search shows the private value that it was not to look at",
    edits: [
      {
        file: "src/app/service/text-search.ts",
        find: "if (value === null || isMark(field) || isPrivate(this.#hidden, this.#table, field)) continue;",
        replace: "if (value === null || isMark(field) || isPrivate(new Set(), this.#table, field)) continue;",
      },
    ],
    caughtBy: ["test/unit/app/service/read-records.test.ts"],
  },
  {
    name: "private-lines-shown",
    harm: "private fields of a transaction's lines are shown: only those of the record itself are hidden",
    edits: [
      {
        file: "src/app/mask-record.ts",
        find: "return { ...subfile, rows: subfile.rows.map((row) => ({ ...row, fields: mask(row.fields, pathOf) })) };",
        replace:
          'return { ...subfile, rows: subfile.rows.map((row) => ({ ...row, fields: mask(row.fields, () => pathOf("")) })) };',
      },
    ],
    caughtBy: ["test/unit/app/service/read-record.test.ts"],
  },
  {
    name: "check-counts-as-read",
    harm: "a check counts as a success: status says that all was read lately, and nothing was",
    edits: [
      {
        file: "src/staging/run-history.ts",
        find: 'const READS = ["poll", "full", "sweep"] as const satisfies readonly RunKind[];',
        replace: 'const READS = ["poll", "full", "sweep", "check"] as readonly RunKind[];',
      },
    ],
    caughtBy: ["test/contract/staging-sqlite.test.ts"],
  },
];
