import type { Modtime, Oid, RecordKey } from "../../domain/ids.ts";
import type { Operation } from "../../domain/record.ts";
import type { Canonical } from "../canonicalize.ts";

/** What is known of one key when it has been looked at twice. */
export interface Evidence {
  readonly key: RecordKey;
  /** What main held just before MoneyWorks was asked again, and just after; null: nothing. */
  readonly before: Oid | null;
  readonly after: Oid | null;
  /** The records that MoneyWorks has under the key now; more than one where a code stands twice. */
  readonly records: readonly Canonical[];
  /** Records that had the key before and have another one now. */
  readonly renamed: readonly Canonical[];
}

export type Verdict =
  | { readonly kind: "nothing" }
  | { readonly kind: "equal" }
  | { readonly kind: "meanwhile" }
  | { readonly kind: "different"; readonly operation: Operation; readonly record: Canonical | null };

/** Whether a record was edited while the check ran. */
export type IsFresh = (record: Canonical) => boolean;

/**
 * What both sides come to under one key, a verdict for each record of MoneyWorks, or one for a key that it does not have.
 * A record that is as main has it, before or after, is equal. One that was edited while the check ran, or whose file was
 * committed in that moment, tells nothing about the time at which the check began.
 */
export function judge(evidence: Evidence, isFresh: IsFresh): Verdict[] {
  const { records } = evidence;
  if (records.length === 0) return [judgeAbsent(evidence, isFresh)];
  const isEqual = ({ oid }: Canonical) => oid === evidence.before || oid === evidence.after;
  // Of two records with one code main can hold but one; the other is one that it has not.
  let isTaken = records.some(isEqual);
  return records.map((record) => {
    if (isEqual(record)) return { kind: "equal" };
    if (isFresh(record) || evidence.before !== evidence.after) return { kind: "meanwhile" };
    const operation = isTaken || evidence.after === null ? "added" : "changed";
    isTaken = true;
    return { kind: "different", operation, record };
  });
}

function judgeAbsent({ before, after, renamed }: Evidence, isFresh: IsFresh): Verdict {
  if (after === null) return { kind: "nothing" };
  if (before !== after || renamed.some(isFresh)) return { kind: "meanwhile" };
  return { kind: "different", operation: "deleted", record: null };
}

/** Whether a stamp lies in the time of the check. One from the future beyond its end is no excuse. */
export function isWithin(modtime: Modtime, startedAt: Modtime, endedAt: Modtime): boolean {
  return modtime > startedAt && modtime <= endedAt;
}
