import type { RequestNote } from "../options.ts";

/** Notes kept; older ones are forgotten, the numbers go on. */
const KEPT = 10_000;

/** Remembers requests for tests: how many, in which order, for what. */
export class RequestLog {
  #notes: RequestNote[] = [];
  #count = 0;

  /** Requests since the start or the last `clear`, forgotten ones too. */
  get count(): number {
    return this.#count;
  }

  get notes(): readonly RequestNote[] {
    return this.#notes;
  }

  add(note: Omit<RequestNote, "number">): RequestNote {
    this.#count++;
    const numbered = { number: this.#count, ...note };
    this.#notes.push(numbered);
    if (this.#notes.length > 2 * KEPT) this.#notes = this.#notes.slice(-KEPT);
    return numbered;
  }

  clear(): void {
    this.#notes = [];
    this.#count = 0;
  }
}
