/**
 * Finds out whether fields come in one order. Rows may leave fields out, so what is compared is which comes before
 * which; a name that is new takes its place behind the one before it.
 */
export class FieldOrder {
  readonly #order: string[] = [];
  readonly #rank = new Map<string, number>();
  #rows = 0;
  #steady = true;

  /** The names in the order found so far. */
  get names(): readonly string[] {
    return this.#order;
  }

  see(names: readonly string[]): void {
    this.#rows += 1;
    if (names.some((name) => !this.#rank.has(name))) this.learn(names);
    let last = -1;
    for (const name of names) {
      const rank = this.#rank.get(name) ?? -1;
      if (rank <= last) this.#steady = false;
      last = rank;
    }
  }

  verdict(): "steady" | "varying" | "unknown" {
    if (!this.#steady) return "varying";
    return this.#rows < 2 ? "unknown" : "steady";
  }

  /** Names in their order, of rows that need not be in `see`. */
  learn(names: readonly string[]): void {
    let behind = -1;
    for (const name of names) {
      const known = this.#order.indexOf(name);
      behind = known >= 0 ? known : behind + 1;
      if (known < 0) this.#order.splice(behind, 0, name);
    }
    for (const [rank, name] of this.#order.entries()) this.#rank.set(name, rank);
  }
}
