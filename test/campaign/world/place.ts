import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/** A directory in memory where the host has one; a directory of its own for every seed, taken away when it is over. */
export class Workplace implements Disposable {
  readonly #root: string;
  readonly #stop = (signal: NodeJS.Signals) => {
    this[Symbol.dispose]();
    process.exit(signal === "SIGINT" ? 130 : 143);
  };
  #seeds = 0;

  constructor() {
    this.#root = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "tidemark-faults-"));
    for (const signal of SIGNALS) process.once(signal, this.#stop);
  }

  open(): string {
    this.#seeds++;
    const path = join(this.#root, String(this.#seeds));
    mkdirSync(path);
    return path;
  }

  clear(path: string): void {
    rmSync(path, { recursive: true, force: true });
  }

  [Symbol.dispose](): void {
    for (const signal of SIGNALS) process.off(signal, this.#stop);
    rmSync(this.#root, { recursive: true, force: true });
  }
}
