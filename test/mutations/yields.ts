import type { Mutation } from "./mutation.ts";

/** The mistakes that a first read in parts must not be able to make unnoticed. */
export const YIELD_MUTATIONS: readonly Mutation[] = [
  {
    name: "yield-where-nothing-goes-on",
    harm: "a reading without a cursor yields too, and begins anew each time: it never ends",
    edits: [
      {
        file: "src/sync/read-table.ts",
        find: "if (isCheckpoint && start !== null && context.request.shouldYield?.() === true)",
        replace: "if (isCheckpoint && context.request.shouldYield?.() === true)",
      },
    ],
    caughtBy: ["test/e2e/sync-yield.test.ts"],
  },
  {
    name: "yield-passes-for-a-sweep",
    harm: "the first part of a first read passes for all of it: no sweep is due for a day, and what only a sweep finds is missed",
    edits: [
      {
        file: "src/sync/engine.ts",
        find: "if (state.yielded) return checkpoints.settle();",
        replace: "if (state.yielded) await checkpoints.settle();",
      },
    ],
    caughtBy: ["test/e2e/sync-yield.test.ts"],
  },
  {
    name: "yield-forgets-codes",
    harm: "a code that two records had is not told when it was met before a yield: one record is not on main, and nobody knows",
    edits: [
      {
        file: "src/sync/read-table.ts",
        find: "if (start !== null) noteDisplaced(staging, table, fresh);",
        replace: "if (start !== null) noteDisplaced(staging, table, []);",
      },
    ],
    caughtBy: ["test/e2e/sync-yield.test.ts"],
  },
];
