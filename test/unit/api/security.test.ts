import { afterEach, describe, expect, test } from "bun:test";
import type { ApiParts } from "../../../src/api/api.ts";
import { hashOf } from "../../../src/api/security/tokens.ts";
import { as, asked, ELSEWHERE, TOKENS } from "../../support/api-asking.ts";
import { type ApiServer, serveApi } from "../../support/api-server.ts";
import type { FakeService } from "../../support/fake-service/fake-service.ts";

/*
 * One test a rule. Requests that come from elsewhere carry what a proxy puts on them: from there on loopback is no reason for trust.
 */
let api: ApiServer<FakeService>;

function start(parts: Partial<ApiParts> = {}): void {
  api = serveApi({ tokens: TOKENS, ...parts });
}
afterEach(() => api[Symbol.asyncDispose]());

const ask = (path: string, headers: Readonly<Record<string, string>> = {}, method = "GET") =>
  asked(api, path, { headers, method });

describe("scopes", () => {
  const cases: readonly (readonly [method: string, path: string, needed: "read" | "sync" | "write"])[] = [
    ["GET", "/status", "read"],
    ["GET", "/runs", "read"],
    ["GET", "/runs/01890000-0000-7000-8000-000000000000", "read"],
    ["GET", "/changes", "read"],
    ["GET", "/records/name", "read"],
    ["GET", "/records/name/ROWAN", "read"],
    ["GET", "/record?table=name&key=ROWAN", "read"],
    ["GET", "/promotions", "read"],
    ["GET", "/statistics", "read"],
    ["GET", "/readyz", "read"],
    ["GET", "/metrics", "read"],
    ["GET", "/sync/poll", "sync"],
    ["POST", "/sync/poll", "sync"],
    ["GET", "/sync/sweep", "sync"],
    ["GET", "/sync/full", "sync"],
    ["GET", "/sync/full?check=true", "sync"],
    ["POST", "/sync/cancel", "sync"],
    ["POST", "/sync/pause", "sync"],
    ["POST", "/sync/resume", "sync"],
    ["POST", "/hooks/git", "sync"],
    ["GET", "/sync/full?allow_deletes=0", "sync"],
    ["POST", "/sync/full?allow_deletes=1", "write"],
    ["POST", "/sync/sweep?allow_deletes=1", "write"],
    ["POST", "/sync/adopt", "write"],
  ];
  const SCOPES = { reader: "read", runner: "sync", writer: "write" } as const;
  for (const [method, path, needed] of cases) {
    test(`${method} ${path} needs ${needed}`, async () => {
      start();
      expect(await ask(path, ELSEWHERE, method)).toMatchObject({ status: 401, code: "api.needs-token" });
      const order = ["read", "sync", "write"];
      for (const [name, scope] of Object.entries(SCOPES)) {
        const { status, code } = await ask(path, as(name), method);
        const may = order.indexOf(scope) >= order.indexOf(needed);
        expect([name, status === 403 && code === "api.scope"]).toEqual([name, !may]);
        if (may) expect([name, status === 401]).toEqual([name, false]);
      }
    });
  }

  test("what is open needs none", async () => {
    start();
    expect((await ask("/healthz", ELSEWHERE)).status).toBe(200);
    expect((await ask("/openapi.json", ELSEWHERE)).status).toBe(200);
  });

  test("who may not is told before what was asked is looked at", async () => {
    start();
    expect((await ask("/runs?limit=x", ELSEWHERE)).status).toBe(401);
    expect((await ask("/sync/poll?table=nothing", as("reader"))).status).toBe(403);
    expect(api.service.asked).toEqual([]);
  });
});

describe("tokens", () => {
  test.each([
    ["a token that is none", "Bearer nothing"],
    ["half of one", "Bearer token-of-read"],
    ["one in capitals", "Bearer TOKEN-OF-READER"],
    ["its hash", `Bearer ${hashOf("token-of-reader")}`],
    ["another scheme", `Basic ${btoa("reader:token-of-reader")}`],
    ["no scheme", "token-of-reader"],
    ["nothing behind the scheme", "Bearer "],
    ["two of them", "Bearer token-of-reader token-of-writer"],
    ["an empty header", ""],
  ])("%s is refused with 401 and WWW-Authenticate", async (_name, authorization) => {
    start();
    const { response, status } = await ask("/status", { ...ELSEWHERE, authorization });
    expect(status).toBe(401);
    expect(response.headers.get("www-authenticate")).toStartWith('Bearer realm="tidemark"');
  });

  test("the scheme is written in any case", async () => {
    start();
    expect((await ask("/status", { ...ELSEWHERE, authorization: "bearer token-of-reader" })).status).toBe(200);
  });

  test("a token of too small a scope is told which it needs", async () => {
    start();
    const { response } = await ask("/sync/adopt", as("runner"), "POST");
    expect(response.headers.get("www-authenticate")).toContain('error="insufficient_scope", scope="write"');
  });

  test("are not repeated in answers or in the log", async () => {
    start();
    const answers = ["/status", "/runs?token=token-of-nobody", "/nowhere", "/sync/poll"].map(async (path) => {
      const response = await api.get(path, { headers: { ...ELSEWHERE, authorization: "Bearer token-of-nobody" } });
      return `${JSON.stringify([...response.headers])}${await response.text()}`;
    });
    const told = (await Promise.all(answers)).join() + JSON.stringify(api.log.entries);
    expect(told).not.toContain("token-of-nobody");
    expect(told).not.toContain(hashOf("token-of-nobody"));
  });
});

describe("other sites", () => {
  const SYNC = ["/status", "/sync/full", "/sync/poll?wait=false", "/events"];
  const FOREIGN: readonly (readonly [name: string, headers: Readonly<Record<string, string>>, code: string])[] = [
    ["a name that was made to point here (DNS rebinding)", { host: "evil.example" }, "api.foreign-host"],
    ["that name with our port", { host: "evil.example:80" }, "api.foreign-host"],
    ["a name that only begins like ours", { host: "127.0.0.1.evil.example" }, "api.foreign-host"],
    ["a name that only begins like localhost", { host: "localhost.evil.example" }, "api.foreign-host"],
    ["another address", { host: "192.0.2.7" }, "api.foreign-host"],
    ["a page of another site", { "sec-fetch-site": "cross-site" }, "api.foreign-request"],
    ["a page of another port of this host", { "sec-fetch-site": "same-site" }, "api.foreign-request"],
    [
      "a link or an image of another site",
      { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" },
      "api.foreign-request",
    ],
    ["a form of another site", { origin: "https://evil.example" }, "api.foreign-request"],
    ["a form of a hidden site", { origin: "null" }, "api.foreign-request"],
    ["a page of another port", { origin: "http://127.0.0.1:1" }, "api.foreign-request"],
  ];
  for (const [name, headers, code] of FOREIGN) {
    test(`${name} is refused, for GET as for POST`, async () => {
      start();
      for (const path of SYNC) expect(await ask(path, headers)).toMatchObject({ status: 403, code });
      expect(await ask("/sync/cancel", headers, "POST")).toMatchObject({ status: 403, code });
      expect(api.service.asked).toEqual([]);
    });
  }

  test("our own page is not: it comes from the same origin", async () => {
    start();
    const own = { "sec-fetch-site": "same-origin", origin: api.url };
    expect((await ask("/status", own)).status).toBe(200);
    expect((await ask("/status", { "sec-fetch-site": "none", "sec-fetch-mode": "navigate" })).status).toBe(200);
  });

  test("a link from elsewhere may lead to the dashboard, which holds nothing, and to nothing else", async () => {
    const page = { path: "/", contentType: "text/html", etag: "x", immutable: false, bytes: new Uint8Array([60]) };
    start({ pages: [page] });
    const link = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" };
    expect((await ask("/", link)).status).toBe(200);
    expect((await ask("/", { "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" })).status).toBe(403);
    expect((await ask("/", link, "POST")).status).toBe(403);
    expect((await ask("/status", link)).status).toBe(403);
  });

  test("what a browser fetches ahead of the person is refused, but for pages", async () => {
    const page = { path: "/", contentType: "text/html", etag: "x", immutable: false, bytes: new Uint8Array([60]) };
    start({ pages: [page] });
    const ahead = { "sec-fetch-site": "none", "sec-purpose": "prefetch;prerender" };
    expect(await ask("/sync/full", ahead)).toMatchObject({ status: 403, code: "api.prefetch" });
    expect((await ask("/", ahead)).status).toBe(200);
    expect(api.service.asked).toEqual([]);
  });

  test("a proxy's name is ours where the configuration names it", async () => {
    start({ names: { listening: "127.0.0.1", hosts: ["tidemark.example"] } });
    const proxied = { host: "tidemark.example", origin: "https://tidemark.example", "sec-fetch-site": "same-origin" };
    expect((await ask("/status", { ...as("reader"), ...proxied })).status).toBe(200);
    expect((await ask("/status", { ...as("reader"), ...proxied, origin: "https://other.example" })).status).toBe(403);
  });

  test("where every address is listened at, addresses are ours and names are not", async () => {
    start({ names: { listening: "0.0.0.0", hosts: [] } });
    const statuses = ["192.0.2.7", "[2001:db8::1]:8080", "localhost", "evil.example", "1.evil.example"].map(
      async (host) => (await ask("/status", { ...as("reader"), host })).status,
    );
    expect(await Promise.all(statuses)).toEqual([200, 200, 200, 403, 403]);
  });

  test("no answer invites other sites", async () => {
    start();
    for (const path of ["/status", "/nowhere", "/openapi.json"]) {
      const { response } = await ask(path);
      expect(response.headers.get("access-control-allow-origin")).toBeNull();
      expect(response.headers.get("x-content-type-options")).toBe("nosniff");
      expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
    }
  });
});
