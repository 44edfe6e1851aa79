import type { Log } from "../../domain/ports/log.ts";
import type { Staging } from "../../domain/ports/staging.ts";
import type { Steps } from "../../lib/steps.ts";

const MB = 1024 * 1024;
/** Free pages below this are kept for what comes: a share of the file, and bytes. */
const SHARE = 0.25;
const LEAST = 16 * MB;
/** What is left free. */
const LEFT = 0.1;
/** The largest file that is written anew while the service runs: five seconds or so in which nobody is answered, once in its life. */
const MOST_REWRITTEN = 1024 * MB;
/** A file that is written anew stands on the disk twice meanwhile, once of it in the log. */
const COPIES = 2.5;

export interface SpacePorts {
  readonly staging: Pick<Staging, "space" | "returnSpace" | "rewrite">;
  readonly log: Log;
  /** Bytes free for the staging file; null: nobody knows. */
  readonly diskFree: () => number | null;
}

/** Gives back what the staging file does not need any more, where that is much. */
export function* returnSpace({ staging, log, diskFree }: SpacePorts): Steps {
  const before = staging.space();
  if (before.free < Math.max(LEAST, SHARE * before.size)) return;
  if (before.isReturnable) yield* staging.returnSpace(LEFT * before.size);
  else if (!mayRewrite(before, diskFree())) return;
  else staging.rewrite();
  const { size } = staging.space();
  log.write("info", "staging became smaller", { before: before.size, after: size });
}

function mayRewrite({ size, free }: { readonly size: number; readonly free: number }, onDisk: number | null): boolean {
  return size <= MOST_REWRITTEN && onDisk !== null && onDisk > COPIES * (size - free);
}
