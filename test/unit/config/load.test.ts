import { describe, expect, test } from "bun:test";
import { loadConfig, originText } from "../../../src/config/load.ts";
import { MIRRORED_TABLES } from "../../../src/config/table-types.ts";
import { type ConfigSources, configOf } from "../../support/config-input.ts";
import { errorOf } from "../../support/errors.ts";

describe("a value", () => {
  const toml = "\nchunk = 30\n[moneyworks]\nurl = 'http://file'\n";
  const env = { TIDEMARK_CHUNK: "40", PATH: "/bin" };
  test.each([
    ["is the default when nobody sets it", {}, 100, "default"],
    ["comes from the file", { toml }, 30, "tidemark.toml:2"],
    ["comes from the environment before the file", { toml, env }, 40, "TIDEMARK_CHUNK"],
    ["comes from a flag before everything", { toml, env, flags: { chunk: "50" } }, 50, "--chunk"],
    ["ignores an empty variable", { toml, env: { TIDEMARK_CHUNK: "" } }, 30, "tidemark.toml:2"],
  ] as [string, ConfigSources, number, string][])("%s", (_, sources, chunk, origin) => {
    const config = configOf(sources);
    expect([config.values.chunk, originText(config.origins.chunk)]).toEqual([chunk, origin]);
  });

  test("in a section is found under its path, with its line", () => {
    const config = configOf({ toml });
    expect(config.values["moneyworks.url"]).toBe("http://file");
    expect(config.origins["moneyworks.url"]).toEqual({ kind: "file", file: "tidemark.toml", line: 4 });
  });
});

describe("each kind of value", () => {
  test.each([
    ["poll", "90s", 90_000],
    ["poll", "1h30m", 5_400_000],
    ["overlap", "0s", 0],
    ["max_delete", "7.5%", { share: 0.075, count: 20 }],
    ["max_delete", "300", { share: null, count: 300 }],
    ["tables", " name, transaction,,name ", ["name", "transaction"]],
    ["private", "Name.Phone, detail.gross", ["name.phone", "detail.gross"]],
    ["log.level", "debug", "debug"],
    ["remote.auth", "bearer", "bearer"],
  ] as const)("%s reads %j from a flag", (key, text, value) => {
    const flags = { [key.replace(/[._]/g, "-")]: text };
    expect<unknown>(configOf({ flags }).values[key]).toEqual(value);
  });

  test("has its natural form in the file", () => {
    const toml = 'tables = ["name", "job"]\nmax_delete = 40\nprivate = []\n[log]\nformat = "json"\n';
    const { values } = configOf({ toml });
    expect<unknown>([values.tables, values.max_delete, values.private, values["log.format"]]).toEqual([
      ["name", "job"],
      { share: null, count: 40 },
      [],
      "json",
    ]);
  });
});

test("the default tables are all but login, and detail, which lives in transaction", () => {
  expect(MIRRORED_TABLES.map(String)).toContain("transaction");
  expect(MIRRORED_TABLES.length).toBe(29);
  expect(MIRRORED_TABLES.map(String).filter((table) => ["login", "detail"].includes(table))).toEqual([]);
});

describe("is refused:", () => {
  const refusals: { name: string; sources: ConfigSources; code: string; message: string }[] = [
    {
      name: "an unknown key, with a suggestion",
      sources: { toml: 'chunk = 10\n[remote]\nurll = "x"\n' },
      code: "config.unknown-key",
      message: "tidemark.toml:3 sets 'remote.urll', which is not an option. Did you mean remote.url?",
    },
    {
      name: "a key outside its section",
      sources: { toml: 'folder_password = "x"\n' },
      code: "config.unknown-key",
      message:
        "tidemark.toml:1 sets 'folder_password', which is not an option. Did you mean moneyworks.folder_password?",
    },
    {
      name: "a quoted key that only looks like a path",
      sources: { toml: '"log.level" = "info"\n' },
      code: "config.unknown-key",
      message: "tidemark.toml:1 sets '\"log.level\"', which is not an option. Did you mean log.level?",
    },
    {
      name: "a section nobody knows",
      sources: { toml: '[tide]\nlisten = "x"\n' },
      code: "config.unknown-key",
      message: "tidemark.toml:2 sets 'tide.listen', which is not an option.",
    },
    {
      name: "a number that is a text",
      sources: { toml: '# sizes\nchunk = "100"\n' },
      code: "config.wrong-type",
      message: "tidemark.toml:2: 'chunk' must be a whole number from 10 to 1000; found \"100\".",
    },
    {
      name: "a fraction",
      sources: { flags: { chunk: "10.5" } },
      code: "config.wrong-type",
      message: "--chunk: 'chunk' must be a whole number from 10 to 1000; found \"10.5\".",
    },
    {
      name: "a number out of range",
      sources: { env: { TIDEMARK_CHUNK: "9" } },
      code: "config.out-of-range",
      message: "TIDEMARK_CHUNK: 'chunk' must be a whole number from 10 to 1000; found \"9\".",
    },
    {
      name: "a duration without a unit",
      sources: { toml: "poll = 600\n" },
      code: "config.wrong-type",
      message:
        "tidemark.toml:1: 'poll' must be a duration with its unit, such as 90s, 10m or 1h, from 1s to 7d; found 600.",
    },
    { name: "a duration too long", sources: { flags: { poll: "8d" } }, code: "config.out-of-range", message: "--poll" },
    {
      name: "more than everything",
      sources: { flags: { "max-delete": "101%" } },
      code: "config.out-of-range",
      message: "101%",
    },
    { name: "half a record", sources: { flags: { "max-delete": "1.5" } }, code: "config.wrong-type", message: "1.5" },
    { name: "no tables", sources: { toml: "tables = []\n" }, code: "config.wrong-type", message: "found a list" },
    {
      name: "tables that are no texts",
      sources: { toml: "tables = [1]\n" },
      code: "config.wrong-type",
      message: "a list",
    },
    {
      name: "an unknown table, with a suggestion",
      sources: { flags: { tables: "name,prodct" } },
      code: "config.unknown-table",
      message: "--tables: 'tables' names prodct, and MoneyWorks has no such table. Did you mean product?",
    },
    {
      name: "the login table",
      sources: { flags: { tables: "Login" } },
      code: "config.login-table",
      message: "never mirrored",
    },
    {
      name: "the detail table",
      sources: { flags: { tables: "detail" } },
      code: "config.detail-table",
      message: "--tables",
    },
    {
      name: "a private field without table",
      sources: { flags: { private: "phone" } },
      code: "config.wrong-type",
      message: '"phone"',
    },
    {
      name: "a private field of no table",
      sources: { flags: { private: "nme.x" } },
      code: "config.unknown-table",
      message: "nme.x",
    },
    {
      name: "an unknown word",
      sources: { flags: { "log-level": "loud" } },
      code: "config.wrong-type",
      message: '"loud"',
    },
    {
      name: "an empty flag",
      sources: { flags: { data: "" } },
      code: "config.wrong-type",
      message: 'found ""',
    },
    {
      name: "a section instead of a value",
      sources: { toml: "[data]\nx = 1\n" },
      code: "config.wrong-type",
      message: "found a section",
    },
    {
      name: "an unknown variable, with a suggestion",
      sources: { env: { TIDEMARK_REMOTE_TOKN: "hunter2" } },
      code: "config.unknown-variable",
      message: "The environment sets TIDEMARK_REMOTE_TOKN, which is not an option. Did you mean TIDEMARK_REMOTE_TOKEN?",
    },
    {
      name: "a named file that is not there",
      sources: { configFile: "/etc/none.toml" },
      code: "config.no-file",
      message: "/etc/none.toml",
    },
    {
      name: "a file named by the environment that is not there",
      sources: { env: { TIDEMARK_CONFIG: "other.toml" } },
      code: "config.no-file",
      message: "other.toml",
    },
  ];
  test.each(refusals)("$name", ({ sources, code, message }) => {
    const error = errorOf(() => configOf(sources));
    expect(error.code as string).toBe(code);
    expect(error.message).toContain(message);
    expect([error.exitCode, `${error.message}${error.hint}`.includes("{")]).toEqual([2, false]);
  });

  test.each([
    [EACCES(), "config.not-yours" as const, "tidemark.toml"],
    [new Error("odd"), "config.unreadable-file" as const, "odd"],
  ])("a file that cannot be read", (reason, code, said) => {
    const readFile = () => {
      throw reason;
    };
    const error = errorOf(() => loadConfig({ flags: {}, env: {}, readFile }));
    expect([error.code, error.message.includes(said)]).toEqual([code, true]);
  });
});

describe("warns of", () => {
  const codes = (sources: ConfigSources) => configOf(sources).warnings.map(({ code }) => code);
  const toml = "[remote]\ntoken = 'abc'\n";

  test("a secret in a file that others can read", () => {
    const [warning] = configOf({ toml, openToOthers: true }).warnings;
    expect(warning?.code).toBe("config.readable-secret");
    expect(warning?.message).toBe("tidemark.toml holds remote.token and can be read by every account of this host.");
    expect(warning?.hint).toContain("TIDEMARK_REMOTE_TOKEN");
  });

  test("a secret on the command line", () => {
    expect(codes({ flags: { "moneyworks-url": "http://a:b@h/REST/x" } })).toEqual(["config.secret-in-arguments"]);
  });

  test("private fields that MoneyWorks is not known to have, naming the closest", () => {
    const { warnings, values } = configOf({
      env: { TIDEMARK_PRIVATE: "name.phone,name.nope,detail.gros,name.phonee" },
    });
    const said = warnings.map(({ message }) =>
      /^private names (\S+), .* hidden by it\.( Did you mean (\S+)\?)?$/.exec(message),
    );
    expect(said.map((found) => [found?.[1], found?.[3]])).toEqual([
      ["name.nope", undefined],
      ["detail.gros", "detail.gross"],
      ["name.phonee", "name.phone"],
    ]);
    expect(new Set(warnings.map(({ code }) => code))).toEqual(new Set(["config.unknown-private-field"]));
    expect(values.private).toContain("name.nope");
  });

  test("a poll below ten minutes", () => {
    expect([codes({ flags: { poll: "9m59s" } }), codes({ flags: { poll: "10m" } })]).toEqual([
      ["config.short-poll"],
      [],
    ]);
  });

  test.each([
    ["a private file", { toml }],
    ["an open file without a secret", { toml: "chunk = 10\n", openToOthers: true }],
    [
      "a secret in the environment over one in an open file",
      { toml, openToOthers: true, env: { TIDEMARK_REMOTE_TOKEN: "x" } },
    ],
  ] as [string, ConfigSources][])("nothing for %s", (_, sources) => expect(codes(sources)).toEqual([]));
});

function EACCES(): Error {
  return Object.assign(new Error("permission denied"), { code: "EACCES" });
}
