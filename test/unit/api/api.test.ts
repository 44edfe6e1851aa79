import { describe, expect, test } from "bun:test";
import { createApi, type Handler } from "../../../src/api/api.ts";
import { sign } from "../../../src/api/signature.ts";
import { CollectingLog } from "../../support/moneyworks-fakes.ts";

const COMMIT = "0123456789abcdef0123456789abcdef01234567";
const REPORT = { version: 1, commit: COMMIT, outcome: "accepted" };

interface Api {
  readonly handler: Handler;
  readonly log: CollectingLog;
  pushes: number;
}

function apiOf({ hostname = "127.0.0.1", secret = null as string | null } = {}): Api {
  const log = new CollectingLog();
  const api = { log, pushes: 0 } as Api & { handler: Handler };
  const onPush = () => {
    api.pushes++;
  };
  api.handler = createApi({
    hostname,
    log,
    hooks: { secret, onPush, isIncoming: (branch) => branch === "changes" },
    promotions: {
      list: () => [{ commit: COMMIT, outcome: "accepted" }],
      find: (commit) => {
        if (commit === "f".repeat(40)) throw new Error("password sandbank");
        return commit === COMMIT ? REPORT : null;
      },
    },
  });
  return api;
}

function hook(body: string, headers: Readonly<Record<string, string>> = {}, host = "localhost"): Request {
  return new Request(`http://${host}:8080/hooks/git`, {
    method: "POST",
    body,
    headers: { "content-type": "application/json", ...headers },
  });
}

const PUSH = '{"ref":"refs/heads/changes","commits":[]}';

describe("POST /hooks/git", () => {
  const cases: readonly (readonly [name: string, body: string, status: number, pushes: number])[] = [
    ["a push to an incoming branch is a reason to look", PUSH, 202, 1],
    ["a push to another branch is none", '{"ref":"refs/heads/main"}', 200, 0],
    ["a tag is none", '{"ref":"refs/tags/changes"}', 200, 0],
    ["a trial delivery is none", '{"zen":"Speak like a human."}', 200, 0],
    ["what is no JSON is refused", "payload=%7B%7D", 400, 0],
    ["a list is refused", "[]", 400, 0],
    ["bytes that are no text are refused", "\u0000\ud800", 400, 0],
  ];
  for (const [name, body, status, pushes] of cases) {
    test(name, async () => {
      const api = apiOf();
      expect((await api.handler(hook(body))).status).toBe(status);
      expect(api.pushes).toBe(pushes);
    });
  }

  test("needs the right signature where a secret is set", async () => {
    const api = apiOf({ secret: "s3cret" });
    const refused = await api.handler(hook(PUSH));
    expect([refused.status, refused.headers.get("content-type")]).toEqual([401, "application/problem+json"]);
    expect(await refused.json()).toMatchObject({ status: 401, code: "api.bad-signature" });
    const signature = sign(new TextEncoder().encode(PUSH), "s3cret");
    expect((await api.handler(hook(PUSH, { "x-gitea-signature": signature }))).status).toBe(202);
    expect((await api.handler(hook(PUSH, { "x-gitlab-token": "s3cret" }))).status).toBe(202);
    expect(api.pushes).toBe(2);
  });

  test("is refused to pages of other sites", async () => {
    const api = apiOf();
    const foreign = [
      hook(PUSH, { origin: "https://evil.example" }),
      hook(PUSH, { "sec-fetch-site": "cross-site" }),
      hook(PUSH, {}, "evil.example"),
    ];
    for (const request of foreign) expect((await api.handler(request)).status).toBe(403);
    expect(api.pushes).toBe(0);
  });
});

describe("GET /promotions", () => {
  test("lists them, and tells one", async () => {
    const { handler } = apiOf();
    const get = async (path: string) => (await handler(new Request(`http://localhost:8080${path}`))).json();
    expect(await get("/promotions")).toEqual({ promotions: [{ commit: COMMIT, outcome: "accepted" }] });
    expect(await get(`/promotions/${COMMIT}`)).toEqual(REPORT);
    expect(await get("/promotions/x'; DROP TABLE promotion")).toMatchObject({ status: 404, code: "api.no-promotion" });
    expect(await get("/elsewhere")).toMatchObject({ status: 404, code: "api.no-route" });
  });

  test("is not served beyond this host", async () => {
    const { handler } = apiOf({ hostname: "192.0.2.7", secret: "s3cret" });
    const response = await handler(new Request("http://192.0.2.7:8080/promotions"));
    expect(response.status).toBe(404);
  });

  test("shows nothing of what went wrong inside", async () => {
    const { handler, log } = apiOf();
    const response = await handler(new Request(`http://localhost:8080/promotions/${"f".repeat(40)}`));
    const text = await response.text();
    expect([response.status, text.includes("sandbank"), text.includes("api.failed")]).toEqual([500, false, true]);
    expect(log.entries.some(({ level }) => level === "error")).toBe(true);
  });
});
