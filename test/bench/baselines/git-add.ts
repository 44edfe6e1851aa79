import { mkdirSync } from "node:fs";
import { runScript, sumUsage } from "../measure/run-process.ts";
import type { WriteArgument } from "../write-files.ts";
import type { Contender } from "./contender.ts";
import { pushMain, runGit } from "./git.ts";

/** System git as one uses it by hand: files, `add -A`, `commit`, `push`. The writing of the files counts. */
export const gitAdd: Contender = {
  name: "git-add",
  async run({ dataset, directory, repository, service }) {
    const worktree = `${directory}/worktree`;
    mkdirSync(worktree);
    const argument: WriteArgument = { dataset: dataset.directory, directory: worktree, list: `${directory}/list` };
    const written = await runScript("write-files", argument);
    const made = await runGit(worktree, ["init", "-q", "--initial-branch=main", "."]);
    const added = await runGit(worktree, ["add", "-A"]);
    const committed = await runGit(worktree, ["commit", "-q", "-m", "bench"]);
    const pushed = await pushMain(worktree, repository.url, service);
    const steps = {
      write: written.seconds,
      add: made.seconds + added.seconds,
      commit: committed.seconds,
      push: pushed.seconds,
    };
    return { ...sumUsage([written, made, added, committed, pushed]), steps, stages: null };
  },
};
