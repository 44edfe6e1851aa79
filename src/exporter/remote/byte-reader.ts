const NOTHING = new Uint8Array(0);

/** Bytes that were not read yet. */
export interface Unread {
  /** Exactly `count` bytes, or fewer when the input ends before. Valid until the next call. */
  take(count: number): Promise<Uint8Array>;
}

/** Regroups a stream of chunks of any size. Buffers only what one `take` needs. */
export class ByteReader implements Unread {
  readonly #source: AsyncIterator<Uint8Array>;
  #chunk: Uint8Array = NOTHING;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  async take(count: number): Promise<Uint8Array> {
    if (this.#chunk.length >= count) return this.#cut(count);
    const parts = [this.#chunk];
    let have = this.#chunk.length;
    this.#chunk = NOTHING;
    while (have < count) {
      const next = await this.#source.next();
      if (next.done === true) break;
      parts.push(next.value);
      have += next.value.length;
    }
    this.#chunk = join(parts, have);
    return this.#cut(Math.min(count, have));
  }

  /** Tells the source that no more is wanted, so that a connection can be closed. */
  async cancel(): Promise<void> {
    this.#chunk = NOTHING;
    await this.#source.return?.();
  }

  #cut(count: number): Uint8Array {
    const taken = this.#chunk.subarray(0, count);
    this.#chunk = this.#chunk.subarray(count);
    return taken;
  }
}

function join(parts: readonly Uint8Array[], length: number): Uint8Array {
  const only = parts.filter((part) => part.length > 0);
  if (only.length === 1 && only[0] !== undefined) return only[0];
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of only) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
