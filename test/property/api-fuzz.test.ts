import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import fc from "fast-check";
import { hashOf } from "../../src/api/security/tokens.ts";
import { judge, shots } from "../support/api-fuzz.ts";
import { type ApiServer, serveApi } from "../support/api-server.ts";
import { FakeService } from "../support/fake-service/fake-service.ts";
import { type OpenApi, operationsOf } from "../support/openapi.ts";

const SECRETS = ["hook-secret-9317", "token-of-writer", hashOf("token-of-writer")];
const TOKENS = [
  { name: "writer", scope: "write", sha256: hashOf("token-of-writer") },
  { name: "reader", scope: "read", sha256: hashOf("token-of-reader") },
] as const;
/** The tests are named by what it tells of, so that it is asked for before any runs. */
const DOCUMENT = await documentOf();
let api: ApiServer<FakeService>;

async function documentOf(): Promise<OpenApi> {
  await using some = serveApi();
  return (await (await some.get("/openapi.json")).json()) as OpenApi;
}

beforeAll(() => {
  const service = new FakeService({ runMs: 2, steps: 2 });
  for (const key of ["ROWAN", "A/B", "..", "\u202eevil"]) service.edit("name", key, "phone", "\u001b[2J\u009b1m");
  service.promote();
  service.promote({ outcome: "conflict", main: null, branch: "edits/\u001b]0;x\u0007" });
  service.halt("remote.main-moved", "main was moved by <script>", "look", [{ way: "adopt-theirs", effect: "theirs" }]);
  api = serveApi({ service, tokens: TOKENS, hookSecret: SECRETS[0] ?? "" });
});
afterAll(() => api[Symbol.asyncDispose]());

describe("whatever is sent to", () => {
  for (const [at, operation] of operationsOf(DOCUMENT).entries()) {
    test(`${operation.method} ${operation.path}`, async () => {
      const target = { url: api.url, document: DOCUMENT, secrets: SECRETS };
      const property = fc.asyncProperty(shots(operation), (shot) => judge(target, operation, shot));
      await fc.assert(property, { numRuns: 80, seed: 20250331 + at, endOnFailure: true });
      expect(api.log.entries.filter(({ level }) => level === "error")).toEqual([]);
    });
  }
});
