import { describe, expect, test } from "bun:test";
import { configFlags, describeConfig, secretsOf } from "../../../src/config/describe.ts";
import { environmentName } from "../../../src/config/option.ts";
import { OPTION_KEYS, OPTIONS } from "../../../src/config/options.ts";
import { hasSecretFile, secretFileKey } from "../../../src/config/secret-file.ts";
import { configOf } from "../../support/config-input.ts";
import { errorOf } from "../../support/errors.ts";

const FILES = { "/run/token": "tok-123456\n" };
const BY_VARIABLE = { TIDEMARK_REMOTE_TOKEN_FILE: "/run/token" };

describe("a secret in a file of its own", () => {
  test.each([
    ["a flag", { flags: { "remote-token-file": "/run/token" } }, "--remote-token-file (/run/token)"],
    ["a variable", { env: BY_VARIABLE }, "TIDEMARK_REMOTE_TOKEN_FILE (/run/token)"],
    ["the file", { toml: '[remote]\ntoken_file = "/run/token"\n' }, "tidemark.toml:2 (/run/token)"],
  ] as const)("is named by %s; the origin is shown, the value never", (_, sources, origin) => {
    const config = configOf({ ...sources, files: FILES });
    expect(config.values["remote.token"]).toBe("tok-123456");
    const row = describeConfig(config).find(({ key }) => key === "remote.token");
    expect(row).toEqual({ key: "remote.token", value: "••••", origin });
    expect(secretsOf(config)).toEqual(["tok-123456"]);
    expect(config.warnings).toEqual([]);
  });

  test("wins and loses by its place, like any value", () => {
    const files = { ...FILES, "tidemark.toml": '[remote]\ntoken = "from-the-toml"\n' };
    expect(configOf({ env: BY_VARIABLE, files }).values["remote.token"]).toBe("tok-123456");
    const flags = { "remote-token": "from-the-flag" };
    expect(configOf({ flags, env: BY_VARIABLE, files }).values["remote.token"]).toBe("from-the-flag");
  });

  test.each([
    ["tok\n", "tok"],
    ["tok\r\n", "tok"],
    ["tok", "tok"],
    [" tok ", " tok "],
  ])("is %j without its line end", (text, secret) => {
    expect(configOf({ env: BY_VARIABLE, files: { "/run/token": text } }).values["remote.token"]).toBe(secret);
  });

  test("may be one of systemd's credentials", () => {
    const env = { TIDEMARK_REMOTE_TOKEN_FILE: "$CREDENTIALS_DIRECTORY/token", CREDENTIALS_DIRECTORY: "/run" };
    expect(configOf({ env, files: FILES }).values["remote.token"]).toBe("tok-123456");
  });

  test("gives a warning when others can read it", () => {
    const { warnings } = configOf({ env: BY_VARIABLE, files: FILES, openToOthers: true });
    expect(warnings.map(({ code }) => code)).toEqual(["config.readable-secret-file"]);
    expect(warnings[0]?.message).toContain("/run/token");
  });

  test("is there for every option that holds a secret, and for no other", () => {
    const names = new Set(configFlags().map(({ variable }) => variable));
    for (const key of OPTION_KEYS) {
      const isSecret = OPTIONS[key].secret !== "no";
      expect([key, hasSecretFile(key)]).toEqual([key, isSecret]);
      expect(names.has(environmentName(secretFileKey(key)))).toBe(isSecret);
    }
  });
});

const denied = Object.assign(new Error("no"), { code: "EACCES" });
const directory = Object.assign(new Error("no"), { code: "EISDIR" });

describe("is refused, with the file's name:", () => {
  test.each([
    ["a missing one", {}, "does not exist"],
    ["an unreadable one", { "/run/token": denied }, "cannot be read (EACCES)"],
    ["a directory", { "/run/token": directory }, "is a directory"],
    ["an empty one", { "/run/token": "" }, "is empty"],
    ["a line end alone", { "/run/token": "\n" }, "is empty"],
    ["one of several lines", { "/run/token": "tok-1\ntok-2\n" }, "has more than one line"],
    ["a binary one", { "/run/token": new Uint8Array([0xff, 0xfe, 0x00]) }, "is not text in UTF-8"],
    ["a NUL", { "/run/token": "tok\0en" }, "holds a control character"],
    ["a log", { "/run/token": "x".repeat(70_000) }, "has 70000 bytes, which is no secret"],
  ] as const)("%s", (_, files, reason) => {
    const error = errorOf(() => configOf({ env: BY_VARIABLE, files: { other: "", ...files } }));
    expect(error.code).toBe("config.secret-file");
    expect(error.exitCode).toBe(2);
    expect(error.message).toBe(`TIDEMARK_REMOTE_TOKEN_FILE: the file /run/token of remote.token ${reason}.`);
  });

  test("a credential without systemd", () => {
    const env = { TIDEMARK_REMOTE_TOKEN_FILE: "$CREDENTIALS_DIRECTORY/token" };
    expect(errorOf(() => configOf({ env })).message).toContain("CREDENTIALS_DIRECTORY is not set");
  });

  test.each(["ghp-0123456789", "https://robot:pw123@host/REST/A"])("the secret itself (%s), unquoted", (secret) => {
    const { message } = errorOf(() => configOf({ env: { TIDEMARK_REMOTE_TOKEN_FILE: secret } }));
    expect(message).toContain("does not exist");
    expect(message).not.toContain(secret);
  });

  test("a value and a file in one place, but not in two", () => {
    const env = { ...BY_VARIABLE, TIDEMARK_REMOTE_TOKEN: "tok-9" };
    const error = errorOf(() => configOf({ env, files: FILES }));
    expect(error.code).toBe("config.said-twice");
    expect(error.message).toContain("TIDEMARK_REMOTE_TOKEN says remote.token, and TIDEMARK_REMOTE_TOKEN_FILE");
    expect(error.message).not.toContain("tok-9");
  });

  test("a number for a path, an option that is no secret, and a misspelt variable", () => {
    expect(errorOf(() => configOf({ toml: "[remote]\ntoken_file = 7\n" })).code).toBe("config.wrong-type");
    expect(errorOf(() => configOf({ toml: 'chunk_file = "x"\n' })).code).toBe("config.unknown-key");
    const misspelt = errorOf(() => configOf({ env: { TIDEMARK_REMOTE_TOKEN_FIL: "x" } }));
    expect(misspelt.message).toContain("Did you mean TIDEMARK_REMOTE_TOKEN_FILE?");
  });
});
