import { describe, expect, test } from "bun:test";
import { ApiError } from "../../../src/sdk/api-error.ts";
import { Client, needsToken } from "../../../src/sdk/client.ts";

interface Sent {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A client whose requests are noted and answered. */
function client(answer: () => Response | Promise<Response> = () => Response.json({}), token: string | null = null) {
  const sent: Sent[] = [];
  const made = new Client({
    base: "http://service/",
    fetch: async (url, { method = "GET", headers }) => {
      sent.push({ url: url.slice("http://service/".length), method, headers: headers as Record<string, string> });
      return answer();
    },
    token: () => token,
    random: () => 0,
    sleep: async () => {},
  });
  return { made, sent };
}

const CALLS: readonly [string, string, (client: Client) => Promise<unknown>][] = [
  ["GET", "status", (c) => c.status()],
  ["GET", "readyz", (c) => c.ready()],
  ["GET", "openapi.json", (c) => c.openapi()],
  ["GET", "runs", (c) => c.runs()],
  [
    "GET",
    "runs?kind=poll&outcome=ok&before=x%2F1&limit=5",
    (c) => c.runs({ kind: "poll", outcome: "ok", before: "x/1", limit: 5 }),
  ],
  ["GET", "runs/01a1", (c) => c.run("01a1")],
  ["GET", "changes?table=name&key=A%26B", (c) => c.changes({ table: "name", key: "A&B", field: "" })],
  ["GET", "records/name?q=caf%C3%A9&limit=50", (c) => c.records("name", { search: "café", limit: 50 })],
  ["GET", "records/name/A%2FB%3F%23%25", (c) => c.record({ table: "name", key: "A/B?#%" })],
  ["GET", "records/name/..%2F..", (c) => c.record({ table: "name", key: "../.." })],
  ["GET", "record?table=name&key=..", (c) => c.record({ table: "name", key: ".." })],
  ["GET", "record?table=name&key=.", (c) => c.record({ table: "name", key: "." })],
  [
    "GET",
    "records/name/A?at=2025-01-01T00%3A00%3A00Z",
    (c) => c.record({ table: "name", key: "A", at: "2025-01-01T00:00:00Z" }),
  ],
  ["GET", "promotions?limit=20", (c) => c.promotions({ limit: 20 })],
  ["GET", "promotions/abc", (c) => c.promotion("abc")],
  ["GET", "statistics?from=a&until=b&spans=100", (c) => c.statistics({ from: "a", until: "b", spans: 100 })],
  ["POST", "sync/poll?wait=false", (c) => c.start({ kind: "poll" })],
  [
    "POST",
    "sync/full?check=true&table=name%2Cproduct&wait=false",
    (c) => c.start({ kind: "check", tables: ["name", "product"] }),
  ],
  ["POST", "sync/full?wait=false", (c) => c.start({ kind: "full" })],
  ["POST", "sync/sweep?allow_deletes=12&wait=false", (c) => c.start({ kind: "sweep", allowDeletes: 12 })],
  ["POST", "sync/cancel", (c) => c.cancel()],
  ["POST", "sync/pause", (c) => c.pause()],
  ["POST", "sync/resume", (c) => c.resume()],
  ["POST", "sync/adopt?side=theirs", (c) => c.adopt({ side: "theirs" })],
  ["POST", "sync/adopt?side=ours&confirm=a+b", (c) => c.adopt({ side: "ours", confirm: "a b" })],
];

describe("every method is one request", () => {
  test.each(CALLS)("%s /%s", async (method, path, call) => {
    const { made, sent } = client();
    await call(made);
    const [request] = sent;
    expect(sent).toHaveLength(1);
    expect(`${request?.method} ${request?.url.replaceAll("%20", "+")}`).toBe(`${method} ${path}`);
    expect(request?.headers.accept).toBe("application/json");
    expect(request?.headers.authorization).toBeUndefined();
  });

  test("canonical XML comes as it is", async () => {
    const { made, sent } = client(() => new Response("<name>\n</name>\n"));
    expect(await made.recordXml({ table: "name", key: "A" })).toBe("<name>\n</name>\n");
    expect(sent[0]?.headers.accept).toBe("application/xml");
  });

  test("a token goes with each", async () => {
    const { made, sent } = client(undefined, "tm_1");
    await made.status();
    expect(sent[0]?.headers.authorization).toBe("Bearer tm_1");
  });
});

describe("failures", () => {
  const busy = {
    type: "about:blank",
    title: "Conflict",
    status: 409,
    code: "api.busy",
    detail: "One runs.",
    hint: "Wait.",
    run: "r1",
  };

  test("a problem's members", async () => {
    const { made } = client(() => Response.json(busy, { status: 409 }));
    const error = await made.start({ kind: "poll" }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status: 409, code: "api.busy", message: "One runs.", hint: "Wait.", run: "r1" });
    expect(needsToken(error)).toBe(false);
  });

  test.each([
    ["a proxy's page", () => new Response("<html>Bad gateway</html>", { status: 502 })],
    ["JSON of somebody else", () => Response.json({ error: "no" }, { status: 502 })],
    ["an empty answer", () => new Response(null, { status: 502 })],
  ])("%s is none of the service's", async (_, answer) => {
    const error = await client(answer)
      .made.status()
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ status: 502, code: "sdk.unreadable" });
  });

  test("a success that is no JSON", async () => {
    const error = await client(() => new Response("{"))
      .made.status()
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ status: 200, code: "sdk.unreadable" });
  });

  test("no answer at all", async () => {
    const { made } = client(() => Promise.reject(new TypeError("connection refused")));
    const error = await made.status().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ status: 0, code: "sdk.unreachable", run: null });
  });

  test("who asked has to say who they are", async () => {
    const { made } = client(() => Response.json({ ...busy, status: 401, code: "api.needs-token" }, { status: 401 }));
    expect(needsToken(await made.status().catch((reason: unknown) => reason))).toBe(true);
  });

  test("an abort is no failure of the service", async () => {
    const { made } = client(() => Promise.reject(new TypeError("cut")));
    const reason = new Error("left the page");
    expect(made.status({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  test("not ready is an answer", async () => {
    const { made } = client(() => Response.json({ ready: false, reasons: ["halted"] }, { status: 503 }));
    expect(await made.ready()).toEqual({ ready: false, reasons: ["halted"] });
  });
});
