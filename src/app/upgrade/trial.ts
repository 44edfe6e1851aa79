import { fail, type TidemarkError } from "../../domain/errors/tidemark-error.ts";
import type { Clock } from "../../domain/ports/clock.ts";
import type { Files } from "../../domain/ports/files.ts";
import type { Log } from "../../domain/ports/log.ts";
import { type Mark, readMark } from "./mark.ts";
import { type Presence, tellPresence } from "./presence.ts";
import { dropMark } from "./snapshot.ts";

/** How often it looks whether the upgrade counts. */
const LOOK_MS = 200;
/** A knock that takes longer is as good as none. */
const KNOCK_MS = 10_000;

export interface TrialParts {
  readonly mark: Mark;
  readonly data: string;
  readonly files: Files;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
  /** All but the trial's own. */
  readonly presence: Omit<Presence, "trial" | "beats" | "moneyworks">;
  readonly knock: (signal: AbortSignal) => Promise<TidemarkError | null>;
  /** What this program was started from. */
  readonly startedFrom: string;
  /** Another text than that once another file has its name: also one that got it before the trial began. */
  readonly programFile: () => string;
}

/**
 * The service on trial: everything is open and answers, nothing is read from MoneyWorks into the mirror and nothing is pushed, so that the
 * data can still go back. Returns when the upgrade counts, or when the signal aborts. Whoever upgrades may have died: after their time
 * this program has run as long as they would have watched it, and goes on by itself.
 * @throws upgrade.replaced when they put the former program back meanwhile
 */
export async function standTrial(parts: TrialParts): Promise<void> {
  const { mark, data, files, clock, log, signal } = parts;
  const began = clock.monotonic();
  const knocked = knock(parts);
  log.write("info", "on trial after an upgrade: nothing is read or pushed", { from: mark.from.version });
  for (let beats = 0; !signal.aborted; beats += 1) {
    if (readMark(data, files)?.id !== mark.id) {
      log.write("info", "the upgrade counts", { version: mark.to.version });
      return;
    }
    if (parts.programFile() !== parts.startedFrom) throw fail("upgrade.replaced");
    if (clock.monotonic() - began > mark.patienceMs) {
      dropMark(data, files);
      log.write("warn", "whoever upgraded did not end it; this program has proven itself and goes on");
      return;
    }
    const { moneyworks } = knocked;
    tellPresence(data, { ...parts.presence, trial: mark.id, beats, moneyworks }, files);
    await clock.sleep(LOOK_MS, signal).catch(() => {});
  }
}

/** Asked once, beside everything else: MoneyWorks may be away for reasons of its own. */
function knock({ knock, clock, signal }: TrialParts): { moneyworks: Presence["moneyworks"] } {
  const answer: { moneyworks: Presence["moneyworks"] } = { moneyworks: null };
  const enough = new AbortController();
  void clock.sleep(KNOCK_MS, signal).then(
    () => enough.abort(),
    () => {},
  );
  void knock(AbortSignal.any([signal, enough.signal])).then(
    (error) => {
      answer.moneyworks = { code: error?.code ?? null };
    },
    () => {
      answer.moneyworks = { code: "moneyworks.timeout" };
    },
  );
  return answer;
}
