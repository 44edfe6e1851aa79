import { readdirSync, statSync } from "node:fs";
import { git } from "../../support/git-command.ts";

export interface ServeArgument {
  readonly root: string;
  readonly token: string;
}

const TOKEN = "bench-token";

/** A repository at the service. */
export interface ServedRepository {
  readonly url: string;
  readonly directory: string;
}

/** The running process of serve.ts. */
export class GitService implements Disposable {
  readonly #child: Bun.Subprocess<"pipe", "pipe", "inherit">;
  readonly #origin: string;
  readonly #root: string;
  readonly token = TOKEN;

  private constructor(child: Bun.Subprocess<"pipe", "pipe", "inherit">, origin: string, root: string) {
    this.#child = child;
    this.#origin = origin;
    this.#root = root;
  }

  static async start(root: string): Promise<GitService> {
    const script = new URL("../serve.ts", import.meta.url).pathname;
    const argument: ServeArgument = { root, token: TOKEN };
    const command = [process.execPath, script, JSON.stringify(argument)];
    const child = Bun.spawn(command, { stdin: "pipe", stdout: "pipe", stderr: "inherit" });
    const first = await child.stdout.getReader().read();
    if (first.value === undefined) throw new Error("the git server did not start");
    return new GitService(child, new TextDecoder().decode(first.value).trim(), root);
  }

  async create(name: string): Promise<ServedRepository> {
    await this.#ask(`bench/create?${name}`);
    return { url: this.#origin + name, directory: `${this.#root}/${name}` };
  }

  /** Bytes of all push requests since the last call; NaN when one did not announce its length. */
  async received(): Promise<number> {
    return Number(await this.#ask("bench/received"));
  }

  [Symbol.dispose](): void {
    this.#child.stdin.end();
  }

  async #ask(path: string): Promise<string> {
    const response = await fetch(this.#origin + path, { method: "POST" });
    if (!response.ok) throw new Error(`the git server answers ${path} with ${response.status}`);
    return await response.text();
  }
}

/** Bytes of a repository's objects: packs with their indexes, and loose ones. */
export function objectBytes(directory: string): number {
  const root = `${directory}/objects`;
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.reduce((sum, file) => sum + statSync(`${file.parentPath}/${file.name}`).size, 0);
}

/** The tree of all records on main: equal ids mean equal files, byte for byte. */
export function recordTree(directory: string, table: string): string {
  return git(directory, ["rev-parse", `main:${table}`]);
}
