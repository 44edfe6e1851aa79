import type { Oid } from "../../../domain/ids.ts";
import { readMain } from "../../../exporter/verify/verify-repository.ts";
import { placeOf } from "../../verify-areas.ts";
import { bad, type Judgement, ok } from "../finding.ts";
import type { DoctorCheck } from "../scene.ts";

/** A quick look at the local repository; `tidemark verify` reads every object. */
export const repositoryCheck: DoctorCheck = {
  name: "repository",
  async run({ config, ways, directory, mirror }) {
    const { files } = ways;
    const place = placeOf(config, files);
    // Staging first: a commit reaches the repository before staging calls it done.
    const staged = (await mirror.orNull())?.status.main ?? null;
    const isThere = files.exists(`${directory.repository}/HEAD`);
    const main = readMain(place, files);
    const names = files.list(`${directory.repository}/objects/pack`);
    const detail = "detail" in main && main.code === "main-damaged" ? main.detail : null;
    return judgeRepository({ isThere, head: main.head, staged, detail, halves: halfPacks(names) });
  },
};

export interface RepositoryFacts {
  readonly isThere: boolean;
  readonly head: Oid | null;
  /** The newest commit that staging calls done. */
  readonly staged: Oid | null;
  /** Why main cannot be read; null: it can. */
  readonly detail: string | null;
  /** Names of an idx without its pack. */
  readonly halves: readonly string[];
}

const VERIFY =
  "Run tidemark verify: it tells what is damaged. A lost repository is fetched anew from the remote: stop the service, move the directory away, run tidemark sync.";

export function judgeRepository({ isThere, head, staged, detail, halves }: RepositoryFacts): Judgement {
  const facts = { head, staged, halves: halves.length };
  if (!isThere && staged === null) return ok("There is no local repository yet; the first sync makes it.", facts);
  if (!isThere) return bad("The local repository is gone, and staging has commits of it.", VERIFY, facts);
  if (detail !== null) return bad(`The local main cannot be read: ${detail}`, VERIFY, facts);
  if (halves[0] !== undefined) return bad(`The local repository has ${halves[0]} without its pack.`, VERIFY, facts);
  if (staged !== null && head === null)
    return bad("The local repository has no main, and staging has commits of it.", VERIFY, facts);
  return ok("The local repository can be read; tidemark verify looks at every object.", facts);
}

/** An idx leads to a pack; a pack without its idx is one that is being put in place. */
export function halfPacks(names: readonly string[]): readonly string[] {
  const there = new Set(names);
  return names.filter((name) => name.endsWith(".idx") && !there.has(name.replace(/idx$/, "pack")));
}
