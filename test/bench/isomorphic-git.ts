import * as fs from "node:fs";
import git from "isomorphic-git";
import http from "isomorphic-git/http/web";
import { ownPeakMemory } from "./measure/peak-memory.ts";
import { scriptArgument } from "./measure/run-process.ts";

export interface IsomorphicArgument {
  /** A worktree whose files are there, and nothing else. */
  readonly directory: string;
  readonly paths: string;
  readonly url: string;
  readonly authorization: string;
}

/** isomorphic-git as its documentation advises for many files: one `add` of an array, then commit and push. */
const { directory: dir, paths, url, authorization } = scriptArgument<IsomorphicArgument>();
const filepath = (await Bun.file(paths).text()).split("\n");
const cache = {};
const steps: Record<string, number> = {};
let from = performance.now();

await git.init({ fs, dir, defaultBranch: "main" });
await git.add({ fs, dir, filepath, cache });
step("add");
await git.commit({ fs, dir, message: "bench", author: { name: "Bench", email: "bench@example.com" }, cache });
step("commit");
await git.push({ fs, http, dir, url, ref: "main", headers: { authorization }, cache });
step("push");
console.log(JSON.stringify({ steps, peakBytes: ownPeakMemory() }));

function step(name: string): void {
  steps[name] = (performance.now() - from) / 1000;
  from = performance.now();
}
