import type { AuditMemory } from "../../../../anonymizer/audit/examined.ts";
import type { GivenSums, OutputBatch, SourceBatch } from "../../../../anonymizer/model/batch.ts";
import type { EngineOptions } from "../../../../anonymizer/model/engine.ts";
import { isErrorCode } from "../../../domain/errors/registry.ts";
import { type ErrorDetails, fail, TidemarkError } from "../../../domain/errors/tidemark-error.ts";

/** A thread's first order: what it is, from then on. Shared memory goes along as it is. */
export type Beginning =
  | { readonly kind: "begin"; readonly options: EngineOptions }
  | { readonly kind: "begin-audit"; readonly options: EngineOptions; readonly memory: AuditMemory };

/** What has an answer. */
export type Question =
  | { readonly kind: "batch"; readonly batch: SourceBatch }
  | { readonly kind: "gather" | "examine" | "images"; readonly batch: SourceBatch }
  | { readonly kind: "confirm"; readonly batch: SourceBatch; readonly keys: Float64Array };

export type Order = Beginning | Question | { readonly kind: "sums"; readonly sums: GivenSums };

/** One for each question, in the order of the questions; and where it cannot begin. */
export type Answer =
  | { readonly kind: "answer"; readonly value: unknown }
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
