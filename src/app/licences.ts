import { fail } from "../domain/errors/tidemark-error.ts";

/** Set by build.ts: whose work is in the program beside ours, with the licences' texts. A run from source has none. */
declare const TIDEMARK_LICENCES: string;

/** @throws release.no-licences */
export function licencesText(): string {
  if (typeof TIDEMARK_LICENCES === "undefined") throw fail("release.no-licences", {});
  return TIDEMARK_LICENCES;
}
