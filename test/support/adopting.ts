import { type AdoptResult, adoptWith, type Proposal } from "../../src/app/adopt.ts";
import type { Appliance } from "../../src/app/appliance.ts";
import { runOnce } from "../../src/app/run-once.ts";
import type { Side } from "../../src/domain/adoption.ts";
import type { RunKind } from "../../src/domain/run.ts";
import type { RunResult } from "../../src/sync/engine.ts";
import { git } from "./git-command.ts";
import { quietAppliance } from "./quiet-appliance.ts";
import type { World } from "./world.ts";

/** An adoption that was confirmed, with what was shown before; `proposal` is null when there was nothing to do. */
export interface Adopting {
  readonly result: AdoptResult;
  readonly proposal: Proposal | null;
}

export function applianceOf(world: World): Appliance {
  return quietAppliance({ ports: world.ports, settings: world.settings });
}

/** A run with its halt, as the program makes it. */
export function runOf(world: World, kind: RunKind = "poll"): Promise<RunResult> {
  const { signal } = new AbortController();
  return runOnce(applianceOf(world), { kind, allowDeletes: 0, signal, onProgress: () => {} });
}

export async function adoptIn(world: World, side: Side = "theirs"): Promise<Adopting> {
  let proposal: Proposal | null = null;
  const confirm = async (shown: Proposal): Promise<boolean> => {
    proposal = shown;
    return true;
  };
  const result = await adoptWith(applianceOf(world), { side, confirm }, (work) => work(new AbortController().signal));
  return { result, proposal };
}

export interface ByHand {
  /** Files by path; null removes one. */
  readonly files: Readonly<Record<string, string | null>>;
  /** Default: on top of the branch. null: a history of its own, with nothing but these files. */
  readonly parent?: string | null;
  readonly message?: string;
  readonly ref?: string;
}

/** A commit by somebody else; the branch is moved there, forced. Returns its id. */
export function commitByHand(repository: string, { files, parent, message, ref = "refs/heads/main" }: ByHand): string {
  const below = parent === undefined ? git(repository, ["rev-parse", ref]) : parent;
  const lines = Object.entries(files).map(([path, text]) => {
    const blob = text === null ? "0".repeat(40) : git(repository, ["hash-object", "-w", "--stdin"], text);
    return `${text === null ? 0 : 100644} ${blob}\t${path}\n`;
  });
  const index = { GIT_INDEX_FILE: `${repository}/by-hand.index` };
  git(repository, ["read-tree", ...(below === null ? ["--empty"] : [below])], "", index);
  git(repository, ["update-index", "--index-info"], lines.join(""), index);
  const tree = git(repository, ["write-tree"], "", index);
  const parents = below === null ? [] : ["-p", below];
  const commit = git(repository, ["commit-tree", tree, ...parents, "-m", message ?? "by hand"]);
  git(repository, ["update-ref", ref, commit]);
  return commit;
}
