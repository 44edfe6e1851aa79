import { fail } from "../../domain/errors/tidemark-error.ts";
import { createAccounts } from "../../platform/accounts.ts";
import { integrityOf, lookAtFile, type StagingFacts } from "../../staging/schema-facts.ts";
import { openStaging } from "../../staging/staging.ts";
import { actAsOwner } from "../act-as-owner.ts";

/**
 * Migrates a copy of a data directory, to find out whether this program can; as the account that owns it, which might have laid links
 * there. @throws data.*
 */
export function tryData(data: string): StagingFacts {
  actAsOwner(data, createAccounts(), { write: () => {} });
  const path = `${data}/staging.sqlite`;
  const before = lookAtFile(path);
  const staging = openStaging({ path });
  try {
    const records = staging.tables().reduce((sum, table) => sum + staging.liveCount(table), 0);
    if (records < before.records)
      throw fail("data.corrupt", { path, reason: "records are missing after the migration" });
  } finally {
    staging.close();
  }
  const integrity = integrityOf(path);
  if (integrity !== "ok") throw fail("data.corrupt", { path, reason: integrity });
  return lookAtFile(path);
}
