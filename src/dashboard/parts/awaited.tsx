import type { ComponentChildren } from "preact";
import type { Loaded } from "../loading/use-loaded.ts";
import { Failure, Waiting } from "./failure.tsx";

interface AwaitedProps<T> {
  readonly loaded: Loaded<T>;
  readonly children: (data: T) => ComponentChildren;
}

/** One answer: room for it while it is on its way, and what went wrong. */
export function Awaited<T>({ loaded: { data, error, reload }, children }: AwaitedProps<T>) {
  return (
    <>
      {error !== null && <Failure error={error} again={reload} />}
      {data === null ? error === null && <Waiting lines={10} /> : children(data)}
    </>
  );
}
