import { afterEach, describe, expect, test } from "bun:test";
import type { ApiParts } from "../../../src/api/api.ts";
import { as, asked, codeOf, ELSEWHERE, TOKENS } from "../../support/api-asking.ts";
import { type ApiServer, serveApi } from "../../support/api-server.ts";
import type { FakeService } from "../../support/fake-service/fake-service.ts";

let api: ApiServer<FakeService>;

function start(parts: Partial<ApiParts> = {}): void {
  api = serveApi({ tokens: TOKENS, ...parts });
}
afterEach(() => api[Symbol.asyncDispose]());

const ask = (path: string, headers: Readonly<Record<string, string>> = {}) => asked(api, path, { headers });

describe("limits", () => {
  test("a body beyond 64 KiB is refused where nothing reads one", async () => {
    start();
    const send = (bytes: number) => api.get("/sync/pause", { method: "POST", body: "x".repeat(bytes) });
    expect((await send(64 * 1024)).status).toBe(200);
    const refused = await send(64 * 1024 + 1);
    expect([refused.status, await codeOf(refused)]).toEqual([413, "api.too-large"]);
  });

  test("requests of one address beyond its rate are refused, with the time to wait", async () => {
    start({ limits: { requests: { perSecond: 1, burst: 5 } } });
    const all = await Promise.all(Array.from({ length: 8 }, () => ask("/healthz")));
    expect(all.filter(({ status }) => status === 200).length).toBe(5);
    const { response, code } = all.find(({ status }) => status === 429) ?? { response: null, code: null };
    expect([code, response?.headers.get("retry-after")]).toEqual(["api.too-many", "1"]);
  });

  test("a thousand requests at once are within it", async () => {
    start();
    const all = await Promise.all(Array.from({ length: 1000 }, () => api.get("/status")));
    expect(all.filter(({ status }) => status !== 200)).toEqual([]);
  });

  test("wrong tokens are refused harder, and do not lock the right one out", async () => {
    start();
    const wrong = () => ask("/status", { ...ELSEWHERE, authorization: "Bearer guess" });
    const statuses = [];
    for (let at = 0; at < 13; at++) statuses.push((await wrong()).status);
    expect(statuses).toEqual([...Array(10).fill(401), 429, 429, 429]);
    expect((await ask("/status", as("reader"))).status).toBe(200);
  });

  test("streams of events are counted, and one that ends makes room", async () => {
    start({ limits: { readers: { most: 2, mostBytes: 1000 } } });
    const stop = new AbortController();
    const open = (signal?: AbortSignal) => api.get("/events", signal === undefined ? {} : { signal });
    expect((await open(stop.signal)).status).toBe(200);
    expect((await open()).status).toBe(200);
    const full = await open();
    expect([full.status, await codeOf(full), full.headers.get("retry-after")]).toEqual([
      ...[503, "api.too-many-readers", "10"],
    ]);
    const events = { accept: "text/event-stream" };
    expect((await ask("/sync/poll", events)).status).toBe(503);
    expect(api.service.asked).toEqual([]);
    stop.abort();
    for (let looks = 0; looks < 200 && api.service.events.readers > 1; looks++) await Bun.sleep(5);
    expect((await open()).status).toBe(200);
  });
});

describe("failures of our own", () => {
  test("show nothing of what went wrong", async () => {
    start();
    api.service.reading.status = () => {
      throw new Error("cannot open /var/lib/tidemark with password sandbank");
    };
    const response = await api.get("/status");
    const text = await response.text();
    expect([response.status, JSON.parse(text).code]).toEqual([500, "api.failed"]);
    expect(text).not.toMatch(/sandbank|\/var|\.ts/);
    expect(api.log.entries.some(({ level, message }) => level === "error" && message.includes("sandbank"))).toBe(true);
  });
});
