import { fail, TidemarkError } from "../../../domain/errors/tidemark-error.ts";
import type { Clock } from "../../../domain/ports/clock.ts";
import type { Host } from "../../../domain/ports/host.ts";
import { acquireLock, type Lock } from "../../../staging/lock.ts";
import type { Target } from "./target.ts";

/**
 * Takes a directory for this process, until it is released or the process ends: two that write parts would spoil both.
 * @throws anonymize.target-busy
 */
export function holdTarget({ path, parts }: Target, { pid }: Pick<Host, "pid">, clock: Clock): Lock {
  try {
    const holder = { pid, host: "this host", startedAt: clock.now() };
    return acquireLock({ path: `${parts}/lock.sqlite`, holder });
  } catch (cause) {
    if (!(cause instanceof TidemarkError) || cause.code !== "data.locked") throw cause;
    throw fail("anonymize.target-busy", { path, holder: String(cause.details.holder) }, { cause });
  }
}
