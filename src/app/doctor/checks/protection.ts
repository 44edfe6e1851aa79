import { type Judgement, ok, warn } from "../finding.ts";
import type { DoctorCheck } from "../scene.ts";

/** Read, write for others and the group (chmod). */
const OTHERS_WRITE = 0o022;

/** Whether somebody else may write main. Git has no question for that, so most of it is said rather than seen. */
export const protectionCheck: DoctorCheck = {
  name: "protection",
  async run({ remote, refs, inspection, ways }) {
    if ((await refs.orNull()) === null) return null;
    const { target } = await remote.get();
    if (target.kind === "http") return judgeService(target.branch);
    if (!ways.files.exists(target.path)) return null;
    return judgeDirectory({
      path: target.path,
      mode: inspection.rights(target.path)?.mode ?? null,
      mayWrite: inspection.mayWrite(target.path),
    });
  },
};

function judgeService(branch: string): Judgement {
  const says = `Who else may push to ${branch} cannot be seen from here; a foreign commit on it would halt the mirror.`;
  return {
    ...ok(says, { seen: false }),
    next: `Protect ${branch} at the git service: this token's account alone may push, nobody by force.`,
  };
}

export interface RepositoryRights {
  readonly path: string;
  /** null: not told (Windows). */
  readonly mode: number | null;
  readonly mayWrite: boolean;
}

export function judgeDirectory({ path, mode, mayWrite }: RepositoryRights): Judgement {
  const facts = { seen: true, mode: mode === null ? null : mode.toString(8), mayWrite };
  if (!mayWrite)
    return warn(
      `${path} cannot be written by this account.`,
      "Run doctor as the account that the service runs as, or let that account write there.",
      facts,
    );
  if (mode !== null && (mode & OTHERS_WRITE) !== 0)
    return warn(
      `${path} can be written by other accounts of this host (mode ${mode.toString(8)}).`,
      `Take that away: chmod -R go-w ${path}.`,
      facts,
    );
  return ok(`${path} can be written by its owner alone.`, facts);
}
