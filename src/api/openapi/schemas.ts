import type { TSchema } from "@sinclair/typebox";
import { Adoption, Proposal } from "../contract/adoption.ts";
import { Change, ChangeList } from "../contract/change.ts";
import { ChangeBatch } from "../contract/events.ts";
import { Problem } from "../contract/problem.ts";
import { PromotedRecord, PromotionList, PromotionReport, PromotionStatus } from "../contract/promotion.ts";
import { RecordDetail, RecordList, RecordSummary } from "../contract/record.ts";
import {
  Cancelled,
  CheckReport,
  Difference,
  Run,
  RunDetail,
  RunList,
  RunProgress,
  RunStarted,
} from "../contract/run.ts";
import { Statistics } from "../contract/statistics.ts";
import { Alive, HaltState, Health, Paused, ServiceState, Status, TableState, Verdict } from "../contract/status.ts";

/** Schemas that have a name of their own. */
const NAMED = {
  ...{ Problem, Status, Verdict, ServiceState, TableState, HaltState, Alive, Health, Paused },
  ...{ Run, RunDetail, RunList, RunProgress, RunStarted, Cancelled, CheckReport, Difference },
  ...{ Change, ChangeList, ChangeBatch, RecordDetail, RecordList, RecordSummary, Statistics },
  ...{ PromotionStatus, PromotionList, PromotionReport, PromotedRecord, Adoption, Proposal },
} as const satisfies Readonly<Record<string, TSchema>>;

const NAMES: ReadonlyMap<unknown, string> = new Map(Object.entries(NAMED).map(([name, schema]) => [schema, name]));

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** A schema as OpenAPI writes it, which is JSON Schema 2020-12: by its name where it has one. */
export function schemaOf(schema: unknown): Json {
  const name = NAMES.get(schema);
  return name === undefined ? writtenOut(schema) : { $ref: `#/components/schemas/${name}` };
}

/** All that have a name, written out. */
export function namedSchemas(): { readonly [name: string]: Json } {
  return Object.fromEntries(Object.entries(NAMED).map(([name, schema]) => [name, writtenOut(schema)]));
}

function writtenOut(value: unknown): Json {
  if (Array.isArray(value)) return value.map(schemaOf);
  if (typeof value !== "object" || value === null) return value as Json;
  const { anyOf, ...rest } = value as { readonly anyOf?: readonly { readonly const?: Json }[] };
  const others = Object.fromEntries(Object.entries(rest).map(([key, inner]) => [key, schemaOf(inner)]));
  if (anyOf === undefined) return others;
  const isWords = anyOf.every((choice) => typeof choice.const === "string");
  if (isWords) return { ...others, type: "string", enum: anyOf.map((choice) => choice.const ?? null) };
  return { ...others, anyOf: anyOf.map(schemaOf) };
}
