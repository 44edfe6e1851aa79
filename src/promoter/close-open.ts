import { fail } from "../domain/errors/tidemark-error.ts";
import type { ImportEntry } from "../domain/ports/staging-promotions.ts";
import type { PromotionContext } from "./context.ts";
import type { EntryChange } from "./journal.ts";
import { isSettled, look } from "./look.ts";
import type { Plan, PlannedFile } from "./plan/plan-types.ts";

/** The record has been changed since, or the commit is not here any more: what came of the request cannot be told from it. */
const UNSEEN = "nobody saw whether it arrived";
const NEVER = "it never arrived";

/** Whether MoneyWorks took it from this commit, or may have: what it had already was not sent. */
export function isPerhapsApplied({ state, reason, sent }: ImportEntry): boolean {
  return sent !== null && (state === "applied" || state === "sent" || isUnseen({ state, reason }));
}

export function isUnseen({ state, reason }: Pick<ImportEntry, "state" | "reason">): boolean {
  return state === "void" && reason === UNSEEN;
}

/**
 * Nothing more is sent for the commit: what it sent and saw no answer to is looked for a last time, and closed.
 * @param plan null: it cannot be made any more
 * @returns what MoneyWorks has of it
 * @throws promote.outcome-unknown while something may still arrive
 */
export async function closeOpen(context: PromotionContext, plan: Plan | null): Promise<readonly ImportEntry[]> {
  const open = context.journal.entries.filter(({ state }) => state === "sent");
  const closed: ImportEntry[] = [];
  for (const entry of open) {
    const file = plan?.files.find(({ path }) => path === entry.path);
    closed.push(context.journal.change(entry, await whatBecame(context, entry, file)));
  }
  return closed.filter(({ state }) => state === "applied");
}

async function whatBecame(
  context: PromotionContext,
  entry: ImportEntry,
  file: PlannedFile | undefined,
): Promise<EntryChange> {
  if (file?.order === null && file.reasons.length === 0) return { state: "applied", reason: "found by a poll" };
  if (file !== undefined && file.order !== null) {
    const found = await look(context, file.order, entry);
    if (found.kind === "there") return { state: "applied", seq: found.seq, reason: "found by looking" };
  }
  if (!isSettled(entry.sent, context.ports.clock)) throw stillUnknown(context, entry);
  const isNotThere = file !== undefined && (file.order !== null || file.reasons.every(({ code }) => TAKEN.has(code)));
  return { state: "void", reason: isNotThere ? NEVER : UNSEEN };
}

/** Another record is where this one was to be made: it was looked for by its id. */
const TAKEN: ReadonlySet<string> = new Set(["code-in-use", "client-id-used"]);

function stillUnknown({ commit }: PromotionContext, { table, clientId, key }: ImportEntry): Error {
  const reason = "its answer was lost, and nothing more of the commit is sent";
  return fail("promote.outcome-unknown", { record: `${table} ${clientId ?? key}`, commit, reason });
}
