/** What happened, line by line. No line may hold anything but what follows from the seed. */
export class Trace {
  readonly lines: string[] = [];
  readonly #now: () => number;

  /** @param now virtual time, ms */
  constructor(now: () => number) {
    this.#now = now;
  }

  add(text: string): void {
    this.lines.push(`${new Date(this.#now()).toISOString().slice(5, 23)} ${text}`);
  }

  /** SHA-1 of all lines. */
  hash(): string {
    return new Bun.CryptoHasher("sha1").update(this.lines.join("\n")).digest("hex");
  }
}
