/** Bytes that came in and were not used yet, as one piece. */
export class ByteQueue {
  #bytes = Buffer.alloc(1 << 16);
  #start = 0;
  #end = 0;
  #taken = 0;

  /** Bytes that were dropped so far: the place of the first one here within all that came. */
  get offset(): number {
    return this.#taken;
  }

  get length(): number {
    return this.#end - this.#start;
  }

  /** Good until the next `add`. */
  view(): Buffer {
    return this.#bytes.subarray(this.#start, this.#end);
  }

  add(chunk: Uint8Array): void {
    if (this.#end + chunk.length > this.#bytes.length) this.#makeRoom(chunk.length);
    this.#bytes.set(chunk, this.#end);
    this.#end += chunk.length;
  }

  /** Forgets the first `count` bytes. */
  drop(count: number): void {
    this.#start += count;
    this.#taken += count;
  }

  #makeRoom(more: number): void {
    const kept = this.view();
    const needed = kept.length + more;
    const room = needed <= this.#bytes.length ? this.#bytes : Buffer.alloc(Math.max(needed, this.#bytes.length * 2));
    room.set(kept, 0);
    this.#bytes = room;
    this.#start = 0;
    this.#end = kept.length;
  }
}
