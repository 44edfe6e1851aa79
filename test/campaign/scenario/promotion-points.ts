const TEMPORARY = ["keep", ...["notes", "forward", "keep"].flatMap((name) => [`${name}.pack`, `${name}.idx`])];

/** What lasts where incoming commits are promoted. */
export const PROMOTION_STEPS: readonly string[] = [
  "moneyworks.import",
  "importer.send",
  ...["hold", "merge"].map((call) => `incoming.${call}`),
  ...["push", "fetch"].flatMap((call) => [`remote.${call} branch`, `remote.${call} notes`]),
  ...["startPromotion", "reportPromotion", "forgetPromotion", "markNoted", "noteImports"].map(
    (call) => `staging.${call}`,
  ),
  ...["local notes ref", "local promoting ref", "remote branch ref", "remote notes ref"].flatMap((ref) => [
    ...["create", "sync", "remove"].map((call) => `files.${call} ${ref}.lock`),
    `files.rename ${ref}`,
  ]),
  "files.remove local promoting ref",
  ...["local refs/notes", "local refs/tidemark", "remote refs/notes"].flatMap((directory) => [
    `files.makeDirectory ${directory}`,
    `files.syncDirectory ${directory}`,
  ]),
  "files.syncDirectory remote refs/heads/edits",
  ...TEMPORARY.flatMap((name) => ["create", "sync", "remove"].map((call) => `files.${call} local temporary ${name}`)),
  "files.rename local keep",
];

/** Files that are written meanwhile. */
export const PROMOTION_WRITES: readonly string[] = [
  "local notes ref.lock",
  "local promoting ref.lock",
  "remote branch ref.lock",
  "remote notes ref.lock",
  ...TEMPORARY.map((name) => `local temporary ${name}`),
];
