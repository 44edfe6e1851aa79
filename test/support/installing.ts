import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { FakeRelease } from "./fake-release.ts";
import { TemporaryDirectory } from "./temporary.ts";

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  /** Instead of the release's own install.sh. */
  readonly script?: string;
  /** What PATH is; default: this process's. */
  readonly path?: string;
  /** The shell and its own words. */
  readonly shell?: readonly string[];
}

/** A machine to install on: a home, a prefix, and a release beside them. */
export class InstallPlace implements Disposable {
  readonly #place = new TemporaryDirectory();
  readonly release = new FakeRelease(this.#place.path);
  /** What an installation may change: nothing else. */
  readonly home = join(this.#place.path, "home");
  readonly prefix = join(this.home, "prefix");

  constructor() {
    mkdirSync(this.home);
  }

  get path(): string {
    return this.#place.path;
  }

  /** Runs install.sh to its end. */
  run(args: readonly string[], { script, path, shell = ["sh"] }: RunOptions = {}): Ran {
    const { exitCode, stdout, stderr } = Bun.spawnSync([...shell, script ?? this.release.file("install.sh"), ...args], {
      cwd: this.home,
      env: { PATH: path ?? process.env.PATH ?? "", HOME: this.home, FAKE_LOG: this.log, TMPDIR: this.temporary },
      stdin: "ignore",
      stderr: "pipe",
    });
    return { code: exitCode, out: stdout.toString(), err: stderr.toString() };
  }

  /** The same, for a program in a prefix of its own and no service. */
  install(args: readonly string[] = [], options: RunOptions = {}): Ran {
    return this.run(["--prefix", this.prefix, "--no-service", ...args], options);
  }

  get log(): string {
    return join(this.path, "started.log");
  }

  /** What the program was started with, a line each time. */
  started(): string[] {
    return existsSync(this.log) ? readFileSync(this.log, "utf8").trimEnd().split("\n") : [];
  }

  /** Every file below the home and its bytes; and what is left where temporary files are. */
  tree(): string {
    const files = [this.home, this.temporary].flatMap((top) =>
      readdirSync(top, { recursive: true, withFileTypes: true }).map((entry) => {
        const path = join(entry.parentPath, entry.name);
        return `${path} ${entry.isFile() ? new Bun.CryptoHasher("sha256").update(readFileSync(path)).digest("hex") : "directory"}`;
      }),
    );
    return files.sort().join("\n");
  }

  /** A PATH with these programs and no others. */
  pathOf(...names: readonly string[]): string {
    const directory = join(this.path, `bin-${names.length}-${names.at(-1)}`);
    mkdirSync(directory, { recursive: true });
    for (const name of names) {
      const found = Bun.which(name);
      if (found !== null && !existsSync(join(directory, name))) symlinkSync(found, join(directory, name));
    }
    return directory;
  }

  get temporary(): string {
    const path = join(this.path, "tmp");
    mkdirSync(path, { recursive: true });
    return path;
  }

  [Symbol.dispose](): void {
    this.#place[Symbol.dispose]();
  }
}

/** What install.sh needs of every system, beside what it checks signatures and fetches files with. */
export const PLAIN_TOOLS = [
  ...["sh", "uname", "mktemp", "dirname", "basename", "cat", "cp", "chmod", "mkdir", "mv", "rm", "sed", "grep", "head"],
  ...["tail", "wc", "id", "sha256sum"],
];
