import { describe, expect, test } from "bun:test";
import { answersOf, scopeOf } from "../../../../src/dashboard/reference/answers.ts";
import { curlOf } from "../../../../src/dashboard/reference/curl.ts";
import type { OpenApi } from "../../../../src/dashboard/reference/openapi.ts";
import { groupsOf } from "../../../../src/dashboard/reference/operations.ts";
import { type Member, membersOf, typeText } from "../../../../src/dashboard/reference/schema-text.ts";
import { found } from "../../../../src/dashboard/reference/search.ts";

const API: OpenApi = {
  tags: [{ name: "runs", description: "What ran." }, { name: "empty" }],
  paths: {
    "/status": { get: { tags: ["status"], summary: "Is all well?" } },
    "/runs": { get: { tags: ["runs"], summary: "Runs, newest first", parameters: [{ name: "kind", in: "query" }] } },
    "/runs/{run}": { get: { tags: ["runs"], responses: { 404: { description: "There is no such run." } } } },
    "/sync/full": { get: { tags: ["sync"] }, post: { tags: ["sync"] } },
    "/record": {
      get: {
        parameters: [
          { name: "table", in: "query", required: true },
          { name: "key", in: "query", required: true },
          { name: "at", in: "query" },
        ],
      },
    },
  },
  components: {
    schemas: {
      Tree: {
        type: "object",
        properties: {
          name: { type: "string" },
          children: { type: "array", items: { $ref: "#/components/schemas/Tree" } },
        },
      },
    },
  },
};

const [first] = groupsOf(API);
const operation = (id: string) => {
  const shown = groupsOf(API)
    .flatMap(({ operations }) => operations)
    .find((each) => each.id === id);
  if (shown === undefined) throw new Error(`no operation ${id}`);
  return shown;
};

describe("operations", () => {
  test("groups as the document orders them, then the others, and none that is empty", () => {
    expect(groupsOf(API).map(({ name }) => name)).toEqual(["runs", "status", "sync", "Other"]);
    expect(first?.description).toBe("What ran.");
  });

  test("each has an id of its own", () => {
    const ids = groupsOf(API).flatMap(({ operations }) => operations.map(({ id }) => id));
    expect(ids).toEqual(["get-runs", "get-runs-run", "get-status", "get-sync-full", "post-sync-full", "get-record"]);
  });
});

describe("search", () => {
  const ids = (text: string) => found(groupsOf(API), text).flatMap(({ operations }) => operations.map(({ id }) => id));
  test.each([
    ["", 6],
    ["KIND", 1],
    ["no such", 1],
    ["runs newest", 1],
    ["post", 1],
    ["nothing has this", 0],
  ])("%s finds %d", (text, count) => expect(ids(text)).toHaveLength(count));
});

describe("types in words", () => {
  test.each([
    [{ type: "string", format: "date-time" }, "text (date-time)"],
    [{ type: "string", pattern: "^a$" }, "text ^a$"],
    [{ type: "integer", minimum: 0 }, "whole number"],
    [{ type: "integer", minimum: 1, maximum: 9 }, "whole number, 1 to 9"],
    [{ type: "number", maximum: 9 }, "number, at most 9"],
    [{ type: "boolean" }, "true or false"],
    [{ anyOf: [{ const: "poll" }, { const: "full" }] }, '"poll" | "full"'],
    [{ enum: ["a", 1] }, '"a" | 1'],
    [{ anyOf: [{ type: "string" }, { type: "null" }] }, "text or null"],
    [{ type: ["string", "null"] }, "text or null"],
    [{ type: "array", items: { type: "string" } }, "list of text"],
    [{ type: "array", items: { properties: {} } }, "list of object"],
    [{ allOf: [{ properties: {} }] }, "object"],
    [{ $ref: "#/components/schemas/Tree" }, "object"],
    [{ $ref: "#/components/schemas/Missing" }, "anything"],
    [{}, "anything"],
  ])("%j", (schema, text) => expect(typeText(schema, API)).toBe(text));

  test("members of an object, of a list's items and of every part", () => {
    const schema = { allOf: [{ properties: { a: { type: "string" } }, required: ["a"] }, { properties: { b: {} } }] };
    expect(membersOf({ type: "array", items: schema }, API)).toMatchObject([
      { name: "a", type: "text", isOptional: false },
      { name: "b", isOptional: true },
    ]);
  });

  test("a schema that holds itself ends", () => {
    const depth = (members: readonly Member[]): number =>
      members.length === 0 ? 0 : 1 + Math.max(...members.map((member) => depth(member.members)));
    expect(depth(membersOf({ $ref: "#/components/schemas/Tree" }, API))).toBeLessThan(8);
  });
});

describe("answers", () => {
  const document: OpenApi = {
    components: {
      responses: { Gone: { description: "Gone", content: { "application/problem+json": { schema: {} } } } },
    },
  };
  const json = { schema: { type: "object", properties: { a: { type: "string" } } } };
  const { answers, errors } = answersOf(
    {
      responses: {
        200: {
          description: "Well",
          content: { "application/json": json, "text/event-stream": { "x-events": { run: {} } } },
        },
        204: {},
        206: { content: { "text/event-stream": { "x-events": { run: json.schema } } } },
        409: { description: "Both", content: { "application/json": json, "application/problem+json": {} } },
        410: { $ref: "#/components/responses/Gone" },
        500: { $ref: "#/components/responses/Missing" },
      },
    },
    document,
  );

  test("what is an error and nothing else is told apart", () => {
    expect(answers.map(({ status }) => status)).toEqual(["200", "204", "206", "409", "500"]);
    expect(errors).toMatchObject([{ status: "410", description: "Gone" }]);
  });

  test("the form of JSON comes first, then that of events", () => {
    expect(answers.map(({ members }) => members.map(({ name }) => name))).toEqual([["a"], [], ["run"], ["a"], []]);
  });

  test("the scope that is asked for", () => {
    expect(scopeOf({ security: [{ token: ["read"] }, {}] })).toBe("read");
    expect(scopeOf({ security: [{ token: [] }, {}] })).toBe("");
    expect(scopeOf({})).toBe("");
  });
});

describe("commands", () => {
  test.each([
    ["get-runs-run", false, "curl 'http://localhost/runs/RUN'"],
    ["post-sync-full", false, "curl -X POST 'http://localhost/sync/full'"],
    ["get-status", true, `curl -H "Authorization: Bearer $TIDEMARK_TOKEN" 'http://localhost/status'`],
    ["get-record", false, "curl 'http://localhost/record?table=name&key=ROWAN'"],
  ])("%s", (id, withToken, command) => expect(curlOf(operation(id), "http://localhost/", withToken)).toBe(command));
});
