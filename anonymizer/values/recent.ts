/** Longer keys come once and cost much to hold. */
const LONGEST_KEY = 200;

/**
 * What was asked for lately. Of two generations the older one is let go when the younger is full, so that it never holds
 * more than twice `limit`; what is asked for again moves to the younger. Only for pure functions: nobody can tell that it is there.
 */
export class Recent<K extends string | number, V> {
  readonly #limit: number;
  #young = new Map<K, V>();
  #old = new Map<K, V>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  get(key: K, make: (key: K) => V): V {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    if (typeof key === "string" && key.length > LONGEST_KEY) return make(key);
    const own = (typeof key === "string" ? detached(key) : key) as K;
    const value = this.#old.get(own) ?? make(own);
    if (this.#young.size >= this.#limit) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(own, value);
    return value;
  }
}

/**
 * The same text in memory of its own. JavaScriptCore cuts a slice out of nothing: it refers to the whole that it is of, and a field of twenty
 * characters would keep its batch of a megabyte. Two parts put together are copied when they are first looked up.
 */
function detached(text: string): string {
  return text.slice(0, 1) + text.slice(1);
}
