/** Runs tasks one after another, in the order they were handed in: a Datacentre counts every request as a user. */
export class Serial {
  #tail: Promise<unknown> = Promise.resolve();

  /** While a task waits for its turn, its signal takes it out of the queue; once it runs, it minds the signal itself. */
  async run<T>(task: () => Promise<T>, signal: AbortSignal): Promise<T> {
    const before = this.#tail;
    const own = Promise.withResolvers<void>();
    this.#tail = Promise.all([before, own.promise]);
    try {
      await unlessAborted(before, signal);
      return await task();
    } finally {
      own.resolve();
    }
  }
}

async function unlessAborted(promise: Promise<unknown>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const aborted = Promise.withResolvers<never>();
  const cancel = () => aborted.reject(signal.reason);
  signal.addEventListener("abort", cancel, { once: true });
  try {
    await Promise.race([promise, aborted.promise]);
  } finally {
    signal.removeEventListener("abort", cancel);
  }
}
