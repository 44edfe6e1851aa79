// What a thread of the anonymizer runs: an entry of the program beside src/main.ts, started by thread-engine.ts.
import { createEngine } from "../../../../anonymizer/engine.ts";
import type { Engine } from "../../../../anonymizer/model/engine.ts";
import { ownThread } from "../../../platform/threads.ts";
import { type Answer, buffersOfOutput, type Order, sentError } from "./messages.ts";

serve();

function serve(): void {
  const thread = ownThread();
  let engine: Engine | null = null;
  const answer = (value: Answer, move: readonly ArrayBuffer[] = []) => thread.send(value, move);
  thread.onMessage((message) => {
    const order = message as Order;
    try {
      if (order.kind === "begin") engine = createEngine(order.options);
      else if (order.kind === "sums") engine?.useSums(order.sums);
      else if (engine !== null) {
        const output = engine.anonymize(order.batch);
        answer({ kind: "output", output }, buffersOfOutput(output));
      }
    } catch (reason) {
      answer({ kind: "error", error: sentError(reason) });
    }
  });
}
