// What a thread of the anonymizer runs: an entry of the program beside src/main.ts, started by asked-thread.ts.
import { Examiner } from "../../../../anonymizer/audit/examine.ts";
import { createEngine } from "../../../../anonymizer/engine.ts";
import type { OutputBatch } from "../../../../anonymizer/model/batch.ts";
import type { Engine } from "../../../../anonymizer/model/engine.ts";
import { releaseBuffer } from "../../../lib/release-buffer.ts";
import { createCollector } from "../../../platform/memory.ts";
import { ownThread } from "../../../platform/threads.ts";
import { answerOf } from "./examiners.ts";
import { type Answer, type Beginning, buffersOfOutput, type Order, sentError } from "./messages.ts";

/** Output of a second of work. A thread's share of the 300 MB that a run may have leaves no room for more garbage. */
const COLLECT_BYTES = 8 << 20;
/**
 * An audit makes the output anew, a text of it, and many small texts of that: collected behind each full batch. Measured with 30,000
 * transactions: 284 MB of all threads' own memory at most instead of 425, in the same time.
 */
const AUDIT_GARBAGE = 16;

serve();

function serve(): void {
  const thread = ownThread();
  const collect = createCollector(COLLECT_BYTES);
  let worker: Engine | Examiner | null = null;
  const answer = (value: Answer, move: readonly ArrayBuffer[] = []) => thread.send(value, move);
  thread.onMessage((message) => {
    const order = message as Order;
    try {
      if (order.kind === "begin" || order.kind === "begin-audit") worker = begun(order);
      else if (order.kind === "sums") worker?.useSums(order.sums);
      else if (worker instanceof Examiner) {
        const { length } = order.batch.bytes;
        const value = answerOf(worker, order);
        releaseBuffer(order.batch.bytes);
        answer({ kind: "answer", value });
        collect(length * AUDIT_GARBAGE);
      } else if (worker !== null) {
        const output: OutputBatch = worker.anonymize(order.batch);
        releaseBuffer(order.batch.bytes);
        const { length } = output.bytes;
        answer({ kind: "answer", value: output }, buffersOfOutput(output));
        collect(length);
      }
    } catch (reason) {
      answer({ kind: "error", error: sentError(reason) });
    }
  });
}

function begun(beginning: Beginning): Engine | Examiner {
  const { options } = beginning;
  if (beginning.kind === "begin") return createEngine(options);
  return new Examiner({ options, memory: beginning.memory, create: createEngine });
}
