import { asTidemarkError, endedBy, fail, TidemarkError } from "../../domain/errors/tidemark-error.ts";
import type { Host } from "../../domain/ports/host.ts";

/** A person at the terminal, if there is one. */
export interface Talk {
  /** false: nobody can be asked, and the first answer that is missing or wrong ends it. */
  readonly canAsk: boolean;
  /** One line, without blanks around it. @throws run.cancelled, init.nobody */
  ask(question: string): Promise<string>;
  /** The same, and nothing of it is shown. */
  secret(question: string): Promise<string>;
  /** What an answer led to. */
  tell(error: TidemarkError): void;
}

export function createTalk(host: Host, canAsk: boolean, tell: Talk["tell"], signal: AbortSignal): Talk {
  const answer = async (asked: Promise<string | null>): Promise<string> => {
    const text = await orStopped(asked, signal);
    if (text === null) throw fail("init.nobody");
    return text;
  };
  return {
    canAsk,
    tell,
    ask: async (question) => (await answer(host.ask(question))).trim(),
    secret: (question) => answer(host.askHidden(question)),
  };
}

/** How an answer that was wrong is put right. */
export interface Correction {
  readonly isAboutAnswers: (error: TidemarkError) => boolean;
  /** Asks for just that answer again. */
  readonly correct: (code: string) => Promise<void>;
}

/** Tries until the answers are right. @throws what no other answer would change, or nobody is there to correct */
export async function untilRight<T>(
  talk: Talk,
  { isAboutAnswers, correct }: Correction,
  attempt: () => Promise<T>,
): Promise<T> {
  for (;;) {
    try {
      return await attempt();
    } catch (reason) {
      if (!talk.canAsk || !(reason instanceof TidemarkError) || !isAboutAnswers(reason)) throw asTidemarkError(reason);
      talk.tell(reason);
      await correct(reason.code);
    }
  }
}

/** A person who presses Ctrl-C does not answer any more. */
function orStopped<T>(asked: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(endedBy(signal, signal.reason));
    if (signal.aborted) return stop();
    signal.addEventListener("abort", stop, { once: true });
    const settled = () => signal.removeEventListener("abort", stop);
    asked.then(resolve, reject).finally(settled);
  });
}
