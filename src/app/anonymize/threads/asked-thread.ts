import { fail } from "../../../domain/errors/tidemark-error.ts";
import type { Thread, Threads } from "../../../domain/ports/threads.ts";
import { type Answer, type Beginning, type Order, type Question, receivedError } from "./messages.ts";

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: unknown) => void;
}

/** A thread of its own that is asked. It answers in the order of the questions. */
export class AskedThread {
  readonly #thread: Thread;
  readonly #waiting: Waiting[] = [];
  #failure: Error | null = null;

  constructor(threads: Threads, entry: string, beginning: Beginning) {
    this.#thread = threads.start(entry, {
      onMessage: (message) => this.#take(message as Answer),
      onFailure: ({ message }) => this.#fail(fail("anonymize.thread", { reason: message })),
    });
    this.tell(beginning);
  }

  /** Questions that it has and did not answer yet. */
  get load(): number {
    return this.#waiting.length;
  }

  /** @param move buffers of the question, gone afterwards */
  ask(question: Question, move: readonly ArrayBuffer[]): Promise<unknown> {
    if (this.#failure !== null) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#thread.send(question, move);
    });
  }

  /** What has no answer. */
  tell(order: Order): void {
    this.#thread.send(order, []);
  }

  stop(): void {
    this.#thread.stop();
  }

  #take(answer: Answer): void {
    if (answer.kind === "error") this.#fail(receivedError(answer.error));
    else this.#waiting.shift()?.resolve(answer.value);
  }

  /** One error is the end: nobody knows what the thread would make of the next question. */
  #fail(reason: Error): void {
    this.#failure ??= reason;
    for (const { reject } of this.#waiting.splice(0)) reject(this.#failure);
  }
}
