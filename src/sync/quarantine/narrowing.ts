/**
 * How many records to ask for while one among them cannot be read. After a question that failed its interval is asked in
 * halves from the front: what reads well is taken, what does not is halved again, down to one record.
 */
export class Narrowing {
  readonly #chunk: number;
  /** So many of the next records hold at least one that cannot be read; 0: nothing is known of them. */
  #width = 0;
  #asked = 0;
  #careful = false;

  constructor(chunk: number) {
    this.#chunk = chunk;
  }

  /** Something failed since the last whole page: a failure says little now, so no question is worth many tries. */
  get careful(): boolean {
    return this.#careful;
  }

  /** Records of the next question. */
  next(): number {
    this.#asked = this.#width === 0 ? this.#chunk : Math.max(1, Math.floor(this.#width / 2));
    return this.#asked;
  }

  /** The question brought so many records. */
  read(records: number): void {
    if (this.#asked === this.#chunk) this.#careful = false;
    this.#width = Math.max(0, this.#width - records);
  }

  /** The question failed. @returns true when it was about a single record */
  failed(): boolean {
    this.#careful = true;
    this.#width = this.#asked;
    return this.#asked === 1;
  }

  /** The record in front is dealt with; what is behind it is open again. */
  passed(): void {
    this.#width = 0;
  }
}
