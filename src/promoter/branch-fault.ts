import type { ErrorCode } from "../domain/errors/registry.ts";
import type { TidemarkError } from "../domain/errors/tidemark-error.ts";
import type { Reason, ReasonCode } from "../domain/promotion.ts";
import { reason } from "./plan/values.ts";

/** Commits that one branch may be ahead of main. */
export const MOST_COMMITS = 1000;

/** What is wrong with the commits themselves, and stays so. */
const FAULTS: ReadonlyMap<string, ReasonCode> = new Map<ErrorCode, ReasonCode>([
  ["promote.too-big", "too-big"],
  ["promote.anonymized", "anonymized"],
  ["remote.pack-limit", "too-big"],
  ["remote.bad-pack", "unreadable"],
]);
const AGAIN = "Push the edit as a new commit; if the remote's repository was mended, run `tidemark promote --again`.";

/** Why a commit is refused that could not be read; null: it may be read another time. */
export function branchFault({ code, message, hint }: TidemarkError): Reason | null {
  const fault = FAULTS.get(code);
  return fault === undefined ? null : reason(fault, null, `${message} ${fault === "unreadable" ? AGAIN : hint}`);
}

export function tooManyCommits(): Reason {
  const text = `The branch is more than ${MOST_COMMITS} commits ahead of main. Squash them.`;
  return reason("too-many-commits", null, text);
}
