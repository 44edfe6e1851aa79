import { useSignal } from "@preact/signals";
import { useApp } from "../app.ts";
import { failureOf } from "./failure.ts";

export interface Action {
  readonly isBusy: boolean;
  /** Does it, and tells when it failed. @returns undefined when it failed, or when another one goes on */
  readonly run: <T>(work: () => Promise<T>) => Promise<T | undefined>;
}

/** Something that is asked of the service, one at a time. */
export function useAction(): Action {
  const { live, notices } = useApp();
  const busy = useSignal(false);
  const run = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
    if (busy.peek()) return undefined;
    busy.value = true;
    try {
      return await work();
    } catch (reason) {
      notices.failed(failureOf(reason, live));
      return undefined;
    } finally {
      busy.value = false;
    }
  };
  return { isBusy: busy.value, run };
}
