import { streamPath } from "../input/dataset.ts";
import { sumUsage } from "../measure/run-process.ts";
import type { Contender } from "./contender.ts";
import { pushMain, runGit } from "./git.ts";

/** System git at its fastest: one stream made beforehand into one pack, and a push. */
export function fastImport(form: "inline" | "blobs-first"): Contender {
  return {
    name: form === "inline" ? "fast-import" : "fast-import-blobs-first",
    async run({ dataset, directory, repository, service }) {
      const made = await runGit(directory, ["init", "-q", "--bare", "--initial-branch=main", "."]);
      const imported = await runGit(directory, ["fast-import", "--quiet"], streamPath(dataset.directory, form));
      const pushed = await pushMain(directory, repository.url, service);
      const steps = { init: made.seconds, import: imported.seconds, push: pushed.seconds };
      return { ...sumUsage([made, imported, pushed]), steps, stages: null };
    },
  };
}
