import { fail } from "../../domain/errors/tidemark-error.ts";
import type { Files } from "../../domain/ports/files.ts";
import { isSame, type Mark, type ProgramId, readMark } from "./mark.ts";
import { dropMark, restoreSnapshot } from "./snapshot.ts";

export interface Settling {
  readonly data: string;
  readonly files: Files;
  readonly program: ProgramId;
  /** Whether this is the service, which may stand trial. */
  readonly isService: boolean;
}

/**
 * What a program does about an open upgrade before it opens the data: it is the one on trial, or the data go back to what they were
 * before, so that they fit whatever program is there. Call with the lock held.
 * @returns the mark of the trial to stand; null when there is none @throws upgrade.on-trial
 */
export function settleUpgrade({ data, files, program, isService }: Settling): Mark | null {
  const mark = readMark(data, files);
  if (mark === null) return null;
  if (isSame(mark.to, program)) {
    if (!isService) throw fail("upgrade.on-trial");
    return mark;
  }
  restoreSnapshot({ data, files }, mark);
  dropMark(data, files);
  return null;
}
