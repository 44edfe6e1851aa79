import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Problem } from "../../../src/api/contract/problem.ts";
import { type ApiServer, serveApi } from "../../support/api-server.ts";
import type { FakeService } from "../../support/fake-service/fake-service.ts";

let api: ApiServer<FakeService>;

beforeAll(() => {
  api = serveApi({
    pages: [
      { path: "/", contentType: "text/html;charset=utf-8", etag: "p1", immutable: false, bytes: bytesOf("<p>page") },
      { path: "/chunk-1.js", contentType: "text/javascript", etag: "c1", immutable: true, bytes: bytesOf("1") },
    ],
  });
  api.service.edit("name", "ROWAN", "phone", "03 1");
  api.service.promote();
});
afterAll(() => api[Symbol.asyncDispose]());

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(new TextEncoder().encode(text));
}

async function ask(path: string, headers: Readonly<Record<string, string>> = {}, method = "GET") {
  const response = await api.get(path, { method, headers });
  return {
    status: response.status,
    headers: response.headers,
    type: response.headers.get("content-type"),
    text: await response.text(),
  };
}

const JSON_ONLY = { accept: "application/json" };
const problemOf = (text: string) => JSON.parse(text) as Problem;

describe("the format", () => {
  const cases: readonly (readonly [name: string, path: string, accept: string | null, type: string])[] = [
    ["curl gets text", "/status", "*/*", "text/plain; charset=utf-8"],
    ["a program gets JSON", "/status", "application/json", "application/json"],
    [
      "a browser gets text",
      "/status",
      "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
      "text/plain; charset=utf-8",
    ],
    ["what is preferred is given", "/status", "text/plain;q=0.5, application/json", "application/json"],
    ["the order does not matter", "/status", "application/json;q=0.4, text/plain;q=0.5", "text/plain; charset=utf-8"],
    ["what is refused is not", "/status", "text/plain;q=0, application/json;q=0.1", "application/json"],
    ["case does not matter", "/status", "Application/JSON", "application/json"],
    ["what there is not is passed over", "/status", "image/png", "text/plain; charset=utf-8"],
    ["a parameter counts more", "/status?format=text", "application/json", "text/plain; charset=utf-8"],
    ["a parameter counts more, the other way", "/status?format=json", "*/*", "application/json"],
    ["a record is XML", "/records/name/ROWAN", "*/*", "application/xml; charset=utf-8"],
    ["a record is JSON for a program", "/records/name/ROWAN", "application/json", "application/json"],
    [
      "a record is XML by parameter",
      "/records/name/ROWAN?format=xml",
      "application/json",
      "application/xml; charset=utf-8",
    ],
    ["metrics are OpenMetrics", "/metrics", "*/*", "application/openmetrics-text; version=1.0.0; charset=utf-8"],
    ["errors are problems", "/nowhere", "text/plain", "application/problem+json"],
  ];
  for (const [name, path, accept, type] of cases) {
    test(name, async () => {
      expect((await ask(path, accept === null ? {} : { accept })).type).toBe(type);
    });
  }

  test("and caches are told what decides", async () => {
    expect((await ask("/status")).headers.get("vary")).toBe("accept");
    expect((await ask("/status")).headers.get("cache-control")).toBe("no-store");
  });
});

describe("lists", () => {
  test("go on where the page before ended", async () => {
    const first = JSON.parse((await ask("/records/product?limit=200", JSON_ONLY)).text);
    const second = JSON.parse((await ask(`/records/product?limit=200&after=${first.next}`, JSON_ONLY)).text);
    expect([first.records.length, second.records.length, second.next]).toEqual([200, 120, null]);
  });

  test("as text say how", async () => {
    expect((await ask("/records/product?limit=2")).text).toContain("more: ?after=2\n");
    expect((await ask("/changes")).text).toMatch(
      /name ROWAN {2}phone: "03 2000000" -> "03 1" {2}\w{10}\n.*\?since=1\n$/s,
    );
  });

  test("a feed asks again with the cursor that it was given", async () => {
    const { since } = JSON.parse((await ask("/changes?since=0", JSON_ONLY)).text);
    expect(JSON.parse((await ask(`/changes?since=${since}`, JSON_ONLY)).text)).toMatchObject({
      changes: [],
      more: false,
    });
  });
});

describe("parameters", () => {
  const wrong: readonly (readonly [path: string, code: string, part: string])[] = [
    ["/runs?limit=0", "api.bad-parameter", "limit"],
    ["/runs?limit=1001", "api.bad-parameter", "from 1 to 1000"],
    ["/runs?limit=1&limit=2", "api.bad-parameter", "limit"],
    ["/runs?limit=1e2", "api.bad-parameter", "limit"],
    ["/runs?kind=pol", "api.bad-parameter", "one of poll, full"],
    ["/runs?limt=1", "api.unknown-parameter", "Did you mean limit?"],
    ["/runs?__proto__=1", "api.unknown-parameter", "__proto__"],
    ["/runs?constructor=1", "api.unknown-parameter", "constructor"],
    ["/runs?format=xml", "api.bad-parameter", "one of text, json"],
    ["/sync/full?tabel=name", "api.unknown-parameter", "Did you mean table?"],
    ["/sync/full?table=", "api.bad-parameter", "names of tables"],
    ["/sync/full?table=Name", "api.bad-parameter", "names of tables"],
    ["/sync/full?check=yes", "api.bad-parameter", "true or false"],
    ["/sync/full?check=true&allow_deletes=5", "api.bad-parameter", "allow_deletes"],
    ["/sync/poll?allow_deletes=5", "api.unknown-parameter", "allow_deletes"],
    ["/sync/full?allow_deletes=5", "api.bad-parameter", "allow_deletes"],
    ["/sync/full?allow_deletes=-1", "api.bad-parameter", "allow_deletes"],
    ["/changes?since=1&before=1", "api.bad-parameter", "before"],
    ["/changes?key=ROWAN", "api.bad-parameter", "together with table"],
    ["/changes?from=yesterday", "api.bad-parameter", "an age such as 3h"],
    ["/changes?since=nonsense", "api.bad-parameter", "nonsense"],
    ["/statistics?from=1d&until=2d", "api.bad-parameter", "before until"],
    ["/statistics?spans=401", "api.bad-parameter", "from 1 to 400"],
    ["/records/name/ROWAN?at=soon", "api.bad-parameter", "at"],
    ["/record?table=name", "api.bad-parameter", "key"],
    ["/records/NAME", "usage.table-name", "NAME"],
  ];
  for (const [path, code, part] of wrong) {
    test(`${path} is refused, naming what is wrong`, async () => {
      const { status, text } = await ask(path);
      expect([status, problemOf(text).code]).toEqual([400, code]);
      expect(text).toContain(part);
    });
  }

  test("tables are given with commas, repeated, or both", async () => {
    api.service.asked.length = 0;
    await ask("/sync/full?table=name,product&table=account&table=name");
    expect(api.service.asked).toEqual(["full name,product,account 0"]);
  });

  test("a name alone says yes", async () => {
    expect((await ask("/sync/full?check")).text).toContain("check equal");
  });
});

describe("records", () => {
  const keys = ["A/B", "ÄÖ 1", "50%", "#7", "x?y&z", "tab\there", "'; DROP TABLE record", "\u202eevil"];
  for (const key of keys) {
    test(`the key ${JSON.stringify(key)} is one like any other`, async () => {
      const { status, text } = await ask(`/records/name/${encodeURIComponent(key)}`, JSON_ONLY);
      expect([status, JSON.parse(text).key]).toEqual([200, key]);
    });
  }

  test.each([".", ".."])("the key %s, which no path carries, is asked for by parameter", async (key) => {
    const { status, text } = await ask(`/record?table=name&key=${key}&format=json`);
    expect([status, JSON.parse(text).key]).toEqual([200, key]);
  });

  test.each([
    "/records/name/..%2F..%2Fetc%2Fpasswd",
    "/records/name/%00",
    "/records/..%2Fname/ROWAN",
    "/records/name/nobody",
  ])("%s leads nowhere", async (path) => {
    const { status, text } = await ask(path);
    expect([404, 400]).toContain(status);
    expect(problemOf(text).code).toMatch(/^(?:record\.not-found|usage\.table-name)$/);
  });

  test("are told once: who has a version is told that it is the same", async () => {
    const first = await ask("/records/name/ALDER");
    const etag = first.headers.get("etag") ?? "";
    const again = await ask("/records/name/ALDER", { "if-none-match": etag });
    expect([again.status, again.text, again.headers.get("etag")]).toEqual([304, "", etag]);
    expect((await ask("/records/name/ALDER", { "if-none-match": `"other", W/${etag}` })).status).toBe(304);
    expect((await ask("/records/name/ALDER", { "if-none-match": etag, ...JSON_ONLY })).status).toBe(200);
    api.service.edit("name", "ALDER", "phone", "03 9");
    expect((await ask("/records/name/ALDER", { "if-none-match": etag })).status).toBe(200);
  });

  test("on a terminal show control characters that XML allows, and keep their bytes for programs", async () => {
    api.service.edit("name", "HAZEL", "phone", "\u009b2J\u202e");
    expect((await ask("/records/name/HAZEL")).text).toContain("<phone>&#x9B;2J&#x202E;</phone>");
    expect((await ask("/records/name/HAZEL", { accept: "application/xml" })).text).toContain(
      "<phone>\u009b2J\u202e</phone>",
    );
    expect((await ask("/records/name/HAZEL", JSON_ONLY)).text).toContain('"\\u009b2J\\u202e"');
    expect((await ask("/changes")).text).toContain('"\\x9b2J\\u202e"');
  });

  test("of a time before the mirror are not made up", async () => {
    const { status, text } = await ask("/records/name/ROWAN?at=2019-01-01");
    expect([status, problemOf(text).code]).toEqual([404, "record.before-mirror"]);
  });
});

describe("methods", () => {
  test("HEAD is GET without a body", async () => {
    const [get, head] = [await ask("/openapi.json"), await ask("/openapi.json", {}, "HEAD")];
    expect([head.status, head.text, head.type]).toEqual([200, "", get.type]);
  });

  test("HEAD starts no run", async () => {
    api.service.asked.length = 0;
    expect((await ask("/sync/poll", {}, "HEAD")).status).toBe(405);
    expect(api.service.asked).toEqual([]);
  });

  test.each([
    ["/status", "GET, HEAD, OPTIONS"],
    ["/sync/full", "GET, POST, OPTIONS"],
    ["/sync/pause", "POST, OPTIONS"],
    ["/records/name/ROWAN", "GET, HEAD, OPTIONS"],
  ])("OPTIONS and wrong methods of %s tell %s", async (path, allow) => {
    const options = await ask(path, {}, "OPTIONS");
    expect([options.status, options.headers.get("allow")]).toEqual([204, allow]);
    const wrong = await ask(path, {}, "DELETE");
    expect([wrong.status, wrong.headers.get("allow"), problemOf(wrong.text).code]).toEqual([
      405,
      allow,
      "api.no-method",
    ]);
  });

  test("GET ends and changes nothing that only POST may", async () => {
    for (const path of ["/sync/cancel", "/sync/pause", "/sync/resume", "/sync/adopt"]) {
      expect((await ask(path)).status).toBe(405);
    }
  });
});

describe("pages", () => {
  test("are served under a policy that lets nothing in from elsewhere", async () => {
    const { status, text, headers } = await ask("/");
    expect([status, text, headers.get("cache-control"), headers.get("etag")]).toEqual([
      200,
      "<p>page",
      "no-cache",
      '"p1"',
    ]);
    expect(headers.get("content-security-policy")).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    expect([headers.get("x-content-type-options"), headers.get("referrer-policy")]).toEqual(["nosniff", "no-referrer"]);
  });

  test("are kept as long as they are the same", async () => {
    expect((await ask("/", { "if-none-match": '"p1"' })).status).toBe(304);
    expect((await ask("/chunk-1.js")).headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  });
});
