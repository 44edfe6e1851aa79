import type { OutputBatch, SourceBatch, SumsDelta } from "../../../../anonymizer/model/batch.ts";
import type { EngineOptions } from "../../../../anonymizer/model/engine.ts";
import { fail } from "../../../domain/errors/tidemark-error.ts";
import type { Thread, Threads } from "../../../domain/ports/threads.ts";
import { type Answer, buffersOfSource, type Order, receivedError } from "./messages.ts";

interface Waiting {
  readonly resolve: (output: OutputBatch) => void;
  readonly reject: (reason: unknown) => void;
}

/** One engine in a thread of its own. It answers in the order in which it is asked. */
export class ThreadEngine {
  readonly #thread: Thread;
  readonly #waiting: Waiting[] = [];
  #failure: Error | null = null;

  constructor(threads: Threads, entry: string, options: EngineOptions) {
    this.#thread = threads.start(entry, {
      onMessage: (message) => this.#take(message as Answer),
      onFailure: ({ message }) => this.#fail(fail("anonymize.thread", { reason: message })),
    });
    this.#send({ kind: "begin", options }, []);
  }

  /** Batches that it has and did not answer yet. */
  get load(): number {
    return this.#waiting.length;
  }

  anonymize(batch: SourceBatch): Promise<OutputBatch> {
    if (this.#failure !== null) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#send({ kind: "batch", batch }, buffersOfSource(batch));
    });
  }

  useSums(sums: SumsDelta): void {
    this.#send({ kind: "sums", sums }, []);
  }

  stop(): void {
    this.#thread.stop();
  }

  #send(order: Order, move: readonly ArrayBuffer[]): void {
    this.#thread.send(order, move);
  }

  #take(answer: Answer): void {
    if (answer.kind === "error") this.#fail(receivedError(answer.error));
    else this.#waiting.shift()?.resolve(answer.output);
  }

  /** One error is the end: nobody knows what the thread would make of the next batch. */
  #fail(reason: Error): void {
    this.#failure ??= reason;
    for (const { reject } of this.#waiting.splice(0)) reject(this.#failure);
  }
}
