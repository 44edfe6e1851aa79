import type { Mutation } from "./mutation.ts";

/** The mistakes that write-back must not be able to make unnoticed. */
export const PROMOTION_MUTATIONS: readonly Mutation[] = [
  {
    name: "send-again-at-once",
    harm: "an invoice whose answer was lost is sent again while the first one is still under way",
    edits: [
      {
        file: "src/promoter/look.ts",
        find: "return passed >= SETTLED_MS;",
        replace: "return passed >= 0 * SETTLED_MS;",
      },
    ],
    caughtBy: ["test/faults/promote-lost-answers.test.ts"],
  },
  {
    name: "do-not-look-for-new-records",
    harm: "a record that an earlier commit has made is made a second time",
    edits: [
      {
        file: "src/promoter/new-records.ts",
        find: 'file.order?.kind === "new" ? await lookFor(context, file, there) : file',
        replace: "await Promise.resolve(file.path === context.branch ? await lookFor(context, file, there) : file)",
      },
    ],
    caughtBy: ["test/faults/promote-lost-answers.test.ts", "test/faults/promote-interrupted.test.ts"],
  },
  {
    name: "theirs-win",
    harm: "what somebody changed in MoneyWorks is overwritten by an older edit",
    edits: [
      {
        file: "src/promoter/plan/three-way.ts",
        find: 'every((base) => same(base, ours)) ? "change" : "conflict";',
        replace: 'every((base) => same(base, ours)) || bases.length > 0 ? "change" : "conflict";',
      },
    ],
    caughtBy: ["test/unit/promoter/plan/three-way.test.ts", "test/e2e/promote-refused.test.ts"],
  },
  {
    name: "trust-the-plan",
    harm: "a record that was changed in MoneyWorks since the poll is overwritten",
    edits: [
      {
        file: "src/promoter/send.ts",
        find: "const stale = await staleOf(context, group);",
        replace: "const stale = group.length > GROUP ? await staleOf(context, group) : null;",
      },
    ],
    caughtBy: ["test/e2e/promote-meanwhile.test.ts"],
  },
  {
    name: "believe-the-answer",
    harm: "a commit is called accepted although MoneyWorks left a field out",
    edits: [
      {
        file: "src/promoter/finish.ts",
        find: 'const failed = [...results.values()].some(({ state }) => state === "failed");',
        replace: 'const failed = [...results.values()].some(({ state }) => state === "conflict");',
      },
    ],
    caughtBy: ["test/faults/promote-lost-answers.test.ts"],
  },
  {
    name: "send-what-can-be-sent",
    harm: "a commit with something wrong in it is carried over in part",
    edits: [
      {
        file: "src/promoter/promote-commit.ts",
        find: "return reasons.length > 0 || files.some((file) => file.reasons.length > 0);",
        replace: "return reasons.length > 0 || files.every((file) => file.reasons.length > 0);",
      },
    ],
    caughtBy: ["test/e2e/promote-refused.test.ts"],
  },
  {
    name: "read-back-by-stamps-alone",
    harm: "an invoice that MoneyWorks gave another number stands on main twice",
    edits: [
      {
        file: "src/sync/poll-table.ts",
        find: "displaced.push(...(await readAlso(context, schema, seen)));",
        replace: "if (seen.has(0)) displaced.push(...(await readAlso(context, schema, seen)));",
      },
    ],
    caughtBy: ["test/faults/promote-interrupted.test.ts"],
  },
  {
    name: "merge-before-reading-back",
    harm: "main says that a commit is in MoneyWorks before anybody has seen it there",
    edits: [
      {
        file: "src/promoter/finish.ts",
        find: "  const reading = await readBack(context, carried);\n  const results = verified(context, carried.orders, reading);",
        replace:
          "  context.ports.engine.commit({ run: context.run, commit: context.commit }, context.signal);\n  const reading = await readBack(context, carried);\n  const results = verified(context, carried.orders, reading);",
      },
    ],
    caughtBy: ["test/faults/promote-lost-answers.test.ts", "test/e2e/promote.test.ts"],
  },
];
