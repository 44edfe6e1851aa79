import type { OutputBatch, SourceBatch, SumsDelta } from "../../../../anonymizer/model/batch.ts";
import type { EngineOptions } from "../../../../anonymizer/model/engine.ts";
import { isErrorCode } from "../../../domain/errors/registry.ts";
import { type ErrorDetails, fail, TidemarkError } from "../../../domain/errors/tidemark-error.ts";

/** What a thread is asked. Its first order begins it. */
export type Order =
  | { readonly kind: "begin"; readonly options: EngineOptions }
  | { readonly kind: "batch"; readonly batch: SourceBatch }
  | { readonly kind: "sums"; readonly sums: SumsDelta };

/** One for each batch, in the order of the batches; and where it cannot begin. */
export type Answer =
  | { readonly kind: "output"; readonly output: OutputBatch }
  | { readonly kind: "error"; readonly error: SentError };

/** An error as plain data: an object of a class would arrive without it. */
export interface SentError {
  readonly code: string | null;
  readonly details: ErrorDetails;
  readonly reason: string;
}

export function sentError(reason: unknown): SentError {
  if (reason instanceof TidemarkError) return { code: reason.code, details: reason.details, reason: reason.message };
  return { code: null, details: {}, reason: reason instanceof Error ? reason.message : String(reason) };
}

/** The error as it was thrown in the thread. */
export function receivedError({ code, details, reason }: SentError): Error {
  return code !== null && isErrorCode(code) ? fail(code, details) : fail("internal.unexpected", { reason });
}

export function buffersOfSource({ bytes, ends }: SourceBatch): ArrayBuffer[] {
  return ends === null ? [bytes.buffer] : [bytes.buffer, ends.buffer as ArrayBuffer];
}

export function buffersOfOutput({ bytes, ends, order, origins }: OutputBatch): ArrayBuffer[] {
  return [bytes, ends, order, origins].map(({ buffer }) => buffer as ArrayBuffer);
}
