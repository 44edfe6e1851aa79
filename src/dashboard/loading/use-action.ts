import { useRef } from "preact/hooks";
import { useApp } from "../app.ts";
import { failureOf } from "./failure.ts";

export interface Action {
  /** Does it, and tells when it failed. @returns undefined when it failed, or when another one goes on */
  readonly run: <T>(work: () => Promise<T>) => Promise<T | undefined>;
}

/** Something that is asked of the service, one at a time. Its button stays enabled: one that is not loses the focus. */
export function useAction(): Action {
  const { live, notices } = useApp();
  const isBusy = useRef(false);
  const run = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
    if (isBusy.current) return undefined;
    isBusy.current = true;
    try {
      return await work();
    } catch (reason) {
      notices.failed(failureOf(reason, live));
      return undefined;
    } finally {
      isBusy.current = false;
    }
  };
  return { run };
}
