import { describe, expect, test } from "bun:test";
import { hashOf } from "../../../src/api/security/tokens.ts";
import { runCommand } from "../../../src/cli/main.ts";
import { tokensType } from "../../../src/config/token-type.ts";
import { serveApi } from "../../support/api-server.ts";
import { FakeHost } from "../../support/fake-host.ts";

async function made(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const host = new FakeHost({ args: ["token", ...args], env });
  const code = await runCommand(host, 0);
  return { code, out: host.output, err: host.errors };
}

/** What the printed lines put into the configuration. */
function tokensIn(out: string) {
  const { tokens } = (Bun.TOML.parse(out.slice(out.indexOf("[api]"))) as { api: { tokens: string[] } }).api;
  const parsed = tokensType.parse({ kind: "toml", value: tokens });
  if (!("value" in parsed)) throw new Error(`not taken: ${tokens}`);
  return parsed.value;
}

describe("tidemark token", () => {
  test("prints a token once, and the line that lets it in", async () => {
    const { code, out } = await made(["ada", "--scope", "sync"]);
    const token = out.split("\n")[0] ?? "";
    expect([code, /^tidemark_[\w-]{43}$/.test(token)]).toEqual([0, true]);
    const tokens = tokensIn(out);
    expect(tokens).toEqual([{ name: "ada", scope: "sync", sha256: hashOf(token) }]);
    await using api = serveApi({ trustLoopback: false, tokens });
    const as = (sent: string) => api.get("/status", { headers: { authorization: `Bearer ${sent}` } });
    expect([(await as(token)).status, (await as(`${token}x`)).status]).toEqual([200, 401]);
  });

  test("makes another each time", async () => {
    expect((await made(["ada"])).out).not.toBe((await made(["ada"])).out);
  });

  test("keeps the tokens that there are, and reads alone unless more is asked for", async () => {
    const known = `forge:write:${"0".repeat(64)}`;
    const { out } = await made(["ada"], { TIDEMARK_API_TOKENS: known });
    expect(tokensIn(out).map(({ name, scope }) => `${name} ${scope}`)).toEqual(["forge write", "ada read"]);
  });

  test("as JSON tells the same", async () => {
    const { out } = await made(["ada", "--json"]);
    const told = JSON.parse(out);
    expect(told).toEqual({
      name: "ada",
      scope: "read",
      token: told.token,
      sha256: hashOf(told.token),
      tokens: [`ada:read:${hashOf(told.token)}`],
    });
  });

  test.each([
    [["a b"], "api.token-name"],
    [[""], "api.token-name"],
    [["a:b"], "api.token-name"],
    [["x".repeat(41)], "api.token-name"],
    [["forge"], "api.token-name"],
    [["ada", "--scope", "admin"], "usage.bad-value"],
    [[], "usage.arguments"],
  ])("%j is refused with %s", async (args, code) => {
    const told = await made(args, { TIDEMARK_API_TOKENS: `forge:write:${"0".repeat(64)}` });
    expect([told.code, told.out]).toEqual([2, ""]);
    expect(told.err).toContain(`(${code})`);
  });
});
