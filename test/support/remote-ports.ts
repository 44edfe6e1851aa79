import type { Clock } from "../../src/domain/ports/clock.ts";
import type { Log, LogFields } from "../../src/domain/ports/log.ts";
import type { RemotePorts } from "../../src/exporter/remote/open-remote.ts";
import { createFiles } from "../../src/platform/files.ts";
import { createHttp } from "../../src/platform/http.ts";

/** Real files and network; waits pass at once and are written down, as is the log. */
export function remotePorts(): RemotePorts & { readonly waits: number[]; readonly logged: string[] } {
  const waits: number[] = [];
  const logged: string[] = [];
  const clock: Clock = {
    now: () => 1_700_000_000_000,
    monotonic: () => 0,
    bootId: () => "test",
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      if (ms > 0) waits.push(ms);
    },
  };
  const log: Log = {
    write: (level, message, fields: LogFields = {}) => logged.push(`${level} ${message} ${JSON.stringify(fields)}`),
  };
  const random = { fraction: () => 0.5, uuid: () => "00000000-0000-7000-8000-000000000000" };
  return { http: createHttp(), files: createFiles(), clock, random, log, waits, logged };
}

/** Never aborts. */
export function noSignal(): AbortSignal {
  return new AbortController().signal;
}

/** The code of the error that a promise ends with; fails the test when it resolves. */
export async function codeOf(promise: Promise<unknown>): Promise<string> {
  const error = await failureOf(promise);
  return "code" in error && typeof error.code === "string" ? error.code : `${error.name}: ${error.message}`;
}

export async function failureOf(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
  throw new Error("it was expected to fail and did not");
}
