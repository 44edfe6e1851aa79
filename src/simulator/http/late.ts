interface Waiting {
  left: number;
  readonly run: () => void;
}

/** Commands whose client has gone and that take effect some requests later, as where a worker had to wait. */
export class LateCommands {
  #waiting: Waiting[] = [];

  /** @param requests 1: `run` is called just before the next request */
  add(requests: number, run: () => void): void {
    this.#waiting.push({ left: requests, run });
  }

  clear(): void {
    this.#waiting = [];
  }

  /** Another request came. */
  next(): void {
    for (const waiting of this.#waiting) waiting.left--;
    const due = this.#waiting.filter(({ left }) => left <= 0);
    this.#waiting = this.#waiting.filter(({ left }) => left > 0);
    for (const { run } of due) run();
  }
}
