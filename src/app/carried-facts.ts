import { TidemarkError } from "../domain/errors/tidemark-error.ts";
import type { Oid } from "../domain/ids.ts";
import type { Files } from "../domain/ports/files.ts";
import type { Batch } from "../domain/ports/staging.ts";
import type { StagingAudit } from "../domain/ports/staging-audit.ts";
import { openStagingAudit } from "../staging/audit.ts";
import { openStaging } from "../staging/staging.ts";
import { type CarriedPromotion, readPromotions } from "./carried-promotions.ts";

/** What an old staging file knows that neither git nor MoneyWorks does. */
export interface Carried {
  readonly settings: ReadonlyMap<string, string>;
  /** Where the remote's main was left. */
  readonly remoteHead: Oid | null;
  readonly last: Batch | null;
  readonly prepared: Batch | null;
  readonly promotions: readonly CarriedPromotion[];
  /** Whether the file could be opened and closed as it should be. */
  readonly isReadable: boolean;
}

const NOTHING = {
  settings: new Map<string, string>(),
  remoteHead: null,
  last: null,
  prepared: null,
  promotions: [],
} as const;

/**
 * Closes the old file properly, which folds its log into it, and reads what is to survive. Of a damaged file what can be
 * read is taken.
 * @throws data.newer-version, data.not-ours, data.busy …: every reason to leave the file alone
 */
export function readCarried(path: string, files: Files): Carried {
  if (!files.exists(path)) return { ...NOTHING, isReadable: true };
  try {
    const promotions = promotionsOf(path);
    const { audit } = openStagingAudit(path, files);
    try {
      return {
        settings: ifReadable(audit, (read) => read.settings(), NOTHING.settings),
        remoteHead: ifReadable(audit, (read) => read.remoteHead(), null),
        last: ifReadable(audit, (read) => read.last(), null),
        prepared: ifReadable(audit, (read) => read.prepared(), null),
        promotions,
        isReadable: true,
      };
    } finally {
      audit.close();
    }
  } catch (error) {
    if (!isDamage(error)) throw error;
    return { ...NOTHING, isReadable: false };
  }
}

/** Opens the file as its owner would, so that it is closed properly. */
function promotionsOf(path: string): readonly CarriedPromotion[] {
  const staging = openStaging({ path });
  try {
    return readPromotions(staging);
  } catch (error) {
    if (!isDamage(error)) throw error;
    return [];
  } finally {
    staging.close();
  }
}

function ifReadable<T>(audit: StagingAudit, read: (audit: StagingAudit) => T, otherwise: T): T {
  try {
    return read(audit);
  } catch (error) {
    if (!isDamage(error)) throw error;
    return otherwise;
  }
}

function isDamage(error: unknown): boolean {
  return error instanceof TidemarkError && (error.code === "data.corrupt" || error.code === "data.statement");
}
