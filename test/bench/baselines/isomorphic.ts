import { mkdirSync } from "node:fs";
import type { IsomorphicArgument } from "../isomorphic-git.ts";
import { runScript } from "../measure/run-process.ts";
import type { WriteArgument } from "../write-files.ts";
import type { Contender } from "./contender.ts";
import { authorization } from "./git.ts";

/** A git in JavaScript. The files are there when it starts: their writing does not count. */
export const isomorphic: Contender = {
  name: "isomorphic-git",
  async run({ dataset, directory, repository, service }) {
    const worktree = `${directory}/worktree`;
    mkdirSync(worktree);
    const list = `${directory}/list`;
    const write: WriteArgument = { dataset: dataset.directory, directory: worktree, list };
    await runScript("write-files", write);
    const argument: IsomorphicArgument = {
      directory: worktree,
      paths: list,
      url: repository.url,
      authorization: authorization(service),
    };
    const { answer, ...usage } = await runScript<{ steps: Record<string, number>; peakBytes: number }>(
      "isomorphic-git",
      argument,
    );
    return { ...usage, peakBytes: answer.peakBytes, steps: answer.steps, stages: null };
  },
};
