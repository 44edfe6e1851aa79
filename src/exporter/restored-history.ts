import { diffRecords } from "../canonical/diff.ts";
import { parseRecord } from "../canonical/parse-record.ts";
import { parseRecordPath } from "../canonical/path.ts";
import { TidemarkError } from "../domain/errors/tidemark-error.ts";
import type { Oid, RunId } from "../domain/ids.ts";
import type { NewChange } from "../domain/ports/staging.ts";
import type { RestoredChange, RestoredCommit } from "../domain/ports/staging-history.ts";
import type { FieldChange } from "../domain/record.ts";
import type { RecordedKind } from "../domain/run.ts";
import { type FoundCommit, firstParentChain, readCommit } from "./history/commits.ts";
import { diffTrees, type FileDiff } from "./history/tree-diff.ts";
import { isOwnCommit, parseCommitText, runOfCommit } from "./objects/commit-text.ts";
import type { ObjectStore } from "./repository/object-store.ts";

const KINDS: Readonly<Record<string, RecordedKind>> = { poll: "poll", sweep: "sweep", promote: "promote" };

/**
 * The steps of main, oldest first, each with the field changes that it brought. What somebody else committed counts
 * too: a merge by what it changed against its first parent. Only files that differ are read, one commit at a time.
 * @param after one of these steps: only those behind it
 * @throws mirror.missing-object, mirror.corrupt
 */
export function* restoredHistory(store: ObjectStore, head: Oid, after: Oid | null = null): Generator<RestoredCommit> {
  const steps: Oid[] = [];
  for (const { oid } of firstParentChain(store, head)) {
    if (oid === after) break;
    steps.push(oid);
  }
  let before: FoundCommit | null = after === null ? null : readCommit(store, after);
  for (const oid of steps.reverse()) {
    const bytes = store.need(oid, "commit");
    const commit = readCommit(store, oid);
    const text = parseCommitText(bytes);
    yield {
      commit: oid,
      parent: before?.oid ?? null,
      run: (runOfCommit(text) ?? nameRun(commit)) as RunId,
      kind: KINDS[text.subject.split(":", 1)[0] ?? ""] ?? "full",
      at: commit.at,
      changes: changesOf(store, { before: before?.tree ?? null, after: commit.tree }),
    };
    before = commit;
  }
}

/**
 * Whether main went on from `last`, where Tidemark left it, by commits that Tidemark did not make; where it did not go on from
 * there, or nobody knows where it was left (null), whether its newest commit is none of ours.
 */
export function isMovedByOthers(store: ObjectStore, head: Oid, last: Oid | null): boolean {
  let others = false;
  for (const { oid } of firstParentChain(store, head)) {
    if (oid === last) return others;
    others ||= !isOwnCommit(parseCommitText(store.need(oid, "commit")));
  }
  return !isOwnCommit(parseCommitText(store.need(head, "commit")));
}

/** A run for a commit that names none: a UUIDv7 of its time and its id, the same each time. */
function nameRun({ oid, at }: FoundCommit): string {
  const time = Math.max(0, at).toString(16).padStart(12, "0").slice(-12);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${oid.slice(0, 3)}-8${oid.slice(3, 6)}-${oid.slice(6, 18)}`;
}

function* changesOf(store: ObjectStore, trees: { before: Oid | null; after: Oid }): Generator<RestoredChange> {
  for (const diff of diffTrees(store, trees)) {
    const record = parseRecordPath(diff.path);
    if (record === null) continue;
    const { table, key } = record;
    for (const change of fieldChanges(store, diff)) yield { table, key, ...change };
  }
}

function fieldChanges(store: ObjectStore, { before, after }: FileDiff): Omit<NewChange, "key">[] {
  const whole = { field: null, old: null, new: null };
  if (before === null) return [{ operation: "added", ...whole }];
  if (after === null) return [{ operation: "deleted", ...whole }];
  const fields = differingFields(store.need(before, "blob"), store.need(after, "blob"));
  return fields === null
    ? [{ operation: "changed", ...whole }]
    : fields.map((field) => ({ operation: "changed", ...field }));
}

/** null when one of the two is no record of ours: somebody else wrote it. */
function differingFields(before: Uint8Array, after: Uint8Array): FieldChange[] | null {
  try {
    return diffRecords(parseRecord(before), parseRecord(after));
  } catch (error) {
    if (error instanceof TidemarkError && error.code === "canonical.not-canonical") return null;
    throw error;
  }
}
