// What a thread of the anonymizer runs: an entry of the program beside src/main.ts, started by asked-thread.ts.
import { Examiner } from "../../../../anonymizer/audit/examine.ts";
import { createEngine } from "../../../../anonymizer/engine.ts";
import type { OutputBatch } from "../../../../anonymizer/model/batch.ts";
import type { Engine } from "../../../../anonymizer/model/engine.ts";
import { releaseBuffer } from "../../../lib/release-buffer.ts";
import { ownThread } from "../../../platform/threads.ts";
import { answerOf } from "./examiners.ts";
import { type Answer, type Beginning, buffersOfOutput, type Order, sentError } from "./messages.ts";

serve();

function serve(): void {
  const thread = ownThread();
  let worker: Engine | Examiner | null = null;
  const answer = (value: Answer, move: readonly ArrayBuffer[] = []) => thread.send(value, move);
  thread.onMessage((message) => {
    const order = message as Order;
    try {
      if (order.kind === "begin" || order.kind === "begin-audit") worker = begun(order);
      else if (order.kind === "sums") worker?.useSums(order.sums);
      else if (worker instanceof Examiner) answer({ kind: "answer", value: answerOf(worker, order) });
      else if (worker !== null) {
        const output: OutputBatch = worker.anonymize(order.batch);
        releaseBuffer(order.batch.bytes);
        answer({ kind: "answer", value: output }, buffersOfOutput(output));
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
