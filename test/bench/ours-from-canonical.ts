import { Checkpointer } from "../../src/sync/checkpoint.ts";
import { classify, type Known } from "../../src/sync/classify.ts";
import type { RunContext } from "../../src/sync/context.ts";
import { FieldsSeen } from "../../src/sync/fields-seen.ts";
import { NewestRecords } from "../../src/sync/newest-records.ts";
import { ProgressReporter } from "../../src/sync/progress.ts";
import { Tally } from "../../src/sync/tally.ts";
import { writePage } from "../../src/sync/write-page.ts";
import { TABLE_SCHEMA } from "./input/dataset.ts";
import { ownPeakMemory } from "./measure/peak-memory.ts";
import { scriptArgument } from "./measure/run-process.ts";
import type { OursAnswer } from "./ours/answer.ts";
import { readCanonicalPages } from "./ours/canonical-pages.ts";
import { openProduct, type ProductArgument } from "./ours/product.ts";
import { SERVER_TIME } from "./ours/replay-source.ts";
import { END } from "./ours/stages.ts";

/** From canonical bytes to the pushed commit: the engine's own steps without the reading and printing of XML. */
const argument = scriptArgument<ProductArgument>();
const product = openProduct(argument);
const { ports, settings, stopwatch } = product;
const request = product.request("full");
const { run, kind, signal } = request;
const progress = new ProgressReporter({ run, kind, tables: 1, watch: request.onProgress });
const checkpoints = new Checkpointer({
  ports,
  settings,
  run,
  verb: "backfill",
  serverTime: SERVER_TIME,
  signal,
  progress,
});
const context: RunContext = {
  ports,
  settings,
  request,
  tally: new Tally(),
  checkpoints,
  progress,
  sampled: SERVER_TIME,
  tellAdditions: false,
  newest: new NewestRecords([]),
  fields: new FieldsSeen(),
};
const nothing: Known = { bySeq: () => null, byKey: () => null, body: () => null };

ports.mirror.head();
for await (const records of readCanonicalPages(argument.dataset, stopwatch)) {
  const classified = classify(TABLE_SCHEMA, records, nothing);
  await checkpoints.beforePage(records.length);
  writePage(context, TABLE_SCHEMA, { classified });
}
await checkpoints.finish();
product.stopwatch.time(END, () => product.close());
const answer: OursAnswer = { readings: stopwatch.read(), peakBytes: ownPeakMemory() };
console.log(JSON.stringify(answer));
