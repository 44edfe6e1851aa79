import { describe, expect, test } from "bun:test";
import {
  addGitSettings,
  type GitSetting,
  heldSettings,
  judgeSettings,
  type SettingChange,
  withGitSettings,
} from "../../../src/config/git-settings.ts";
import { mirrorConfig } from "../../../src/config/mirror-config.ts";
import { type ConfigSources, configOf } from "../../support/config-input.ts";

const SECRETS = {
  env: { TIDEMARK_REMOTE_TOKEN: "tok-123456", TIDEMARK_MONEYWORKS_URL: "http://bob:pw@mw:6710/REST/Acme" },
};

function published(sources: ConfigSources = {}): Record<string, unknown> {
  return JSON.parse(new TextDecoder().decode(mirrorConfig(configOf(sources)).bytes));
}

/** The published file with these settings changed; undefined leaves one out. */
function file(changes: Readonly<Record<string, unknown>>, sources: ConfigSources = {}): string {
  return JSON.stringify({ ...published(sources), ...changes });
}

function judge(theirs: string, sources: ConfigSources = {}, base: string | null = file({}, sources)) {
  const host = configOf(sources);
  return judgeSettings({ base, theirs }, { host, now: host });
}

function summary({ changes, faults }: ReturnType<typeof judge>): readonly string[] {
  return [
    ...changes.map(({ key, verdict, base, theirs, ours }) => `${verdict} ${key}: ${base} -> ${theirs} (${ours})`),
    ...faults.map(({ key, text }) => `${key ?? "-"}: ${text}`),
  ];
}

describe("an edited configuration", () => {
  test.each([
    ["a duration", { poll: "5m" }, "change poll: 10m -> 5m (10m)"],
    ["a number", { chunk: 50 }, "change chunk: 100 -> 50 (100)"],
    ["a list", { private: ["name.phone"] }, "change private:  -> name.phone ()"],
    ["a limit as a share", { max_delete: "7%" }, "change max_delete: 5% -> 7% (5%)"],
    ["a limit as a number", { max_delete: 40 }, "change max_delete: 5% -> 40 (5%)"],
    ["what can be off", { sweep_every: "off" }, "change sweep_every: 1d -> off (1d)"],
    [
      "the incoming branches",
      { incoming: ["edits/*"] },
      "change incoming: changes,edits/* -> edits/* (changes,edits/*)",
    ],
    ["no incoming branch", { incoming: [] }, "change incoming: changes,edits/* -> off (changes,edits/*)"],
  ])("changes %s", (_name, changes, expected) => {
    expect(summary(judge(file(changes)))).toEqual([expected]);
  });

  test.each([
    ["nothing", file({})],
    ["a duration in another unit", file({ poll: "600s" })],
    ["lists in another order", file({ incoming: ["edits/*", "changes"] })],
    ["another layout", JSON.stringify(JSON.parse(file({})), null, "\t")],
    ["keys in another order", JSON.stringify(Object.fromEntries(Object.entries(published()).reverse()))],
    ["settings left out that nobody ever set", JSON.stringify({ version: 1 })],
  ])("asks for nothing with %s", (_name, theirs) => {
    expect(summary(judge(theirs))).toEqual([]);
  });

  test.each([
    ["text that is no JSON", "{", "-: It is not JSON."],
    ["an empty file", "", "-: It is not JSON."],
    ["a list", "[]", "-: It is no JSON object."],
    ["null", "null", "-: It is no JSON object."],
    ["another version", file({ version: 2 }), "-: Its version must be 1."],
    ["a version in quotes", file({ version: "1" }), "-: Its version must be 1."],
    ["no version", file({ version: undefined }), "-: Its version must be 1."],
    ["a setting twice", file({}).replace('"poll"', '"poll":"5m","poll"'), "-: poll stands in it twice."],
    [
      "a setting twice, once in other characters",
      file({}).replace('"poll"', '"p\\u006fll":"5m","poll"'),
      "-: poll stands in it twice.",
    ],
    ["a number as text", file({ chunk: "50" }), "chunk: chunk must be a whole number from 10 to 1000."],
    ["a number out of its range", file({ chunk: 1e9 }), "chunk: chunk must be a whole number from 10 to 1000."],
    [
      "a duration without a unit",
      file({ poll: 600 }),
      "poll: poll must be a duration with its unit, such as 90s, 10m or 1h, from 1s to 7d.",
    ],
    [
      "null for a value",
      file({ checkpoint: null }),
      "checkpoint: checkpoint must be a whole number from 1 to 1000000.",
    ],
    [
      "an unknown table",
      file({ tables: ["names"] }),
      "tables: tables must be table names, such as name, product and transaction.",
    ],
    [
      "the table of log-ins",
      file({ tables: ["login"] }),
      "tables: tables must be table names, such as name, product and transaction.",
    ],
    ["a name that is no setting", file({ pol: "5m" }), "pol: pol is no setting. Did you mean poll?"],
    ["a prototype", file({}).replace("{", '{"__proto__":{"poll":"1s"},'), "__proto__: __proto__ is no setting."],
    ["a constructor", file({ constructor: 1 }), "constructor: constructor is no setting."],
    [
      "a secret",
      file({ "remote.token": "x" }),
      "remote.token: remote.token is set on the host alone; it can be neither read nor set here.",
    ],
    [
      "a URL",
      file({ "moneyworks.url": "http://evil" }),
      "moneyworks.url: moneyworks.url is set on the host alone; it can be neither read nor set here.",
    ],
    [
      "a setting of this host",
      file({ data: "/etc" }),
      "data: data is set on the host alone; it can be neither read nor set here.",
    ],
  ])("is refused with %s", (_name, theirs, expected) => {
    expect(summary(judge(theirs, SECRETS))).toEqual([expected]);
  });

  test("names every fault at once, and quotes no value", () => {
    const { faults } = judge(file({ chunk: "SECRET", poll: "SECRET", tables: ["SECRET"], "remote.token": "SECRET" }));
    expect(faults.map(({ key }) => key).sort()).toEqual(["chunk", "poll", "remote.token", "tables"]);
    expect(JSON.stringify(faults)).not.toContain("SECRET");
  });

  test("cuts a name that is no name, and a file that is none", () => {
    const [fault] = judge(file({ ["k".repeat(60_000)]: 1 })).faults;
    expect(fault?.key).toBe(`${"k".repeat(80)}…`);
    expect(summary(judge(file({ private: Array.from({ length: 9000 }, (_, i) => `name.f${i}`) })))).toEqual([
      "-: It is longer than 65536 characters.",
    ]);
    expect(summary(judge(`{"version":1,"tables":${"[".repeat(30_000)}${"]".repeat(30_000)}}`))).toHaveLength(1);
  });

  test("cannot change what a flag or the environment fixes, but may repeat it", () => {
    const flags = { flags: { poll: "20m" } };
    expect(summary(judge(file({ poll: "5m" }, flags), flags))).toEqual([
      "poll: poll is set by --poll on the host, which goes before the repository.",
    ]);
    const env = { env: { TIDEMARK_POLL: "20m" } };
    expect(judge(file({ poll: "5m" }, env), env).faults[0]?.text).toContain("TIDEMARK_POLL");
    expect(summary(judge(file({ chunk: 50, poll: undefined }, flags), flags))).toEqual([
      "change chunk: 100 -> 50 (100)",
    ]);
  });
});

describe("three sides of a setting", () => {
  const host = configOf({ toml: "poll = '20m'\n" });
  const at = (poll: string) => withGitSettings(host, [setting({ value: poll })]);
  const judged = (base: string | undefined, theirs: string | undefined, now: string) => {
    const text = (poll: string | undefined) => file({ poll });
    return summary(judgeSettings({ base: text(base), theirs: text(theirs) }, { host, now: at(now) }));
  };

  test.each([
    ["changed by the commit alone", "5m", "7m", "5m", ["change poll: 5m -> 7m (5m)"]],
    ["changed by both alike", "5m", "7m", "7m", ["held poll: 5m -> 7m (7m)"]],
    ["changed by both differently", "5m", "7m", "9m", ["conflict poll: 5m -> 7m (9m)"]],
    ["changed by others alone", "5m", "5m", "9m", []],
    ["left out goes back to the host's", "5m", undefined, "5m", ["change poll: 5m -> 20m (5m)"]],
    ["left out, and changed by others", "5m", undefined, "9m", ["conflict poll: 5m -> 20m (9m)"]],
    ["left out by both", undefined, undefined, "9m", []],
    ["that was not there before", undefined, "7m", "20m", ["change poll: 20m -> 7m (20m)"]],
  ] as const)("%s", (_name, base, theirs, now, expected) => {
    expect(judged(base, theirs, now)).toEqual([...expected]);
  });

  test("a beginning that cannot be read is taken for what is in force", () => {
    const now = at("5m");
    const told = (base: string | null) => summary(judgeSettings({ base, theirs: file({ poll: "7m" }) }, { host, now }));
    expect(told(file({ poll: "never" }))).toEqual(["change poll: 5m -> 7m (5m)"]);
    expect(told(null)).toEqual(["conflict poll: 20m -> 7m (5m)"]);
  });
});

function setting(parts: Partial<GitSetting> = {}): GitSetting {
  return { key: "poll", value: "5m", over: "20m", commit: "0123456789abcdef", ...parts };
}

describe("a setting that a commit changed", () => {
  const host = (poll: string) => configOf({ toml: `poll = '${poll}'\n` });

  test("is in force, and says where it comes from", () => {
    const { values, origins } = withGitSettings(host("20m"), [setting()]);
    expect([values.poll, origins.poll, origins.chunk]).toEqual([
      300_000,
      { kind: "git", commit: "0123456789abcdef" },
      { kind: "default" },
    ]);
  });

  test.each([
    ["the host says something else by now", host("30m"), setting()],
    ["the host fixes it by a flag", configOf({ flags: { poll: "20m" } }), setting()],
    ["the host fixes it in the environment", configOf({ env: { TIDEMARK_POLL: "20m" } }), setting()],
    ["its value is none any more", host("20m"), setting({ value: "soon" })],
    ["it is a setting of the host alone", host("20m"), setting({ key: "data", value: "/etc", over: "tidemark-data" })],
    ["nobody knows it", host("20m"), setting({ key: "constructor" as "poll" })],
  ])("is left out where %s", (_name, config, one) => {
    const { values, origins } = withGitSettings(config, [one]);
    expect([values, origins]).toEqual([config.values, config.origins]);
  });

  describe("whose host said so by default alone", () => {
    const off = setting({ key: "incoming", value: [], over: "changes,edits/*", byDefault: true });
    const explicit = configOf({ toml: "incoming = ['changes', 'edits/*']\n" });

    test("holds while nobody writes there", () => {
      expect(withGitSettings(configOf(), [off]).values.incoming).toEqual([]);
    });

    test("goes when somebody writes the same words there", () => {
      const { values, origins } = withGitSettings(explicit, [off]);
      expect([values.incoming, origins.incoming.kind]).toEqual([["changes", "edits/*"], "file"]);
      expect(heldSettings(explicit, [off, setting({ key: "chunk", value: 50, over: "100" })])).toHaveLength(1);
    });

    test("is told from one whose host had written it", () => {
      const change = { verdict: "change", base: "", ours: "", theirs: "off", value: [] } as const;
      const added = (config: typeof explicit) =>
        addGitSettings([], [{ key: "incoming", ...change }], { host: config, commit: "c" })[0]?.byDefault;
      expect([added(configOf()), added(explicit)]).toEqual([true, false]);
      expect(withGitSettings(explicit, [{ ...off, byDefault: false }]).values.incoming).toEqual([]);
    });
  });

  test("holds again without the flag that went before it", () => {
    expect(heldSettings(configOf({ flags: { poll: "30m" } }), [setting()])).toEqual([setting()]);
  });

  test("replaces an earlier one, and goes when it is the host's again", () => {
    const change = (theirs: string): SettingChange => {
      return { key: "poll", verdict: "change", base: "20m", theirs, ours: "20m", value: theirs };
    };
    const others = [setting({ key: "chunk", value: 50, over: "100" })];
    const added = addGitSettings([...others, setting()], [change("7m")], { host: host("20m"), commit: "c2" });
    expect(added).toEqual([...others, setting({ value: "7m", byDefault: false, commit: "c2" })]);
    expect(addGitSettings(added, [change("20m")], { host: host("20m"), commit: "c3" })).toEqual(others);
  });
});
