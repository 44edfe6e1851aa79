import { availableParallelism } from "node:os";
import type { OwnThread, Thread, ThreadListener, Threads } from "../domain/ports/threads.ts";

/** The port over Bun's `Worker`. */
export function createThreads(): Threads {
  return { cores: () => Math.max(availableParallelism(), 1), start };
}

function start(entry: string, { onMessage, onFailure }: ThreadListener): Thread {
  // smol: a thread's heap is collected before it is as large as the main one's would get.
  const worker = new Worker(entry, { smol: true });
  worker.onmessage = ({ data }) => onMessage(data);
  worker.onerror = ({ message }) => onFailure(new Error(message));
  return {
    send: (message, move) => worker.postMessage(message, [...move]),
    stop: () => worker.terminate(),
  };
}

/** In a module that `start` was given. */
export function ownThread(): OwnThread {
  const scope = globalThis as unknown as Worker;
  return {
    onMessage: (handler) => {
      scope.onmessage = ({ data }) => handler(data);
    },
    send: (message, move) => scope.postMessage(message, [...move]),
  };
}
