import type { Answer, MediaType, OpenApi, Operation } from "./openapi.ts";
import { type Member, membersOf, typeText } from "./schema-text.ts";

/** What one status is answered with, as it is shown. */
export interface ShownAnswer {
  readonly status: string;
  readonly description: string;
  /** Media types. */
  readonly types: readonly string[];
  /** Empty: there is nothing to say about its form. */
  readonly type: string;
  readonly members: readonly Member[];
}

export interface ShownAnswers {
  readonly answers: readonly ShownAnswer[];
  /** Those that are an error and nothing else. */
  readonly errors: readonly ShownAnswer[];
}

const PROBLEM = "application/problem+json";

/** The answers of an operation, and its errors, in the order of their statuses. */
export function answersOf({ responses = {} }: Operation, document: OpenApi): ShownAnswers {
  const all = Object.entries(responses).map(([status, answer]) =>
    shown(status, resolvedAnswer(answer, document), document),
  );
  const isError = ({ types }: ShownAnswer) => types.length === 1 && types[0] === PROBLEM;
  return { answers: all.filter((answer) => !isError(answer)), errors: all.filter(isError) };
}

function resolvedAnswer(answer: Answer, document: OpenApi): Answer {
  if (answer.$ref === undefined) return answer;
  return document.components?.responses?.[answer.$ref.split("/").at(-1) ?? ""] ?? {};
}

function shown(status: string, { description = "", content = {} }: Answer, document: OpenApi): ShownAnswer {
  const types = Object.keys(content);
  const whole = { status, description, types };
  const { schema } = content["application/json"] ?? {};
  if (schema !== undefined) return { ...whole, type: typeText(schema, document), members: membersOf(schema, document) };
  const stream = Object.values(content).find((each) => each["x-events"] !== undefined);
  return { ...whole, type: "", members: stream === undefined ? [] : eventsOf(stream, document) };
}

function eventsOf({ "x-events": events = {} }: MediaType, document: OpenApi): Member[] {
  return Object.entries(events).map(([name, schema]) => ({
    name,
    type: typeText(schema, document),
    isOptional: false,
    description: schema.description ?? "",
    members: membersOf(schema, document),
  }));
}

/** The scope that a token has to have; empty: none is asked for. */
export function scopeOf({ security = [] }: Operation): string {
  return security.flatMap((each) => Object.values(each).flat())[0] ?? "";
}
