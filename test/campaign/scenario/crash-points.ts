import { PROMOTION_STEPS, PROMOTION_WRITES } from "./promotion-points.ts";

/** What lasts: the process may die before and after each. `bun run faults` says when one is missing here. */
const STEPS: readonly string[] = [
  ...["version", "evaluate", "export"].map((command) => `moneyworks.${command}`),
  ...["refs", "push", "fetch"].map((call) => `remote.${call}`),
  ...[
    "startRun",
    "endRun",
    "applyPage",
    "deleteUnread",
    "discardCommit",
    "finishCommit",
    "markPushed",
    "noteClock",
    "noteLateStamps",
    "prepareCommit",
    "seed",
    "setHalt",
    ...["compared", "contested", "document", "document-name", "newest", "remote", "swept"].map(
      (name) => `setSetting ${name}`,
    ),
  ].map((call) => `staging.${call}`),
  ...files("create", ["data .write-test", "data staging.sqlite", "remote keep", "local keep", "local ledger entry"]),
  ...files("makeDirectory", ["data directory", "local tmp", "local packs", "local incoming/pack"]),
  ...["local", "remote"].flatMap((side) => [
    ...files(
      "makeDirectory",
      ["layout directory", "objects/pack", "refs/heads", "tags", "info"].map((name) => `${side} ${name}`),
    ),
    ...files("create", [`${side} layout file`, `${side} ref lock`]),
    ...files("sync", [`${side} layout file`, `${side} ref lock`]),
    ...files("remove", [`${side} layout file`, `${side} ref lock`]),
    ...files("rename", [`${side} layout file`, `${side} ref`]),
    ...files(
      "syncDirectory",
      ["layout directory", "objects/pack", "refs/heads"].map((name) => `${side} ${name}`),
    ),
  ]),
  ...["commit", "push", "fold"].flatMap((name) =>
    ["pack", "idx"].flatMap((end) =>
      ["create", "sync", "remove"].map((call) => `files.${call} local temporary ${name}.${end}`),
    ),
  ),
  ...["pack", "idx"].flatMap((end) => [
    ...["create", "sync", "remove"].map((call) => `files.${call} local incoming ${end}`),
    `files.rename local ${end}`,
    `files.remove local ${end}`,
    `files.link remote ${end}`,
    `files.link local temporary push.${end}`,
  ]),
  ...files("sync", ["data .write-test"]),
  ...files("remove", ["data .write-test", "local keep", "local ledger entry", "remote keep"]),
  ...PROMOTION_STEPS,
];

/** The process may die in the middle of these too. */
const WRITES: readonly string[] = [
  "data .write-test",
  "local incoming idx",
  "local incoming pack",
  "local layout file",
  "local ref lock",
  "local temporary commit.idx",
  "local temporary commit.pack",
  "local temporary fold.idx",
  "local temporary fold.pack",
  "local temporary push.idx",
  "local temporary push.pack",
  "remote keep",
  "remote layout file",
  "remote ref lock",
  ...PROMOTION_WRITES,
];

/** Every place where the campaign lets the process die; one that is passed and not listed here is a violation. */
export const CRASH_POINTS: readonly string[] = [
  ...STEPS.flatMap((step) => [`before ${step}`, `after ${step}`]),
  ...WRITES.flatMap((file) => ["before", "within", "after"].map((when) => `${when} files.write ${file}`)),
];

/** What only happens behind a halt that the campaign never wants. */
export const BEHIND_HALTS = /setSetting (?:put-back|adopted)$/;

function files(call: string, places: readonly string[]): string[] {
  return places.map((place) => `files.${call} ${place}`);
}
