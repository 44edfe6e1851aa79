import { afterEach, describe, expect, test } from "bun:test";
import type { ApiParts } from "../../../src/api/api.ts";
import type { Problem } from "../../../src/api/contract/problem.ts";
import { hashOf } from "../../../src/api/security/tokens.ts";
import { type ApiServer, serveApi } from "../../support/api-server.ts";
import type { FakeService } from "../../support/fake-service/fake-service.ts";

const TOKENS = [{ name: "reader", scope: "read", sha256: hashOf("token-of-reader") }] as const;
let api: ApiServer<FakeService>;

function start(parts: Partial<ApiParts> = {}): void {
  api = serveApi({ tokens: TOKENS, ...parts });
}
afterEach(() => api[Symbol.asyncDispose]());

async function ask(path: string, headers: Readonly<Record<string, string>> = {}, method = "GET") {
  const response = await api.get(path, { method, headers });
  const isProblem = response.headers.get("content-type") === "application/problem+json";
  const code = isProblem ? ((await response.json()) as Problem).code : null;
  return { status: response.status, code };
}

describe("loopback", () => {
  test("programs on this host may do everything without a token", async () => {
    start();
    expect((await ask("/status")).status).toBe(200);
    expect((await ask("/sync/adopt", {}, "POST")).status).toBe(200);
  });

  test("unless the configuration says otherwise", async () => {
    start({ trustLoopback: false });
    expect(await ask("/status")).toMatchObject({ status: 401, code: "api.needs-token" });
    expect((await ask("/status", { authorization: "Bearer token-of-reader" })).status).toBe(200);
  });

  const PROXIES = ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via"];
  test.each([...PROXIES, "x-client-ip", "x-original-host", "cf-connecting-ip", "true-client-ip"])(
    "what a proxy with %s passed on is not of this host",
    async (header) => {
      start();
      expect(await ask("/status", { [header]: "1" })).toMatchObject({ status: 401, code: "api.needs-token" });
    },
  );

  test("nor is what a proxy that says nothing of itself asks by a name that is not this host's own", async () => {
    start({ names: { listening: "127.0.0.1", hosts: ["tidemark.example"] } });
    const host = { host: "tidemark.example" };
    expect(await ask("/status", host)).toMatchObject({ status: 401, code: "api.needs-token" });
    expect((await ask("/status", { ...host, authorization: "Bearer token-of-reader" })).status).toBe(200);
    expect((await ask("/status", { host: "LOCALHOST:8080" })).status).toBe(200);
  });

  test("a token counts before the address: a local program may be given less", async () => {
    start();
    const local = { authorization: "Bearer token-of-reader" };
    expect((await ask("/status", local)).status).toBe(200);
    expect(await ask("/sync/poll", local, "POST")).toMatchObject({ status: 403, code: "api.scope" });
    expect(await ask("/status", { authorization: "Bearer none-of-ours" })).toMatchObject({ status: 401 });
  });
});
