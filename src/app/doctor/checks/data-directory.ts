import { dirname, resolve } from "node:path";
import type { Rights } from "../../../domain/ports/inspection.ts";
import { bad, type Judgement, ok, warn } from "../finding.ts";
import type { DoctorCheck, DoctorScene } from "../scene.ts";

/** Every right of the group and of others (chmod). */
const BEYOND_OWNER = 0o077;

/** Whose the data directory is, who else gets in, and whether it can be written. */
export const dataDirectoryCheck: DoctorCheck = {
  name: "data directory",
  run(scene) {
    const { directory, ways, inspection } = scene;
    const { path } = directory;
    if (!ways.files.exists(path)) {
      const above = existingAbove(path, scene);
      return judgeFuture(path, above, inspection.mayWrite(above));
    }
    const isDirectory = ways.files.isDirectory(path);
    const parts = [directory.staging, directory.lock, directory.repository];
    const owners = parts.flatMap((part) => {
      const owner = isDirectory ? inspection.rights(part)?.owner : undefined;
      return owner === undefined ? [] : [{ part, owner }];
    });
    const rights = inspection.rights(path);
    return judgeDirectory({
      path,
      isDirectory,
      rights,
      owners,
      account: inspection.account(),
      mayWrite: inspection.mayWrite(path),
    });
  },
};

export interface DirectoryFacts {
  readonly path: string;
  readonly isDirectory: boolean;
  /** null: not told (Windows). */
  readonly rights: Rights | null;
  /** Whose its parts are, as far as they are there. */
  readonly owners: readonly { readonly part: string; readonly owner: number }[];
  /** The account that looks; null: not told. */
  readonly account: number | null;
  readonly mayWrite: boolean;
}

export function judgeDirectory({ path, isDirectory, rights, owners, account, mayWrite }: DirectoryFacts): Judgement {
  const mode = rights === null ? null : rights.mode.toString(8);
  const facts = { path, owner: rights?.owner ?? null, mode, account, mayWrite };
  if (!isDirectory) return bad(`${path} is no directory.`, "Name another path in the option 'data'.", facts);
  const foreign = owners.find(({ owner }) => owner !== rights?.owner);
  if (foreign !== undefined) {
    const says = `${foreign.part} belongs to account ${foreign.owner}, and ${path} to account ${rights?.owner}.`;
    const next = `A command was run as another account. Give all of it to one: chown -R ${rights?.owner} ${path}.`;
    return bad(says, next, { ...facts, foreignOwner: foreign.owner });
  }
  if (!mayWrite) {
    const says = `${path} belongs to account ${rights?.owner ?? "?"} and cannot be written by this one (${account ?? "?"}).`;
    return bad(says, "Run commands as the account that the service runs as, or give the directory to this one.", facts);
  }
  if (rights !== null && (rights.mode & BEYOND_OWNER) !== 0) {
    const says = `${path} holds records, and others than its owner may get in (mode ${mode}).`;
    return warn(says, `Close it: chmod 700 ${path}.`, facts);
  }
  return ok(
    `${path} belongs to ${rights === null ? "this account" : `account ${rights.owner}`} alone and can be written.`,
    facts,
  );
}

/** @param above the nearest directory that is there */
export function judgeFuture(path: string, above: string, mayWrite: boolean): Judgement {
  const facts = { path, exists: false, above, mayWrite };
  if (mayWrite) return ok(`${path} is not there yet; the first sync makes it.`, facts);
  const next = "Name another path in the option 'data', or make it for this account.";
  return bad(`${path} is not there, and this account may not make it in ${above}.`, next, facts);
}

function existingAbove(path: string, { ways, host }: DoctorScene): string {
  let above = dirname(resolve(host.cwd(), path));
  while (!ways.files.exists(above) && above !== dirname(above)) above = dirname(above);
  return above;
}
