import type { Arena, Contender, Result } from "../baselines/contender.ts";
import { runScript } from "../measure/run-process.ts";
import type { OursAnswer } from "./answer.ts";
import type { ProductArgument } from "./product.ts";
import { stagesOf } from "./stages.ts";

/** What a process of ours is told about an arena. */
export function productArgument({
  dataset,
  directory,
  repository,
  service,
  chunk,
  checkpoint,
}: Arena): ProductArgument {
  const data = `${directory}/data`;
  return { dataset: dataset.directory, data, url: repository.url, token: service.token, chunk, checkpoint };
}

/** XML bytes to pushed commit. */
export const ours: Contender = { name: "ours", run: (arena) => runOurs("ours-from-xml", arena) };

/** Canonical bytes to pushed commit. */
export const oursFromCanonical: Contender = {
  name: "ours-canonical",
  run: (arena) => runOurs("ours-from-canonical", arena),
};

async function runOurs(script: string, arena: Arena): Promise<Result> {
  const { answer, ...usage } = await runScript<OursAnswer>(script, productArgument(arena));
  const stages = stagesOf(answer.readings);
  return { ...usage, peakBytes: answer.peakBytes, steps: {}, stages };
}
