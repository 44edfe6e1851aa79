import type { Mutation } from "./mutation.ts";

/** Mistakes of what is forgotten. */
export const UPKEEP_MUTATIONS: readonly Mutation[] = [
  {
    name: "forgets-what-no-remote-has",
    harm: "lines of the change log go before any commit has carried them to the remote",
    edits: [
      {
        file: "src/staging/upkeep/old-changes.ts",
        find: "AND id <= (SELECT change_upto FROM batch WHERE state = 'pushed' ORDER BY id DESC LIMIT 1)",
        replace: "",
      },
    ],
    caughtBy: ["test/contract/staging-sqlite.test.ts", "test/unit/staging/upkeep/forget-property.test.ts"],
  },
  {
    name: "gives-an-id-twice",
    harm: "the newest line goes, the next one gets its id, and a feed that has seen that id is never told of it",
    edits: [
      {
        file: "src/staging/upkeep/old-changes.ts",
        find: "WHERE id < (SELECT max(id) FROM change)",
        replace: "WHERE true",
      },
    ],
    caughtBy: ["test/contract/staging-sqlite.test.ts", "test/unit/staging/upkeep/forget-property.test.ts"],
  },
  {
    name: "forgets-open-imports",
    harm: "what was sent and never answered is not looked for any more: it may be sent twice",
    edits: [
      {
        file: "src/staging/upkeep/old-promotions.ts",
        find: "AND client_id IS NULL AND state <> 'sent'",
        replace: "",
      },
    ],
    caughtBy: ["test/contract/staging-sqlite.test.ts", "test/unit/staging/upkeep/forget-property.test.ts"],
  },
  {
    name: "believes-every-clock",
    harm: "a host whose clock is years ahead for an hour forgets everything",
    edits: [
      {
        file: "src/app/upkeep/horizon.ts",
        find: "Math.min(now, last.horizon + STRIDE_MS)",
        replace: "now",
      },
    ],
    caughtBy: ["test/unit/app/upkeep/horizon.test.ts"],
  },
];
