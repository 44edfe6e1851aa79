import { join } from "node:path";
import { git, gitResult } from "./git-command.ts";
import { type Finished, Program } from "./program.ts";
import { TemporaryDirectory } from "./temporary.ts";

export interface InstallationOptions {
  readonly moneyworks: string;
  /** Default: a bare repository in the installation's own directory. */
  readonly remote?: string;
  readonly token?: string;
  /** Further variables. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** A built program that is installed instead of the one that tests start. */
  readonly program?: string;
}

/** What an administrator sets up for one document: a data directory, a remote, and the variables that name them. */
export class Installation implements Disposable {
  readonly #temporary = new TemporaryDirectory();
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly #program: string | undefined;

  constructor({ moneyworks, remote, token, env, program }: InstallationOptions) {
    this.#program = program;
    this.env = {
      TIDEMARK_MONEYWORKS_URL: moneyworks,
      TIDEMARK_REMOTE_URL: remote ?? this.remote,
      TIDEMARK_REMOTE_TOKEN: token,
      TIDEMARK_DATA: this.data,
      // The default address is one, and tests are many.
      TIDEMARK_API_LISTEN: "off",
      ...env,
    };
  }

  /** Where relative paths of the program begin. */
  get path(): string {
    return this.#temporary.path;
  }

  get data(): string {
    return join(this.path, "data");
  }

  /** The local bare repository. */
  get repository(): string {
    return join(this.data, "repository.git");
  }

  /** The remote, when it is a directory. */
  get remote(): string {
    return join(this.path, "mirror.git");
  }

  /** Runs a command to its end. @param env changes some variables; undefined unsets one */
  run(args: readonly string[], env: Readonly<Record<string, string | undefined>> = {}): Promise<Finished> {
    return this.start(args, env).finished;
  }

  start(args: readonly string[], env: Readonly<Record<string, string | undefined>> = {}): Program {
    return new Program(args, { env: { ...this.env, ...env }, cwd: this.path, program: this.#program });
  }

  /** A `sync` that has to go through. @throws with everything that it wrote */
  async sync(...args: string[]): Promise<Finished> {
    const finished = await this.run(["sync", ...args]);
    if (finished.code !== 0) throw new Error(`sync ended with ${finished.code}\n${finished.out}${finished.err}`);
    return finished;
  }

  [Symbol.dispose](): void {
    this.#temporary[Symbol.dispose]();
  }
}

/** What `git fsck --strict` complains about; empty when it is content. Objects that nothing needs are no complaint. */
export function fsck(repository: string): string {
  const { code, output, errors } = gitResult(repository, ["fsck", "--strict", "--no-dangling"]);
  const notice = errors.replace(/^notice: .*\n?/gm, "");
  return code === 0 && output === "" && notice === "" ? "" : `exit ${code}: ${output}${notice}`;
}

/** The trees of all tables on main: what the mirror says, without what it says about itself. */
export function tableTrees(repository: string): string {
  return git(repository, ["ls-tree", "main"])
    .split("\n")
    .filter((line) => !line.endsWith("\t.tidemark"))
    .join("\n");
}
