import { mayBeOneRecord } from "../domain/errors/one-record.ts";
import type { ErrorCode } from "../domain/errors/registry.ts";
import { asTidemarkError, type TidemarkError } from "../domain/errors/tidemark-error.ts";
import type { Oid, RunId } from "../domain/ids.ts";
import type { PromoterPorts } from "./ports.ts";

export interface PromoteRequest {
  readonly signal: AbortSignal;
  /** Commits that were decided before are judged once more. */
  readonly again: boolean;
  /** A commit is taken up, under this run. */
  readonly onRun?: ((run: RunId) => void) | undefined;
}

/** A server that answers nothing takes a minute or more each time. */
const MOST_TIMEOUTS = 3;

/** What reminders call the remote's notes. */
const NOTES = "notes at the remote";

/** What concerns one commit or the records that it edits; another commit may fare better. */
const OF_ONE_COMMIT: ReadonlySet<string> = new Set<ErrorCode>([
  "promote.outcome-unknown",
  "promote.unsteady",
  "promote.unread",
  "promote.too-big",
  "promote.anonymized",
  "moneyworks.search",
  "moneyworks.not-understood",
  "moneyworks.search-text",
  "moneyworks.search-too-long",
  "remote.bad-pack",
  "remote.pack-limit",
  "remote.refused",
  "remote.interrupted",
  "internal.unexpected",
]);

/** What one turn over all branches keeps in mind. */
export class Turn implements PromoteRequest {
  readonly signal: AbortSignal;
  readonly again: boolean;
  readonly onRun: (run: RunId) => void;
  readonly judged = new Set<Oid>();
  readonly #waiting = new Set<Oid>();
  readonly #aside = new Set<string>();
  readonly #errors: TidemarkError[] = [];
  #hasNotes = false;

  constructor({ signal, again, onRun = () => {} }: PromoteRequest) {
    this.signal = signal;
    this.again = again;
    this.onRun = onRun;
  }

  /** What the turn tells: the first thing that went wrong. */
  get error(): TidemarkError | null {
    return this.#errors[0] ?? null;
  }

  /** Whether the error concerns one commit and is kept in mind; false: it ends the turn. */
  goesOnAfter(error: TidemarkError): boolean {
    if (!OF_ONE_COMMIT.has(error.code) && !mayBeOneRecord(error)) return false;
    this.#errors.push(error);
    return this.#errors.filter(({ code }) => code === "moneyworks.timeout").length < MOST_TIMEOUTS;
  }

  /** Nothing more of the branch is judged in this turn, nor what another branch builds on its commit. */
  putAside(branch: string, commit: Oid): void {
    this.#aside.add(branch);
    this.#waiting.add(commit);
  }

  isAside(branch: string): boolean {
    return this.#aside.has(branch);
  }

  isWaiting(commit: Oid): boolean {
    return this.#waiting.has(commit);
  }

  /** Outcomes that another data directory wrote down; once a turn. Notes that cannot be read are none. @throws remote.* */
  async fetchNotes({ incoming, log, reminders }: PromoterPorts): Promise<void> {
    if (this.#hasNotes) return;
    this.#hasNotes = true;
    try {
      await incoming.fetchNotes(this.signal);
      reminders.settle(NOTES);
    } catch (thrown) {
      const { code, message, hint } = asTidemarkError(thrown, this.signal);
      if (code !== "promote.bad-notes") throw thrown;
      log.write(reminders.level(NOTES, code), message, { code, hint });
    }
  }
}
