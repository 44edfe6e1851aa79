import { describe, expect, test } from "bun:test";
import { type Setting, setInToml } from "../../../src/config/set-in-toml.ts";
import { errorOf } from "../../support/errors.ts";

const set = (text: string, ...settings: Setting[]) => setInToml("t.toml", text, settings);
const URL: Setting = { key: "remote.url", value: "https://h/a.git" };
const LINE = 'url = "https://h/a.git"';

describe("an option is set", () => {
  test.each([
    ["in its section", "[remote]\nauth = 'basic'\n", `[remote]\n${LINE}\nauth = 'basic'\n`],
    ["in place of what is commented out", "[remote]\n# url = 'x'\n[log]\n", `[remote]\n${LINE}\n[log]\n`],
    [
      "not in place of another section's comment",
      "[remote]\n[log]\n# url = 'x'\n",
      `[remote]\n${LINE}\n[log]\n# url = 'x'\n`,
    ],
    ["in place of another value", "[remote]\nurl = 'x'\n", `[remote]\n${LINE}\n`],
    ["in place of a value of several lines", "[remote]\nurl = '''\nx\ny'''\n", `[remote]\n${LINE}\n`],
    ["in place of a dotted key", "remote.url = 'x'\n", 'remote.url = "https://h/a.git"\n'],
    ["in a section of its own", "chunk = 10\n", `chunk = 10\n\n[remote]\n${LINE}\n`],
  ])("%s", (_, before, after) => {
    expect(set(before, URL)).toBe(after);
  });

  test("before the first section when it has none", () => {
    const text = "# Ours.\n\n[remote]\n";
    expect(set(text, { key: "data", value: 'C:\\Data "x"' })).toBe(
      '# Ours.\n\ndata = "C:\\\\Data \\"x\\""\n[remote]\n',
    );
  });

  test("as the option's own kind, and read back the same", () => {
    const settings: Setting[] = [
      { key: "chunk", value: 50 },
      { key: "tables", value: ["name", "job"] },
      { key: "api.trust_loopback", value: false },
      { key: "poll", value: 90_000 },
      { key: "max_delete", value: { share: null, count: 40 } },
      { key: "api.listen", value: null },
    ];
    const text = set("", ...settings);
    expect(text).toContain("chunk = 50\n");
    expect(text).toContain("trust_loopback = false\n");
  });

  test("in place of the file that it stood in", () => {
    expect(set("[remote]\ntoken_file = '/t'\n", { key: "remote.token", value: "x" })).toBe('[remote]\ntoken = "x"\n');
  });

  test("or it is said that this file cannot be changed so", () => {
    const error = errorOf(() => set("remote = { url = 'x' }\n", URL));
    expect(["config.cannot-edit", "config.syntax"]).toContain(error.code);
  });
});
