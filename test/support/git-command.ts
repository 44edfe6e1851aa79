/** What git is told of the world: nothing of the developer's configuration, and fixed people and dates. */
const ENVIRONMENT: Readonly<Record<string, string>> = {
  PATH: process.env.PATH ?? "",
  HOME: "/nonexistent",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_TERMINAL_PROMPT: "0",
  GIT_AUTHOR_NAME: "Test",
  GIT_AUTHOR_EMAIL: "test@example.com",
  GIT_AUTHOR_DATE: "1700000000 +0000",
  GIT_COMMITTER_NAME: "Test",
  GIT_COMMITTER_EMAIL: "test@example.com",
  GIT_COMMITTER_DATE: "1700000000 +0000",
};

type Variables = Readonly<Record<string, string>>;

/** Runs the real git and returns its output without the final newline. @throws with git's own words when it fails */
export function git(directory: string, args: readonly string[], input = "", env: Variables = {}): string {
  const result = gitResult(directory, args, input, env);
  if (result.code !== 0) throw new Error(`git ${args.join(" ")}: ${result.errors}`);
  return result.output.replace(/\n$/, "");
}

/** The same, when failing is one of the outcomes that a test looks at. */
export function gitResult(directory: string, args: readonly string[], input = "", env: Variables = {}) {
  const stdin = Buffer.from(input);
  const child = Bun.spawnSync(["git", ...args], { cwd: directory, env: { ...ENVIRONMENT, ...env }, stdin });
  return { code: child.exitCode, output: child.stdout.toString(), errors: child.stderr.toString() };
}

/** The same for a command that talks to a server in this very process, which a blocking call would never let answer. */
export async function gitAsync(directory: string, args: readonly string[], env: Variables = {}) {
  const child = Bun.spawn(["git", ...args], { cwd: directory, env: { ...ENVIRONMENT, ...env }, stderr: "pipe" });
  const [output, errors] = await Promise.all([child.stdout.text(), child.stderr.text()]);
  return { code: await child.exited, output, errors };
}
