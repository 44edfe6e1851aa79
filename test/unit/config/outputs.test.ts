import { describe, expect, test } from "bun:test";
import { configFlags, describeConfig, secretsOf } from "../../../src/config/describe.ts";
import { mirrorConfig } from "../../../src/config/mirror-config.ts";
import { requireMirror, requireOptions, requireToken } from "../../../src/config/require.ts";
import { configOf } from "../../support/config-input.ts";
import { errorOf } from "../../support/errors.ts";

const FULL = {
  toml: "[moneyworks]\nurl = 'http://bob:p%40ss@mw:6710/REST/Acme.moneyworks'\nfolder_password = 'opensesame'\n",
  env: { TIDEMARK_REMOTE_URL: "https://git.example/acme.git#main", TIDEMARK_REMOTE_TOKEN: "tok-123456" },
  flags: { chunk: "50" },
};

describe("the printed configuration", () => {
  const rows = Object.fromEntries(describeConfig(configOf(FULL)).map(({ key, ...row }) => [key, row]));

  test("says each value and where it came from", () => {
    expect(rows.chunk).toEqual({ value: "50", origin: "--chunk" });
    expect(rows.poll).toEqual({ value: "10m", origin: "default" });
    expect(rows.max_delete).toEqual({ value: "5%", origin: "default" });
    expect(rows["remote.url"]).toEqual({ value: "https://git.example/acme.git#main", origin: "TIDEMARK_REMOTE_URL" });
    expect(rows["moneyworks.ca"]).toEqual({ value: "", origin: "default" });
  });

  test("hides every secret", () => {
    expect(rows["remote.token"]?.value).toBe("••••");
    expect(rows["moneyworks.folder_password"]?.value).toBe("••••");
    expect(rows["moneyworks.url"]?.value).toBe("http://bob:••••@mw:6710/REST/Acme.moneyworks");
    expect(JSON.stringify(rows)).not.toMatch(/p%40ss|p@ss|opensesame|tok-123/);
  });

  test("covers every option once", () => {
    const names = configFlags()
      .map(({ name }) => name)
      .filter((name) => !name.endsWith("-file"));
    expect(names.length).toBe(Object.keys(rows).length);
    expect(new Set(names).size).toBe(names.length);
  });
});

test("the secrets are the token, the folder's password, and the URL's as written and as meant", () => {
  expect([...secretsOf(configOf(FULL))].sort()).toEqual(["opensesame", "p%40ss", "p@ss", "tok-123456"]);
  expect(secretsOf(configOf())).toEqual([]);
});

describe("what a mirror needs", () => {
  test("is handed out when it is all there", () => {
    expect(requireMirror(configOf(FULL)).remoteUrl).toBe("https://git.example/acme.git#main");
  });

  test.each([
    [{ ...FULL, toml: "" }, "config.missing", "moneyworks.url"],
    [{ ...FULL, env: {} }, "config.missing", "remote.url"],
  ])("or the missing one is named (%#)", (sources, code, option) => {
    const error = errorOf(() => requireMirror(configOf(sources)));
    expect([error.code as string, error.message.includes(option), error.exitCode]).toEqual([code, true, 2]);
    expect(error.hint).not.toContain("{");
  });

  test("a remote behind HTTP needs a token besides", () => {
    const error = errorOf(() => requireToken(configOf()));
    expect([error.code as string, error.message.includes("remote.token"), error.exitCode]).toEqual([
      "config.missing-token",
      true,
      2,
    ]);
    expect(() => requireToken(configOf(FULL))).not.toThrow();
  });

  test("what a command does not need may be missing", () => {
    expect(requireOptions(configOf(), "data").data).toBe("tidemark-data");
  });
});

describe("the published configuration", () => {
  const text = (sources: Parameters<typeof configOf>[0]) =>
    new TextDecoder().decode(mirrorConfig(configOf(sources)).bytes);

  test("has one fixed form", () => {
    const flags = { tables: "transaction,name", private: "name.phone,name.email", poll: "90s", "max-delete": "40" };
    expect(text({ flags })).toBe(
      [
        "{",
        '  "version": 1,',
        '  "check_at": "off",',
        '  "checkpoint": 5000,',
        '  "chunk": 100,',
        '  "full_at": "off",',
        '  "id_fields": [',
        '    "job.usertext",',
        '    "name.usertext",',
        '    "product.usertext",',
        '    "transaction.usertext"',
        "  ],",
        '  "incoming": [',
        '    "changes",',
        '    "edits/*"',
        "  ],",
        '  "max_delete": "40",',
        '  "max_promote": 500,',
        '  "overlap": "1m",',
        '  "poll": "1m30s",',
        '  "private": [',
        '    "name.email",',
        '    "name.phone"',
        "  ],",
        '  "sweep_every": "1d",',
        '  "tables": [',
        '    "name",',
        '    "transaction"',
        "  ]",
        "}",
        "",
      ].join("\n"),
    );
  });

  test("holds no URL, secret or path, and does not change with them", () => {
    expect(text({ ...FULL, flags: {} })).toBe(text({ flags: { data: "/elsewhere", "log-level": "debug" } }));
  });

  test("has the SHA-256 of its bytes, equal for the same settings in another spelling", () => {
    const one = mirrorConfig(configOf({ flags: { poll: "1h", tables: "name,job" } }));
    const other = mirrorConfig(configOf({ flags: { poll: "60m", tables: "job, name" } }));
    expect(one.hash).toBe(new Bun.CryptoHasher("sha256").update(one.bytes).digest("hex"));
    expect([other.hash === one.hash, mirrorConfig(configOf()).hash === one.hash]).toEqual([true, false]);
  });
});
