/** MoneyWorks ends a worker that hangs for longer, ms: what has taken no effect by then never does. */
const LONGEST_MS = 240_000;

interface Waiting {
  left: number;
  readonly until: number;
  readonly run: () => Promise<void>;
}

/** Imports whose client has gone: each takes effect some requests later, or just before anybody looks again after minutes. */
export class LateImports {
  readonly #now: () => number;
  #planned: { nth: number; readonly requests: number }[] = [];
  #waiting: Waiting[] = [];

  /** @param now ms */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** The so many-th import from now on loses its client. */
  plan(late: { readonly nth: number; readonly requests: number }): void {
    this.#planned.push({ ...late });
  }

  /** An import comes. @returns after how many requests it takes effect; null: at once */
  take(): number | null {
    for (const planned of this.#planned) planned.nth--;
    const due = this.#planned.find(({ nth }) => nth <= 0);
    this.#planned = this.#planned.filter((planned) => planned !== due);
    return due?.requests ?? null;
  }

  add(requests: number, run: () => Promise<void>): void {
    this.#waiting.push({ left: requests, until: this.#now() + LONGEST_MS, run });
  }

  /** Nothing more is planned; what waits goes on waiting. */
  clear(): void {
    this.#planned = [];
  }

  /** Another request comes: what is due takes effect before it. */
  async next(): Promise<void> {
    for (const waiting of this.#waiting) waiting.left--;
    await this.#runAll(({ left, until }) => left <= 0 || this.#now() >= until);
  }

  /** Everything takes effect. */
  flush(): Promise<void> {
    return this.#runAll(() => true);
  }

  async #runAll(isDue: (waiting: Waiting) => boolean): Promise<void> {
    const due = this.#waiting.filter(isDue);
    this.#waiting = this.#waiting.filter((waiting) => !due.includes(waiting));
    for (const { run } of due) await run();
  }
}
