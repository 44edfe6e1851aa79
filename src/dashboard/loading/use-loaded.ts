import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { ApiError } from "../../sdk/api-error.ts";
import { useApp } from "../app.ts";
import { failureOf } from "./failure.ts";

export interface Loaded<T> {
  /** null: not here yet. What an earlier key brought is never shown under another. */
  readonly data: T | null;
  readonly error: ApiError | null;
  readonly reload: () => void;
}

interface State<T> {
  readonly key: string;
  readonly data: T | null;
  readonly error: ApiError | null;
}

/** One answer. It is asked for again when `key` changes, which stands for all that `load` uses. */
export function useLoaded<T>(key: string, load: (signal: AbortSignal) => Promise<T>): Loaded<T> {
  const { live } = useApp();
  const state = useSignal<State<T>>({ key, data: null, error: null });
  const round = useSignal(0);
  const { value: epoch } = live.epoch;
  const { value: again } = round;
  useEffect(() => {
    const ended = new AbortController();
    load(ended.signal).then(
      (data) => {
        if (!ended.signal.aborted) state.value = { key, data, error: null };
      },
      (reason: unknown) => {
        if (ended.signal.aborted) return;
        const error = failureOf(reason, live);
        const last = state.peek();
        state.value = { key, data: last.key === key ? last.data : null, error };
      },
    );
    return () => ended.abort();
  }, [key, epoch, again]);
  const reload = () => void round.value++;
  const { value: found } = state;
  return found.key === key ? { ...found, reload } : { data: null, error: null, reload };
}
