/** A question that is asked when somebody wants its answer, and once: everybody gets the same answer or the same error. */
export class Once<T> {
  readonly #ask: () => T | Promise<T>;
  #answer: Promise<T> | null = null;

  constructor(ask: () => T | Promise<T>) {
    this.#ask = ask;
  }

  get(): Promise<T> {
    this.#answer ??= (async () => await this.#ask())();
    return this.#answer;
  }

  /** null where the question ended in an error, which is another one's to tell. */
  async orNull(): Promise<T | null> {
    return await this.get().catch(() => null);
  }
}
