import type { Adoption, Proposal as WireProposal } from "../../api/contract/adoption.ts";
import type { AdoptRequest } from "../../api/service.ts";
import { asTidemarkError, fail } from "../../domain/errors/tidemark-error.ts";
import { adoptWith, type Proposal } from "../adopt.ts";
import type { Appliance } from "../appliance.ts";
import { iso } from "../iso.ts";

/**
 * Ends a halt as a person decided. Without a word it only tells what would be done; the word of that proposal then stands for
 * what was found: when something else is found meanwhile, another word is asked for.
 * @throws adopt.other-word, adopt.*, remote.*, moneyworks.*
 */
export async function adoptOn(
  appliance: Appliance,
  { side, confirm }: AdoptRequest,
  signal: AbortSignal,
): Promise<Adoption> {
  let proposal: WireProposal | null = null;
  const judge = async (found: Proposal): Promise<boolean> => {
    proposal = toWire(found);
    return found.word === confirm;
  };
  try {
    const result = await adoptWith(appliance, { side, confirm: judge }, (work) => work(signal));
    return { proposal: null, adopted: result === null ? null : result };
  } catch (reason) {
    const error = asTidemarkError(reason, signal);
    if (error.code !== "adopt.not-confirmed") throw error;
    if (confirm !== null) throw fail("adopt.other-word", { word: confirm });
    return { proposal, adopted: null };
  }
}

function toWire({ side, word, survey, document }: Proposal): WireProposal {
  const findings = survey.findings.map(({ commits, ...finding }) => ({
    ...finding,
    commits:
      commits === null
        ? null
        : { total: commits.total, newest: commits.newest.map((commit) => ({ ...commit, at: iso(commit.at) })) },
  }));
  return { side, word, document, findings };
}
