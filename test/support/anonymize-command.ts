import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { jsonLines } from "./program.ts";
import { runHere } from "./run-here.ts";
import { TemporaryDirectory } from "./temporary.ts";

export const SECRET = "5f2c9d6b81e4477aa0c3f7d2194be06e";

export interface Anonymized {
  readonly code: number;
  /** The last line of `--json`: the summary, or the error. */
  readonly last: Record<string, unknown>;
  readonly err: string;
}

/** A directory with a secret, and the command in it. */
export class Anonymizing implements Disposable {
  readonly #temporary = new TemporaryDirectory();
  readonly secretFile = this.at("acme.secret");

  constructor() {
    writeFileSync(this.secretFile, `${SECRET}\n`, { mode: 0o600 });
  }

  get path(): string {
    return this.#temporary.path;
  }

  at(name: string): string {
    return join(this.#temporary.path, name);
  }

  /** Words for one run in this thread that is not audited. */
  words(from: string, to: string, ...more: string[]): string[] {
    const where = ["--from", from, "--to", this.at(to), "--secret-file", this.secretFile];
    return [
      "anonymize",
      ...where,
      "--json",
      "--no-audit",
      ...(more.includes("--jobs") ? [] : ["--jobs", "0"]),
      ...more,
    ];
  }

  async run(from: string, to: string, ...more: string[]): Promise<Anonymized> {
    return await this.type(this.words(from, to, ...more));
  }

  /** The command as it is typed. */
  async type(words: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Anonymized> {
    const { code, out, err } = await runHere({ env }, words);
    return { code, last: jsonLines(out).at(-1) ?? {}, err };
  }

  /** A run that has to go through: the output's files. @throws with everything that it wrote */
  async done(from: string, to: string, ...more: string[]): Promise<Record<string, string>> {
    const { code, last, err } = await this.run(from, to, ...more);
    if (code !== 0) throw new Error(`anonymize ended with ${code}: ${JSON.stringify(last)}\n${err}`);
    return filesIn(this.at(to));
  }

  [Symbol.dispose](): void {
    this.#temporary[Symbol.dispose]();
  }
}

/** Text of every file below a directory, by its path in it. */
export function filesIn(directory: string): Record<string, string> {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  return Object.fromEntries(paths.map((path) => [path.slice(directory.length + 1), readFileSync(path, "utf8")]));
}

/** The same without what says how it was made. */
export function recordsIn(files: Readonly<Record<string, string>>): Record<string, string> {
  const kept = Object.entries(files).filter(([path]) => path !== "ANONYMIZED.json");
  return Object.fromEntries(kept);
}
