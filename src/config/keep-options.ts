import type { Option } from "./option.ts";
import { durationOrForever } from "./value-types.ts";

const PLAIN = { secret: "no", published: false } as const;
const YEAR = 365 * 86_400_000;
const kept = durationOrForever("7d", "36500d");

/** How long what has happened is remembered on this host. Git has it all. */
export const KEEP = {
  "keep.runs": {
    ...PLAIN,
    type: kept,
    default: YEAR,
    help: "How long runs are kept; forever: always. One that changed something stays as long as its lines of the change log, and the newest of each kind stays.",
  } satisfies Option<number | null>,
  "keep.changes": {
    ...PLAIN,
    type: kept,
    default: 2 * YEAR,
    help: "How long lines of the change log are kept; forever: always. Git has what they say for good, and tidemark rebuild reads it back.",
  } satisfies Option<number | null>,
  "keep.promotions": {
    ...PLAIN,
    type: kept,
    default: 2 * YEAR,
    help: "How long what a decided incoming commit says of each record is kept; forever: always. Its outcome and reasons stay, and its git note has all of it.",
  } satisfies Option<number | null>,
};
