import { type Signal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { ApiError } from "../../sdk/api-error.ts";
import { useApp } from "../app.ts";
import { failureOf } from "./failure.ts";

export interface Page<T> {
  readonly items: readonly T[];
  /** null: these were the last. */
  readonly next: string | null;
}

export interface Pages<T> {
  /** null: nothing is here yet. */
  readonly items: readonly T[] | null;
  readonly error: ApiError | null;
  readonly isLoading: boolean;
  readonly hasMore: boolean;
  readonly more: () => void;
  /** Takes in what an event brought. */
  readonly patch: (change: (items: readonly T[]) => readonly T[]) => void;
  readonly reload: () => void;
}

interface State<T> {
  readonly key: string;
  readonly items: readonly T[] | null;
  readonly next: string | null;
  readonly error: ApiError | null;
  readonly isLoading: boolean;
}

type Load<T> = (before: string | undefined, signal: AbortSignal) => Promise<Page<T>>;

/** Beyond so many, further pages take the place of the first ones: a list of everything would make the browser slow. */
export const MOST_ITEMS = 2000;

/** A list page by page. It begins again when `key` changes, which stands for all that `load` uses. */
export function usePages<T>(key: string, load: Load<T>): Pages<T> {
  const { live } = useApp();
  const state = useSignal<State<T>>({ key, items: null, next: null, error: null, isLoading: true });
  const round = useSignal(0);
  const running = useRef<AbortController | null>(null);
  const { value: epoch } = live.epoch;
  const { value: again } = round;
  const fetchPage = (before: string | undefined) => {
    running.current?.abort();
    const ended = new AbortController();
    running.current = ended;
    const last = state.peek();
    const kept = last.key === key ? last.items : null;
    state.value = { ...last, key, items: kept, error: null, isLoading: true };
    load(before, ended.signal).then(
      ({ items, next }) => {
        if (ended.signal.aborted) return;
        const all = before === undefined ? items : [...(state.peek().items ?? []), ...items].slice(-MOST_ITEMS);
        state.value = { key, items: all, next, error: null, isLoading: false };
      },
      (reason: unknown) => {
        if (!ended.signal.aborted) state.value = { ...state.peek(), error: failureOf(reason, live), isLoading: false };
      },
    );
  };
  useEffect(() => {
    fetchPage(undefined);
    return () => running.current?.abort();
  }, [key, epoch, again]);
  return pagesOf(state, key, { fetchPage, reload: () => void round.value++ });
}

interface Moves {
  readonly fetchPage: (before: string | undefined) => void;
  readonly reload: () => void;
}

function pagesOf<T>(state: Signal<State<T>>, key: string, { fetchPage, reload }: Moves): Pages<T> {
  const { items, next, error, isLoading, key: shown } = state.value;
  const isCurrent = shown === key;
  return {
    items: isCurrent ? items : null,
    error: isCurrent ? error : null,
    isLoading: isLoading || !isCurrent,
    hasMore: isCurrent && next !== null,
    more: () => fetchPage(next ?? undefined),
    patch: (change) => {
      const last = state.peek();
      if (last.key === key && last.items !== null) state.value = { ...last, items: change(last.items) };
    },
    reload,
  };
}
