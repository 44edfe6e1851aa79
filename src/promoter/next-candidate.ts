import { asTidemarkError } from "../domain/errors/tidemark-error.ts";
import type { Oid } from "../domain/ids.ts";
import type { IncomingBranch, IncomingCommit } from "../domain/ports/incoming.ts";
import type { Reason } from "../domain/promotion.ts";
import { branchFault, MOST_COMMITS, tooManyCommits } from "./branch-fault.ts";
import { isSettled } from "./look.ts";
import type { PromoterPorts, PromoterSettings } from "./ports.ts";
import type { Turn } from "./turn.ts";

/** A commit whose turn it is. */
export interface Candidate {
  readonly branch: IncomingBranch;
  readonly step: IncomingCommit;
  /** Why it is not even looked at. */
  readonly early: readonly Reason[];
}

/** The oldest commit that waits and can be judged now, over all branches; each branch's in its own order. */
export async function nextCandidate(
  ports: PromoterPorts,
  settings: PromoterSettings,
  turn: Turn,
): Promise<Candidate | null> {
  const candidates: Candidate[] = [];
  for (const branch of await ports.incoming.branches(settings.branches, turn.signal)) {
    const candidate = turn.isAside(branch.name) ? null : await firstOf(ports, branch, turn);
    if (candidate !== null) candidates.push(candidate);
  }
  for (const candidate of candidates.sort((a, b) => a.step.at - b.step.at)) {
    const looked = lookedInto(ports, candidate);
    if (looked !== null) return looked;
    turn.putAside(candidate.branch.name, candidate.step.commit);
  }
  return null;
}

async function firstOf(ports: PromoterPorts, branch: IncomingBranch, turn: Turn): Promise<Candidate | null> {
  const { incoming, staging, log } = ports;
  const isOpen = (commit: Oid) => {
    if (turn.judged.has(commit)) return false;
    const known = staging.promotion(commit);
    return turn.again || (known === null ? outcomeOfNote(incoming.note(commit)) === null : known.outcome === "pending");
  };
  if (!isOpen(branch.head)) return null;
  if (staging.promotion(branch.head) === null) await turn.fetchNotes(ports);
  if (!isOpen(branch.head)) return null;
  const received = await receiveHead(ports, branch, turn);
  if (received === "not now") return null;
  if (received !== "received") return { branch, step: unseen(branch), early: [received] };
  const steps = incoming.steps(branch.head, MOST_COMMITS);
  if (steps === null) return wholeBranch(ports, branch);
  if (steps.some(({ commit }) => turn.isWaiting(commit))) return null;
  const step = steps.find(({ commit }) => isOpen(commit));
  if (step === undefined) return null;
  log.write("debug", "a commit waits", { branch: branch.name, commit: step.commit });
  return { branch, step, early: [] };
}

/** A branch that cannot be received holds no other one up. What such a commit holds stays unknown. */
async function receiveHead(
  { incoming, log }: PromoterPorts,
  { head, name }: IncomingBranch,
  turn: Turn,
): Promise<"received" | "not now" | Reason> {
  try {
    await incoming.receive(head, turn.signal);
    return "received";
  } catch (thrown) {
    const error = asTidemarkError(thrown, turn.signal);
    const { code, message, hint } = error;
    const fault = branchFault(error);
    if (fault !== null) return fault;
    if (!turn.goesOnAfter(error)) throw thrown;
    turn.putAside(name, head);
    log.write("warn", `the branch cannot be read: ${message}`, { branch: name, commit: head, code, hint });
    return "not now";
  }
}

function unseen({ head }: IncomingBranch): IncomingCommit {
  return { commit: head, author: "", at: 0, subject: "" };
}

/** More commits than anybody makes by hand, or a history of its own: judged by its head alone. */
function wholeBranch({ incoming }: PromoterPorts, branch: IncomingBranch): Candidate {
  const { bases } = incoming.changes(branch.head);
  const early = bases.length === 0 ? [] : [tooManyCommits()];
  return { branch, step: incoming.describe(branch.head), early };
}

/**
 * Refuses a commit that changes more than can be walked. null: it edits what another commit edits too whose answer was lost and may
 * still arrive, over this edit.
 */
function lookedInto({ incoming, staging, clock }: PromoterPorts, candidate: Candidate): Candidate | null {
  const { commit } = candidate.step;
  if (candidate.early.length > 0) return candidate;
  const awaited = staging
    .openImports()
    .filter(({ commit: other, entry }) => other !== commit && !isSettled(entry.sent, clock))
    .map(({ entry }) => entry.path);
  try {
    let isAwaited = false;
    for (const { path } of incoming.changes(commit).files) isAwaited ||= awaited.includes(path);
    return isAwaited ? null : candidate;
  } catch (thrown) {
    const fault = branchFault(asTidemarkError(thrown));
    if (fault === null) throw thrown;
    return { ...candidate, early: [fault] };
  }
}

/** The outcome that an earlier data directory wrote down; null when there is none that ended. */
function outcomeOfNote(note: string | null): string | null {
  if (note === null) return null;
  try {
    const { version, outcome } = JSON.parse(note);
    return version === 1 && typeof outcome === "string" && outcome !== "pending" ? outcome : null;
  } catch {
    return null;
  }
}
