import { fail } from "../../domain/errors/tidemark-error.ts";
import { integrityOf, lookAtFile, type StagingFacts } from "../../staging/schema-facts.ts";
import { openStaging } from "../../staging/staging.ts";

/** Migrates a copy of a data directory, to find out whether this program can. @throws data.* */
export function tryData(data: string): StagingFacts {
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
