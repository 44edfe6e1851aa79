import { afterAll, beforeAll, expect, test } from "bun:test";
import { EventReaders } from "../../../src/api/http/event-readers.ts";
import { allResources } from "../../../src/api/routes/all.ts";
import { ERROR_CODES } from "../../../src/domain/errors/registry.ts";
import { createClock } from "../../../src/platform/clock.ts";
import { type ApiServer, serveApi } from "../../support/api-server.ts";
import { FakeService } from "../../support/fake-service/fake-service.ts";
import { CollectingLog } from "../../support/moneyworks-fakes.ts";
import { type OpenApi, operationsOf, referred } from "../../support/openapi.ts";

let api: ApiServer<FakeService>;
let document: OpenApi;

beforeAll(async () => {
  api = serveApi();
  const response = await api.get("/openapi.json");
  expect([response.status, response.headers.get("content-type")]).toEqual([200, "application/json"]);
  document = (await response.json()) as OpenApi;
});
afterAll(() => api[Symbol.asyncDispose]());

/** Every object of the document with a member of this name, and that member. */
function members(value: unknown, name: string): unknown[] {
  if (typeof value !== "object" || value === null) return [];
  const own = Object.hasOwn(value, name) ? [Reflect.get(value, name)] : [];
  return [...own, ...Object.values(value).flatMap((inner) => members(inner, name))];
}

test("is OpenAPI 3.1 with what that requires", () => {
  expect(document.openapi).toBe("3.1.0");
  expect(Object.keys(document).sort()).toEqual(["components", "info", "openapi", "paths", "servers", "tags"]);
  const ids = operationsOf(document).map(({ operationId }) => operationId);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { path, parameters, responses, summary, tags, operationId } of operationsOf(document)) {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
    const named = parameters.filter((parameter) => parameter.in === "path");
    expect([operationId, named.map(({ name }) => name)]).toEqual([operationId, inPath]);
    expect(named.every(({ required, description }) => required === true && description !== "")).toBe(true);
    expect(parameters.filter(({ description }) => description === "")).toEqual([]);
    expect(new Set(parameters.map((parameter) => `${parameter.in} ${parameter.name}`)).size).toBe(parameters.length);
    expect(Object.keys(responses).every((status) => /^(?:[2345]\d\d|default)$/.test(status))).toBe(true);
    expect(summary).not.toBe("");
    expect(document.tags).toContainEqual({ name: tags[0] ?? "" });
  }
});

test("every reference leads somewhere, and every schema is led to", () => {
  const refs = members(document, "$ref") as string[];
  for (const ref of refs) expect(referred(document, ref)).toBeDefined();
  const unused = Object.keys(document.components.schemas).filter(
    (name) => !refs.includes(`#/components/schemas/${name}`),
  );
  expect(unused).toEqual([]);
});

test("every route of the program is in it, and no other", () => {
  const service = new FakeService();
  const readers = new EventReaders(createClock(), { most: 1, mostBytes: 1 });
  const parts = { service, readers, pages: [], hookSecret: null, requireAccess: () => {}, log: new CollectingLog() };
  const routes = allResources(parts).flatMap((resource) => resource.routes);
  const served = routes.flatMap(({ methods, path }) => methods.map((method) => `${method} ${path}`));
  const told = operationsOf(document).map(({ method, path }) => `${method} ${path.replace(/\{(\w+)\}/g, ":$1")}`);
  expect(told.sort()).toEqual(served.sort());
});

test("every operation says who may, and every error has one form", () => {
  for (const { operationId, security, responses } of operationsOf(document)) {
    const needed = security.flatMap((way) => way.token ?? []);
    expect([operationId, needed.every((scope) => ["read", "sync", "write"].includes(scope))]).toEqual([
      operationId,
      true,
    ]);
    expect(responses.default).toEqual({ $ref: "#/components/responses/Other" });
    expect([operationId, "401" in responses]).toEqual([operationId, security.length > 0]);
  }
});

test("names codes that there are", () => {
  const codes = [...JSON.stringify(document).matchAll(/- `([a-z]+\.[a-z-]+)`/g)].map(([, code]) => code ?? "");
  expect(codes.length).toBeGreaterThan(100);
  expect(codes.filter((code) => !Object.hasOwn(ERROR_CODES, code))).toEqual([]);
});
