import type { ErrorCode } from "../domain/errors/registry.ts";
import { asTidemarkError } from "../domain/errors/tidemark-error.ts";
import type { Oid } from "../domain/ids.ts";
import type { IncomingBranch, IncomingCommit } from "../domain/ports/incoming.ts";
import type { Reason } from "../domain/promotion.ts";
import { reason } from "./plan/values.ts";
import type { PromoterPorts, PromoterSettings } from "./ports.ts";

export interface PromoteRequest {
  readonly signal: AbortSignal;
  /** Commits that were decided before are judged once more. */
  readonly again: boolean;
}

/** Commits that one branch may be ahead of main. */
const MOST_COMMITS = 1000;

/** A commit whose turn it is. */
export interface Candidate {
  readonly branch: IncomingBranch;
  readonly step: IncomingCommit;
  /** Why it is not even looked at. */
  readonly early: readonly Reason[];
}

/** The oldest commit that waits, over all branches; each branch's in its own order. */
export async function nextCandidate(
  ports: PromoterPorts,
  settings: PromoterSettings,
  request: PromoteRequest & { readonly judged: ReadonlySet<Oid> },
): Promise<Candidate | null> {
  const candidates: Candidate[] = [];
  for (const branch of await ports.incoming.branches(settings.branches, request.signal)) {
    const candidate = await firstOf(ports, branch, request);
    if (candidate !== null) candidates.push(candidate);
  }
  return candidates.reduce<Candidate | null>((a, b) => (a === null || b.step.at < a.step.at ? b : a), null);
}

async function firstOf(
  ports: PromoterPorts,
  branch: IncomingBranch,
  request: PromoteRequest & { readonly judged: ReadonlySet<Oid> },
): Promise<Candidate | null> {
  const { incoming, staging, log } = ports;
  const isOpen = (commit: Oid) => {
    if (request.judged.has(commit)) return false;
    const known = staging.promotion(commit);
    return (
      request.again || (known === null ? outcomeOfNote(incoming.note(commit)) === null : known.outcome === "pending")
    );
  };
  if (!isOpen(branch.head)) return null;
  if (staging.promotion(branch.head) === null) await incoming.fetchNotes(request.signal);
  if (!isOpen(branch.head)) return null;
  const received = await receiveHead(ports, branch, request.signal);
  if (received === "unreadable") return null;
  if (received !== "received") return { branch, step: unseen(branch), early: [received] };
  const steps = incoming.steps(branch.head, MOST_COMMITS);
  if (steps === null) return wholeBranch(ports, branch);
  const step = steps.find(({ commit }) => isOpen(commit));
  if (step === undefined) return null;
  log.write("debug", "a commit waits", { branch: branch.name, commit: step.commit });
  return { branch, step, early: [] };
}

/** A branch that cannot be received holds no other one up. What a commit beyond all bounds holds stays unknown. */
async function receiveHead(
  { incoming, log }: PromoterPorts,
  { head, name }: IncomingBranch,
  signal: AbortSignal,
): Promise<"received" | "unreadable" | Reason> {
  try {
    await incoming.receive(head, signal);
    return "received";
  } catch (thrown) {
    const { code, message, hint } = asTidemarkError(thrown, signal);
    if (code === "promote.too-big") return reason("too-big", null, `${message} ${hint}`);
    if (!UNREADABLE.has(code)) throw thrown;
    log.write("warn", `the branch cannot be read: ${message}`, { branch: name, commit: head, code, hint });
    return "unreadable";
  }
}

/** What is wrong with the commits themselves. */
const UNREADABLE: ReadonlySet<string> = new Set<ErrorCode>(["remote.bad-pack", "remote.pack-limit"]);

function unseen({ head }: IncomingBranch): IncomingCommit {
  return { commit: head, author: "", at: 0, subject: "" };
}

/** More commits than anybody makes by hand, or a history of its own: judged by its head alone. */
function wholeBranch({ incoming }: PromoterPorts, branch: IncomingBranch): Candidate {
  const { bases } = incoming.changes(branch.head);
  const text = `The branch is more than ${MOST_COMMITS} commits ahead of main. Squash them.`;
  const early = bases.length === 0 ? [] : [reason("too-many-commits", null, text)];
  return { branch, step: incoming.describe(branch.head), early };
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
