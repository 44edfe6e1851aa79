import { ERROR_CODES, type ErrorCode } from "../../domain/errors/registry.ts";
import { Problem } from "../contract/problem.ts";
import { statusOf, titleOf } from "../http/error-status.ts";
import type { Answer, Route } from "../http/route.ts";
import { type Json, schemaOf } from "./schemas.ts";

type Responses = { readonly [status: string]: Json };

/** What any request may be answered with. */
const EVERYWHERE: readonly ErrorCode[] = [
  "api.bad-request",
  "api.bad-parameter",
  "api.unknown-parameter",
  "api.foreign-host",
  "api.foreign-request",
  "api.prefetch",
  "api.too-large",
  "api.too-many",
  "api.failed",
];
const WITH_TOKEN: readonly ErrorCode[] = ["api.needs-token", "api.bad-token", "api.scope"];
const CONTENT: { readonly [type: string]: Json } = { "application/problem+json": { schema: schemaOf(Problem) } };

/** The errors that all routes share, by status; any other error has the same form. */
export function commonProblems(): Responses {
  const groups = Map.groupBy([...EVERYWHERE, ...WITH_TOKEN], statusOf);
  const byStatus = [...groups].map(([status, codes]) => [nameOf(status), told(titleOf(status), codes)] as const);
  return {
    ...Object.fromEntries(byStatus),
    Other: { description: "Any other error, in the same form.", content: CONTENT },
  };
}

/** Every answer of a route: its own, its errors, and those that all share. */
export function responsesOf({ access, answers, errors = [] }: Route): Responses {
  const shared = [...(access === "open" ? [] : WITH_TOKEN), ...EVERYWHERE];
  const common = [...new Set(shared.map(statusOf))].map((status) => [status, reference(nameOf(status))] as const);
  const own = [...Map.groupBy(errors, statusOf)].map(([status, codes]) => {
    const all = [...codes, ...shared.filter((code) => statusOf(code) === status)];
    return [status, told(titleOf(status), all)] as const;
  });
  const good = Object.entries(answers).map(([status, answer]) => [status, answerOf(answer)] as const);
  const both = Object.entries(answers).flatMap(([status, answer]) => {
    const codes = errors.filter((code) => statusOf(code) === Number(status));
    return codes.length === 0 ? [] : [[status, withErrors(answer, codes)] as const];
  });
  return { ...Object.fromEntries([...common, ...own, ...good, ...both]), default: reference("Other") };
}

function nameOf(status: number): string {
  return titleOf(status).replaceAll(" ", "");
}

function reference(name: string): Json {
  return { $ref: `#/components/responses/${name}` };
}

function told(what: string, codes: readonly ErrorCode[]): Json {
  return { description: `${what}\n\n${codes.map(lineOf).join("\n")}`, content: CONTENT };
}

function lineOf(code: ErrorCode): string {
  return `- \`${code}\`: ${ERROR_CODES[code].message.replace(/\{\w+\}/g, "…")}`;
}

function answerOf(answer: Answer): Json {
  const content = contentOf(answer);
  const sent = (answer.headers ?? []).map((name) => [name, { schema: { type: "string" } }] as const);
  return {
    description: answer.what,
    ...(sent.length === 0 ? {} : { headers: Object.fromEntries(sent) }),
    ...(Object.keys(content).length === 0 ? {} : { content }),
  };
}

/** A status that is an answer and an error: what a check found, or that another run is under way. */
function withErrors(answer: Answer, codes: readonly ErrorCode[]): Json {
  const description = `${answer.what}\n\n${codes.map(lineOf).join("\n")}`;
  return { description, content: { ...contentOf(answer), ...CONTENT } };
}

function contentOf({ json, types = [], events }: Answer): { readonly [type: string]: Json } {
  const texts = types.map((type) => [type, { schema: { type: "string" } }] as const);
  return {
    ...(json === undefined ? {} : { "application/json": { schema: schemaOf(json) } }),
    ...Object.fromEntries(texts),
    ...(events === undefined ? {} : { "text/event-stream": streamOf(events) }),
  };
}

/** OpenAPI 3.1 has no words for events: what each carries is told in a member of our own. */
function streamOf(events: NonNullable<Answer["events"]>): Json {
  const all = Object.entries(events).map(([name, schema]) => [name, schemaOf(schema)] as const);
  return { schema: { type: "string" }, "x-events": Object.fromEntries(all) };
}
