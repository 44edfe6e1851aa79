import { runSync } from "../../src/sync/engine.ts";
import { ownPeakMemory } from "./measure/peak-memory.ts";
import { scriptArgument } from "./measure/run-process.ts";
import type { OursAnswer } from "./ours/answer.ts";
import { openProduct, type ProductArgument } from "./ours/product.ts";
import { END } from "./ours/stages.ts";

/** From XML bytes to the pushed commit: the first read of a document, by the engine itself. */
const product = openProduct(scriptArgument<ProductArgument>());
const { error } = await runSync(product.ports, product.settings, product.request("full"));
product.stopwatch.time(END, () => product.close());
if (error !== null) throw error;
const answer: OursAnswer = { readings: product.stopwatch.read(), peakBytes: ownPeakMemory() };
console.log(JSON.stringify(answer));
