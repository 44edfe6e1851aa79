/** The remote's main is not where Tidemark left it. */
export const MAIN_HALTS: readonly string[] = [
  "remote.main-moved",
  "remote.main-gone",
  "remote.foreign-history",
  "remote.no-rewind",
];
