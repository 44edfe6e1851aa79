// Makes dist/tidemark for this host: `bun run build`.
import { join } from "node:path";
import { hostTarget, type Target } from "./src/app/release/contents.ts";
import { currentMachine } from "./src/platform/machine.ts";

export interface BuildOptions {
  /** The project's directory. */
  readonly root: string;
  readonly outfile: string;
  /** What `tidemark version` names as the commit. */
  readonly commit: string;
  /** What to build for; without it, this machine. */
  readonly target?: Target;
  /** Public keys whose releases the program trusts, one a line, `ssh-ed25519 AAAA…`; without it, none. */
  readonly keys?: string;
}

/**
 * Compiles src/main.ts with everything it needs into one executable. The same sources and commit give the same bytes.
 * Identifiers stay as they are: Elysia reads handlers' source text and misreads renamed ones. Nothing is loaded from the
 * directory it is started in: an administrator's `.env` there is not ours.
 * @throws AggregateError with the bundler's messages
 */
export async function buildBinary({ root, outfile, commit, target, keys = "" }: BuildOptions): Promise<void> {
  await Bun.build({
    entrypoints: [join(root, "src/main.ts")],
    root,
    format: "esm",
    bytecode: true,
    minify: { syntax: true, whitespace: true, identifiers: false },
    jsx: { development: false },
    define: {
      TIDEMARK_COMMIT: JSON.stringify(commit),
      TIDEMARK_TARGET: JSON.stringify(target ?? hostTarget(currentMachine())),
      TIDEMARK_RELEASE_KEYS: JSON.stringify(keys),
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
  const root = import.meta.dir;
  const outfile = join(root, "dist", process.platform === "win32" ? "tidemark.exe" : "tidemark");
  const started = performance.now();
  await buildBinary({ root, outfile, commit: currentCommit(root) });
  const megabytes = (Bun.file(outfile).size / 1e6).toFixed(0);
  console.log(`${outfile}: ${megabytes} MB in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}
