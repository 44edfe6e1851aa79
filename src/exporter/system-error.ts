import type { ErrorCode } from "../domain/errors/registry.ts";
import { fail, TidemarkError } from "../domain/errors/tidemark-error.ts";

/** The operating system's codes that have an answer of their own; every other one is `data.io`. */
const SYSTEM: Readonly<Record<string, ErrorCode>> = {
  EACCES: "data.read-only",
  EPERM: "data.read-only",
  EROFS: "data.read-only",
  ENOSPC: "data.disk-full",
  EDQUOT: "data.disk-full",
};

/** Runs what works on the repository at `path`, and gives the operating system's errors their codes. */
export function guarded<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw localError(error, path);
  }
}

/** The same for what takes its time. The remote's errors have codes already. */
export async function guardedAsync<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw localError(error, path);
  }
}

/** The same for what is looked up one by one, each time it is gone through. */
export function guardedEach<T>(path: string, items: Iterable<T>): Iterable<T> {
  return {
    *[Symbol.iterator]() {
      const iterator = items[Symbol.iterator]();
      for (
        let next = guarded(path, () => iterator.next());
        next.done !== true;
        next = guarded(path, () => iterator.next())
      )
        yield next.value;
    },
  };
}

function localError(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || error instanceof TidemarkError || !("code" in error)) return error;
  const { code, message } = error;
  if (typeof code !== "string" || !/^E[A-Z0-9]+$/.test(code)) return error;
  return fail(SYSTEM[code] ?? "data.io", { path, reason: message }, { cause: error });
}
