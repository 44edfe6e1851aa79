import type { Programs } from "../../domain/ports/programs.ts";

/** A directory or file in a work tree. */
export interface Inside {
  /** The work tree. */
  readonly top: string;
  /** From there, with slashes; empty: the work tree itself. */
  readonly inside: string;
  readonly isFile: boolean;
}

const PATIENCE_MS = 60_000;

/** Why `git add` could take files of the directory, as the end of a sentence about git; null: it ignores them. */
export async function whyGitWouldTakeIt(place: Inside, programs: Programs): Promise<string | null> {
  if (programs.find("git") === null) return "git is not installed, so that nobody can tell what it ignores";
  if (place.inside === "") return "a work tree as a whole cannot be ignored";
  // A file that git tracks is committed, whatever .gitignore says.
  const tracked = await git(place, programs, { words: ["--literal-pathspecs", "ls-files", "-z", "--", place.inside] });
  if (tracked.code !== 0) return unclear(tracked.err);
  if (tracked.out !== "") return `git tracks ${tracked.out.split("\0")[0] ?? "files"} there`;
  return await whyNotIgnored(place, programs);
}

async function whyNotIgnored(place: Inside, programs: Programs): Promise<string | null> {
  // `./` keeps names such as `:x` from being magic; the slash asks for what is in it: the directory may not be there yet.
  const input = `./${place.inside}${place.isFile ? "" : "/"}\0`;
  const { code, out, err } = await git(place, programs, { words: ["check-ignore", "--stdin", "-z", "-v"], input });
  if (code !== 0 && code !== 1) return unclear(err);
  const [source = "", , pattern = ""] = out.split("\0");
  if (pattern === "" || pattern.startsWith("!")) return "git does not ignore it";
  return source.startsWith(`${place.inside}/`) ? "git ignores it by its own .gitignore alone" : null;
}

/** Told where repository and work tree are: what it would find by itself depends on its environment. */
function git({ top }: Inside, programs: Programs, { words, input }: { words: readonly string[]; input?: string }) {
  const options = { cwd: top, timeoutMs: PATIENCE_MS, ...(input === undefined ? {} : { input }) };
  return programs.run(["git", "--git-dir", `${top}/.git`, "--work-tree", top, ...words], options);
}

function unclear(err: string): string {
  const [first = ""] = err.trim().split("\n");
  return `git cannot say what it ignores (${first === "" ? "no answer" : first})`;
}
