import { runProcess, type Usage } from "../measure/run-process.ts";
import type { GitService } from "../server/git-service.ts";

/** The credentials of a request. Sent unasked by every contender: none pays for a refusal first. */
export function authorization(service: GitService): string {
  return `Basic ${Buffer.from(`bench:${service.token}`).toString("base64")}`;
}

/** Runs git in a directory. */
export async function runGit(cwd: string, args: readonly string[], input?: string): Promise<Usage> {
  return await runProcess(["git", ...args], input === undefined ? { cwd } : { cwd, input });
}

/** `git push` of main. */
export async function pushMain(cwd: string, url: string, service: GitService): Promise<Usage> {
  return await runGit(cwd, [
    "-c",
    `http.extraHeader=Authorization: ${authorization(service)}`,
    "push",
    "-q",
    url,
    "main",
  ]);
}
