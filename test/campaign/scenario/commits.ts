import type { Chance } from "../chance.ts";

export const BRANCHES = ["changes", "edits/ada"] as const;
/** Tables of which single records can be edited and made. */
export const EDITED_TABLES = ["name", "product", "job"] as const;

/** What a commit does; those of the second list cannot be carried over. */
export const GOOD_ACTS = [
  "edit",
  "edit invoice",
  "edit line",
  "new record",
  "new invoice",
  "new invoice by product",
  "several",
  "amend",
  "merge main",
  "reformat",
  "give up",
] as const;
export const BAD_ACTS = [
  "system field",
  "unknown field",
  "delete",
  "foreign path",
  "new elsewhere",
  "too long",
  "does not balance",
  "no account",
  "posted",
  "code in use",
  "code changed",
  "marker file",
  "configuration",
  "bad xml",
] as const;
export type CommitAct = (typeof GOOD_ACTS)[number] | (typeof BAD_ACTS)[number];

/** Somebody commits at the remote. `who` and `other` pick records, fields and values by place, whatever there is then. */
export interface CommitEvent {
  readonly kind: "commit";
  readonly branch: (typeof BRANCHES)[number];
  /** `branch`: on top of what is there, as long as that is ahead of main. `minded`: unless it could not be carried over. */
  readonly from: "branch" | "minded" | "main";
  readonly act: CommitAct;
  readonly table: (typeof EDITED_TABLES)[number];
  readonly who: number;
  readonly other: number;
  /** Makes values that were never there before. */
  readonly nonce: number;
  /** Of a new record: one that was used before is the same record again. */
  readonly id: number;
}

/** @param nonce larger than all before */
export function drawCommit(chance: Chance, nonce: number): CommitEvent {
  const act = chance.way<CommitAct>([
    [22, () => "edit"],
    [12, () => "edit invoice"],
    [4, () => "edit line"],
    [9, () => "new record"],
    [8, () => "new invoice"],
    [5, () => "new invoice by product"],
    [12, () => "several"],
    [7, () => "amend"],
    [7, () => "merge main"],
    [4, () => "reformat"],
    [3, () => "give up"],
    [12, () => chance.pick(BAD_ACTS)],
  ]);
  return {
    kind: "commit",
    branch: chance.is(0.7) ? "changes" : "edits/ada",
    from: chance.pick(["branch", "minded", "minded", "minded", "main"]),
    act,
    table: chance.pick(["name", "name", "product", "job"]),
    who: chance.int(0, 40),
    other: chance.int(0, 40),
    nonce,
    id: chance.is(0.8) ? nonce : chance.int(0, nonce),
  };
}
