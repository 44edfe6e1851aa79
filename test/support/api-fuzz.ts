import { expect } from "bun:test";
import fc from "fast-check";
import { faultsOf, type Schema } from "./json-schema.ts";
import { answerOf, type NamedOperation, type OpenApi, resolverOf } from "./openapi.ts";

/** What is shot at. */
export interface Target {
  readonly url: string;
  readonly document: OpenApi;
  /** Texts that no answer may hold. */
  readonly secrets: readonly string[];
}

/** Text that has broken parsers before. */
const hostile = fc.oneof(
  fc.constantFrom(
    ...[
      "",
      " ",
      "0",
      "-1",
      "1e9",
      "9".repeat(40),
      "NaN",
      "true",
      "null",
      "undefined",
      "__proto__",
      "constructor",
      "toString",
    ],
    ...[
      "'; DROP TABLE record --",
      '" or 1=1',
      "%",
      "%25",
      "%00",
      "../../etc/passwd",
      "..",
      ".",
      "a/b",
      "\\",
      "${7*7}",
      "{{7}}",
    ],
    ...[
      "<script>",
      "]]>",
      "&amp;",
      "\u0000",
      "\r\nSet-Cookie: x=1",
      "\u001b[2J",
      "\u202e",
      "\ud83c\udf31",
      "é",
      "x".repeat(2000),
    ],
    ...["name", "ROWAN", "A/B", "transaction", "1", "json", "text", "xml", "2025-03-10", "3h", "99999999999d", "false"],
  ),
  fc.string({ unit: "binary", maxLength: 40 }),
);

/** A value that a parameter takes, or something else. */
function valueFor({ enum: words, type, items, minimum, maximum, anyOf }: Schema): fc.Arbitrary<string> {
  const good: fc.Arbitrary<string>[] = [];
  if (words !== undefined) good.push(fc.constantFrom(...words.map(String)));
  if (type === "boolean") good.push(fc.constantFrom("true", "false"));
  if (type === "integer")
    good.push(fc.integer({ min: minimum ?? 0, max: Math.min(maximum ?? 1000, 1000) }).map(String));
  if (items !== undefined || anyOf !== undefined) good.push(fc.constantFrom("name", "name,product", "account"));
  return fc.oneof(
    { weight: 3, arbitrary: good.length === 0 ? hostile : fc.oneof(...good) },
    { weight: 1, arbitrary: hostile },
  );
}

const acceptable = fc.constantFrom(
  ...[
    "*/*",
    "application/json",
    "text/plain",
    "application/xml",
    "text/html, */*;q=0.1",
    "application/json;q=0",
    "x",
    ",;=,",
  ],
);
const asciiText = fc.string({
  unit: fc.integer({ min: 33, max: 126 }).map((code) => String.fromCharCode(code)),
  maxLength: 30,
});
const headers = fc.record(
  {
    accept: acceptable,
    authorization: fc.constantFrom(
      "Bearer token-of-writer",
      "Bearer token-of-reader",
      "Bearer x",
      "Basic eDp5",
      "Bearer",
    ),
    "x-forwarded-for": asciiText,
    "if-none-match": fc.constantFrom("*", '"x"', 'W/"x", "y"', '"'),
    "last-event-id": asciiText,
    "sec-fetch-site": fc.constantFrom("same-origin", "none", "none", "cross-site"),
    "x-hub-signature-256": asciiText,
    "content-type": asciiText,
  },
  { requiredKeys: [] },
);

export interface Shot {
  readonly path: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** Requests to one operation: as it is told, and otherwise. */
export function shots(operation: NamedOperation): fc.Arbitrary<Shot> {
  const { parameters, path, method } = operation;
  const inPath = parameters.filter((parameter) => parameter.in === "path");
  const inQuery = parameters.filter((parameter) => parameter.in === "query");
  const parts = fc.tuple(...inPath.map(({ name }) => fc.oneof(hostile, fc.constantFrom(goodPart(name)))));
  const query = fc.tuple(...inQuery.map(({ schema }) => fc.option(valueFor(schema), { freq: 3 })));
  const extra = fc.option(fc.tuple(hostile, hostile), { freq: 12 });
  const methods = fc.oneof(
    { weight: 9, arbitrary: fc.constant(method) },
    fc.constantFrom("HEAD", "OPTIONS", "DELETE", "PUT"),
  );
  const body = fc.option(fc.oneof(hostile, fc.constant('{"ref":"refs/heads/changes"}')), { freq: 4 });
  return fc
    .tuple(parts, query, extra, fc.tuple(methods, headers, body))
    .map(([given, values, more, [verb, sent, content]]) => {
      const place = inPath.reduce((text, { name }, at) => text.replace(`{${name}}`, encoded(given[at] ?? "")), path);
      const pairs = inQuery.flatMap(({ name }, at) => {
        const value = values[at];
        return value == null ? [] : [`${name}=${encoded(value)}`];
      });
      const all = more === null ? pairs : [...pairs, more.map(encoded).join("=")];
      const mayHaveBody = verb !== "GET" && verb !== "HEAD";
      return {
        path: all.length === 0 ? place : `${place}?${all.join("&")}`,
        method: verb,
        headers: sent,
        body: mayHaveBody ? content : null,
      };
    });
}

function goodPart(name: string): string {
  return (
    { table: "name", key: "A/B", run: "01890000-0000-7000-8000-000000000000", commit: `${"c".repeat(39)}1` }[name] ??
    "x"
  );
}

function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

/**
 * Whatever was sent: the answer is one that the description tells of, in the form that it tells, without a failure of our own and without
 * a secret.
 */
export async function judge(target: Target, operation: NamedOperation, { path, ...request }: Shot): Promise<void> {
  const { document, secrets } = target;
  const stop = new AbortController();
  const response = await fetch(`${target.url}${path}`, { ...request, signal: stop.signal, redirect: "manual" });
  const { status } = response;
  const type = response.headers.get("content-type") ?? "";
  const isNotReady = status === 503 && operation.path === "/readyz" && type !== "application/problem+json";
  expect([status, isNotReady || status < 500]).toEqual([status, true]);
  expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  if (type === "text/event-stream") return stop.abort();
  const text = await response.text();
  expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
  expect(text).not.toMatch(/\bat .*\.(?:ts|js):\d|node_modules|bun:|TypeError|ReferenceError|SQLITE/);
  // Whatever a key or a value holds, nothing of it steers a terminal.
  expect(text).not.toMatch(/[^\P{Cc}\n]|\p{Bidi_Control}/u);
  if (request.method === "HEAD" || status === 204 || status === 304) return expect(text).toBe("");
  const isOther = request.method !== operation.method || status === 404 || status === 405;
  const told = isOther ? document.components.responses.Other : answerOf(document, operation, status);
  const schema = told?.content?.[type.split(";", 1)[0] ?? ""]?.schema ?? told?.content?.[type]?.schema;
  expect([status, type, schema !== undefined]).toEqual([status, type, true]);
  if (type.includes("json")) expect(faultsOf(JSON.parse(text), schema ?? {}, resolverOf(document))).toEqual([]);
}
