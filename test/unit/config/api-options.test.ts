import { describe, expect, test } from "bun:test";
import { describeConfig, secretsOf } from "../../../src/config/describe.ts";
import { hostsType } from "../../../src/config/hosts-type.ts";
import { loadConfig } from "../../../src/config/load.ts";
import { tokensType } from "../../../src/config/token-type.ts";
import { errorOf } from "../../support/errors.ts";

const HASH = "0123456789abcdef".repeat(4);

function load(env: Readonly<Record<string, string>>) {
  return loadConfig({ flags: {}, env, readFile: () => null });
}

describe("api.tokens", () => {
  test("are a name, a scope and a hash", () => {
    const { values } = load({ TIDEMARK_API_TOKENS: `ada:read:${HASH}, forge:SYNC:${HASH.toUpperCase()}` });
    expect(values["api.tokens"]).toEqual([
      { name: "ada", scope: "read", sha256: HASH },
      { name: "forge", scope: "sync", sha256: HASH },
    ]);
    expect(tokensType.format(values["api.tokens"])).toBe(`ada:read:${HASH},forge:sync:${HASH}`);
  });

  test.each([
    "tidemark_the-token-itself-4711",
    "ada:read:tidemark_the-token-itself-4711",
    `ada:admin:${HASH}`,
    `ada:read:${HASH.slice(1)}`,
    `:read:${HASH}`,
    `ada:read:${HASH},ada:write:${HASH}`,
  ])("%s is refused, and not repeated", (text) => {
    const error = errorOf(() => load({ TIDEMARK_API_TOKENS: text }));
    expect([error.code as string, error.exitCode]).toEqual(["config.wrong-type", 2]);
    expect(`${error.message}${error.hint}`).not.toMatch(/4711|0123456789abcdef/);
  });

  test("are shown by name and scope", () => {
    const config = load({ TIDEMARK_API_TOKENS: `ada:read:${HASH}` });
    const row = describeConfig(config).find(({ key }) => key === "api.tokens");
    expect(row?.value).toBe("ada:read:••••");
    const none = describeConfig(load({})).find(({ key }) => key === "api.tokens");
    expect(none?.value).toBe("");
    expect(secretsOf(config)).toEqual([]);
  });
});

describe("api.hosts", () => {
  test.each([
    ["tidemark.example", ["tidemark.example"]],
    ["A.Example, b", ["a.example", "b"]],
  ])("%s", (text, hosts) => {
    expect(hostsType.parse({ kind: "text", value: text })).toEqual({ value: hosts });
  });

  test.each(["a.example:80", "https://a.example", "a b", "a..b", "-a", "a/b", "*"])("%s is refused", (text) => {
    expect(hostsType.parse({ kind: "text", value: text })).toHaveProperty("problem");
  });
});

test("api.listen is port 80 of this host unless somebody says otherwise", () => {
  const { values, origins } = load({});
  expect([values["api.listen"], origins["api.listen"].kind]).toEqual([{ hostname: "127.0.0.1", port: 80 }, "default"]);
});
