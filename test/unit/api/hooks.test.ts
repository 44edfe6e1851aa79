import { afterEach, describe, expect, test } from "bun:test";
import { sign } from "../../../src/api/security/signature.ts";
import { hashOf } from "../../../src/api/security/tokens.ts";
import { type ApiServer, serveApi } from "../../support/api-server.ts";
import type { FakeService } from "../../support/fake-service/fake-service.ts";

const PUSH = '{"ref":"refs/heads/changes","commits":[]}';
const TOKENS = [
  { name: "forge", scope: "sync", sha256: hashOf("forge-token") },
  { name: "reader", scope: "read", sha256: hashOf("reader-token") },
] as const;
let api: ApiServer<FakeService>;

afterEach(() => api[Symbol.asyncDispose]());

function deliver(
  body: string | Uint8Array<ArrayBuffer>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  return api.get("/hooks/git", { method: "POST", body, headers: { "content-type": "application/json", ...headers } });
}

describe("POST /hooks/git", () => {
  const cases: readonly (readonly [
    name: string,
    body: string | Uint8Array<ArrayBuffer>,
    status: number,
    wakes: number,
  ])[] = [
    ["a push to an incoming branch is a reason to look", PUSH, 202, 1],
    ["a push to another branch is none", '{"ref":"refs/heads/main"}', 200, 0],
    ["a tag is none", '{"ref":"refs/tags/changes"}', 200, 0],
    ["a trial delivery is none", '{"zen":"Speak like a human."}', 200, 0],
    ["what is no JSON is refused", "payload=%7B%7D", 400, 0],
    ["a list is refused", "[]", 400, 0],
    ["nothing is refused", "", 400, 0],
    ["bytes that are no text are refused", new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]), 400, 0],
  ];
  for (const [name, body, status, wakes] of cases) {
    test(name, async () => {
      api = serveApi();
      const response = await deliver(body);
      expect([response.status, api.service.asked.length]).toEqual([status, wakes]);
    });
  }

  test("needs the right signature where a secret is set, also from this host", async () => {
    api = serveApi({ hookSecret: "s3cret" });
    const refused = await deliver(PUSH);
    expect([refused.status, refused.headers.get("content-type")]).toEqual([401, "application/problem+json"]);
    expect(await refused.json()).toMatchObject({ status: 401, code: "api.bad-signature" });
    const signature = sign(new TextEncoder().encode(PUSH), "s3cret");
    expect((await deliver(PUSH, { "x-gitea-signature": signature })).status).toBe(202);
    expect((await deliver(PUSH, { "x-gitlab-token": "s3cret" })).status).toBe(202);
    expect((await deliver(PUSH, { "x-gitlab-token": "s3cre" })).status).toBe(401);
    expect(api.service.asked).toEqual(["wake", "wake"]);
  });

  test("or a token that may sync", async () => {
    api = serveApi({ hookSecret: "s3cret", tokens: TOKENS });
    const sent = (token: string) => deliver(PUSH, { authorization: `Bearer ${token}` });
    expect([(await sent("forge-token")).status, (await sent("reader-token")).status, (await sent("x")).status]).toEqual(
      [202, 403, 401],
    );
  });

  test("without a secret it needs a token from anywhere but this host", async () => {
    api = serveApi({ tokens: TOKENS });
    const proxied = { "x-forwarded-for": "192.0.2.7" };
    expect((await deliver(PUSH, proxied)).status).toBe(401);
    expect((await deliver(PUSH, { ...proxied, authorization: "Bearer forge-token" })).status).toBe(202);
  });

  test("a delivery of 4 MiB is taken, a larger one is not", async () => {
    api = serveApi();
    // 37 bytes are there without padding.
    const padded = (bytes: number) => `{"ref":"refs/heads/changes","pad":"${"x".repeat(bytes - 37)}"}`;
    expect((await deliver(padded(4 * 1024 * 1024))).status).toBe(202);
    const refused = await deliver(padded(4 * 1024 * 1024 + 1));
    expect([refused.status, await refused.json()]).toMatchObject([413, { code: "api.too-large" }]);
  });

  test("is refused to pages of other sites", async () => {
    api = serveApi();
    const foreign = [{ origin: "https://evil.example" }, { "sec-fetch-site": "cross-site" }, { host: "evil.example" }];
    for (const headers of foreign) expect((await deliver(PUSH, headers as Record<string, string>)).status).toBe(403);
    expect(api.service.asked).toEqual([]);
  });
});
