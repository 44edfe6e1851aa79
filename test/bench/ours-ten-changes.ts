import type { Progress } from "../../src/domain/run.ts";
import { runSync } from "../../src/sync/engine.ts";
import { scriptArgument } from "./measure/run-process.ts";
import { openProduct } from "./ours/product.ts";
import type { TenChanges, TenChangesArgument } from "./ours/ten-changes.ts";

/** A service that is up and polls now and then: one process, a poll for each round of changes. */
const argument = scriptArgument<TenChangesArgument>();
const product = openProduct(argument);
const rounds: TenChanges[] = [];
await received();
for (let round = 0; round < argument.rounds; round++) {
  product.source.round = round;
  const times = await poll();
  rounds.push({ ...times, bytes: await received() });
}
product.close();
console.log(JSON.stringify(rounds));

async function poll(): Promise<Omit<TenChanges, "bytes">> {
  const at = new Map<Progress["step"], number>();
  const onProgress = ({ step }: Progress) => at.set(step, performance.now());
  const started = performance.now();
  const { summary, error } = await runSync(product.ports, product.settings, { ...product.request("poll"), onProgress });
  const ended = performance.now();
  if (error !== null) throw error;
  const { read = 0, commit = 0, push = 0 } = Object.fromEntries(at);
  if (!summary.pushed) throw new Error("the changes were not pushed");
  return { commit: commit - read, push: push - commit, poll: ended - started };
}

async function received(): Promise<number> {
  return Number(await (await fetch(argument.counter, { method: "POST" })).text());
}
