// Makes dist/tidemark for this host: `bun run build`; releases: `bun run release`, see docs/releasing.md.
import { bundleOptions } from "./scripts/release/bundle.ts";
import { licencesText } from "./scripts/release/licences.ts";
import { bundledPackages } from "./scripts/release/packages.ts";
import { hostTarget, type Target } from "./src/app/release/contents.ts";
import { currentMachine } from "./src/platform/machine.ts";

/** The same for processors without AVX2, which Bun may have a runtime of its own for. */
export type Baseline =
  | "linux-x64-baseline"
  | "linux-x64-baseline-musl"
  | "darwin-x64-baseline"
  | "windows-x64-baseline";

export interface BuildOptions {
  /** The project's directory. */
  readonly root: string;
  readonly outfile: string;
  /** What `tidemark version` names as the commit. */
  readonly commit: string;
  /** What to build for; without it, this machine. */
  readonly target?: Target | Baseline;
  /** Public keys whose releases the program trusts, one a line, `ssh-ed25519 AAAA…`; without it, none. */
  readonly keys?: string;
  /** With the engine's bytecode: 8 MB more, and 0.1 s faster to start, for tests, which start it many times. decisions/0023 */
  readonly bytecode?: boolean;
}

/**
 * Compiles src/main.ts with everything it needs into one executable. The same sources, commit, keys and name of the file
 * give the same bytes. Nothing is loaded from the directory it is started in: an administrator's `.env` there is not ours.
 * @throws AggregateError with the bundler's messages, Error for a package without a licence text
 */
export async function buildBinary(options: BuildOptions): Promise<void> {
  const { root, outfile, commit, target, keys = "", bytecode = false } = options;
  const bundle = bundleOptions(root);
  await Bun.build({
    ...bundle,
    bytecode,
    define: {
      ...bundle.define,
      TIDEMARK_COMMIT: JSON.stringify(commit),
      TIDEMARK_TARGET: JSON.stringify(target?.replace("-baseline", "") ?? hostTarget(currentMachine())),
      TIDEMARK_RELEASE_KEYS: JSON.stringify(keys),
      TIDEMARK_LICENCES: JSON.stringify(licencesText(await bundledPackages(root))),
    },
    compile: {
      ...(target === undefined ? {} : { target: `bun-${target}` }),
      outfile,
      autoloadDotenv: false,
      autoloadBunfig: false,
      autoloadTsconfig: false,
      autoloadPackageJson: false,
    },
  });
}

/** The checked-out commit, with `+changes` when files differ from it; `unknown` outside a repository. */
export function currentCommit(root: string): string {
  const git = (...args: string[]) => {
    const done = Bun.which("git") === null ? null : Bun.spawnSync(["git", ...args], { cwd: root, stderr: "ignore" });
    return done?.success === true ? done.stdout.toString().trim() : null;
  };
  const commit = git("rev-parse", "--short=12", "HEAD");
  if (commit === null) return "unknown";
  return git("status", "--porcelain") === "" ? commit : `${commit}+changes`;
}

if (import.meta.main) {
  // Imported here, because it imports this file.
  const { buildCommand } = await import("./scripts/release/command.ts");
  process.exitCode = await buildCommand(import.meta.dir, process.argv.slice(2));
}
