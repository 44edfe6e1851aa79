/**
 * Splits the time of one thread among named calls that may nest: each is charged what it did itself, not what it
 * called. Time between two outermost calls is charged to `<left> > <entered>`, so that the work of the caller can be
 * told apart by what it stands between.
 */
export class Stopwatch {
  readonly #seconds = new Map<string, number>();
  readonly #open: { readonly name: string; resumed: number }[] = [];
  readonly #isAside: (name: string) => boolean;
  #left = "start";
  #leftAt = performance.now();

  /** @param isAside calls that interrupt the time between two others and do not end it */
  constructor(isAside: (name: string) => boolean = () => false) {
    this.#isAside = isAside;
  }

  time<T>(name: string, work: () => T): T {
    this.#enter(name);
    try {
      return work();
    } finally {
      this.#leave();
    }
  }

  /** Adds time that passed beside everything else: waiting for a promise. */
  add(name: string, seconds: number): void {
    this.#seconds.set(name, (this.#seconds.get(name) ?? 0) + seconds);
  }

  /** Seconds by name. */
  read(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#seconds);
  }

  #enter(name: string): void {
    const now = performance.now();
    const caller = this.#open.at(-1);
    if (caller !== undefined) this.add(caller.name, (now - caller.resumed) / 1000);
    else if (!this.#isAside(name)) this.add(`${this.#left} > ${name}`, (now - this.#leftAt) / 1000);
    this.#open.push({ name, resumed: now });
  }

  #leave(): void {
    const now = performance.now();
    const done = this.#open.pop();
    if (done === undefined) return;
    this.add(done.name, (now - done.resumed) / 1000);
    const caller = this.#open.at(-1);
    if (caller !== undefined) caller.resumed = now;
    else if (this.#isAside(done.name)) this.#leftAt += now - done.resumed;
    else [this.#left, this.#leftAt] = [done.name, now];
  }
}
