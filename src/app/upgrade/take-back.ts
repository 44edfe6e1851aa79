import { fail } from "../../domain/errors/tidemark-error.ts";
import type { Files } from "../../domain/ports/files.ts";
import { lookAtFile, type StagingFacts } from "../../staging/schema-facts.ts";
import type { Journal } from "./journal.ts";
import { type Mark, readJson, upgradePaths } from "./mark.ts";

/**
 * A snapshot may only take the place of data that have gone no further than it: main would be ahead of what staging knows. Where no
 * migration lies between the two programs the data stay, whatever happened.
 * @returns what the mark of the way back says @throws upgrade.committed-since
 */
export function requireNothingSince(data: string, { from }: Pick<Journal, "from">, files: Files): Mark["staging"] {
  const path = `${data}/staging.sqlite`;
  if (!files.exists(path)) return "same";
  const now = lookAtFile(path);
  if (now.oldest <= from.schema) return "same";
  const then = readJson<StagingFacts>(upgradePaths(data).facts, files);
  if (then === null) throw fail("upgrade.committed-since", { path, what: "no snapshot of it is left" });
  if (now.head !== then.head) throw fail("upgrade.committed-since", { path, what: "commits were made" });
  if (now.pending > 0)
    throw fail("upgrade.committed-since", { path, what: "an incoming commit is being carried over" });
  return "file";
}
