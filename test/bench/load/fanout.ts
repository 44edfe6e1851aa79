/** How long one event takes from its first reader to its last. */
export class Fanout {
  readonly #times = new Map<number, { readonly first: number; last: number }>();

  arrived(event: number): void {
    const now = performance.now();
    const known = this.#times.get(event);
    if (known === undefined) this.#times.set(event, { first: now, last: now });
    else known.last = now;
  }

  /** Milliseconds, one for each event. */
  spreads(): Float64Array {
    return Float64Array.from(this.#times.values(), ({ first, last }) => last - first);
  }
}
