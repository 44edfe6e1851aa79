import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { parseConfigFile } from "../../../src/config/toml-file.ts";
import { keyLines, lineOf, pathText } from "../../../src/lib/toml-lines.ts";
import { configOf } from "../../support/config-input.ts";
import { errorOf } from "../../support/errors.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

describe("the line of a key", () => {
  const cases: [name: string, toml: string, lines: Record<string, number>][] = [
    ["in the order of the file", "a = 1\nb = 2\n", { a: 1, b: 2 }],
    ["after comments and blank lines", "# a = 0\n\n  a = 1 # b = 2\nb = 3", { a: 3, b: 4 }],
    ["in a section", "[x]\na = 1\n[ y . z ]\nb = 2\n", { x: 1, "x.a": 2, "y.z": 3, "y.z.b": 4 }],
    ["dotted, with blanks and quotes", "a . 'b'.\"c\" = 1\n", { "a.b.c": 1 }],
    ["quoted and odd", "\"a b\" = 1\n'x.y' = 2\n", { '"a b"': 1, '"x.y"': 2 }],
    ["after a list of several lines", 'a = [\n  "x", # ]\n  "]",\n]\nb = 1\n', { a: 1, b: 5 }],
    [
      "after nested lists and inline tables",
      "a = [[1], [{b = 2}]]\nc = {d = 1, e = [2]}\nf = 1\n",
      { a: 1, c: 2, f: 3 },
    ],
    ["after a text of several lines", 'a = """\nb = 1\n""\\""" \n"""\nc = 1\n', { a: 1, c: 5 }],
    ["after a literal text of several lines", "a = '''\nb = 1\n'' '''\nc = 1\n", { a: 1, c: 4 }],
    ["after escaped quotes and signs in texts", 'a = "\\"#[{" # "\nb = \'\\\'\nc = 1', { a: 1, b: 2, c: 3 }],
    ["after a comment with quotes in a list", "a = [ # don't\n1,\n]\nb = 1\n", { a: 1, b: 4 }],
    ["with Windows line ends and a byte order mark", "\ufeffa = 1\r\n[s]\r\nb = 2\r\n", { a: 1, s: 2, "s.b": 3 }],
    ["in an array of tables: the first", "[[x]]\na = 1\n[[x]]\na = 2\n", { x: 1, "x.a": 2 }],
    ["beside numbers and dates", "a = 2020-01-01T00:00:00Z\nb = +1_000\nc = inf\n", { a: 1, b: 2, c: 3 }],
  ];
  test.each(cases)("%s", (_, toml, lines) => {
    Bun.TOML.parse(toml);
    expect(Object.fromEntries(keyLines(toml))).toEqual(lines);
  });

  test("inside an inline table is that of its nearest parent, and 1 where nothing is known", () => {
    const lines = keyLines("\n[a]\nb = {c = 1}\n");
    expect([lineOf(lines, ["a", "b", "c"]), lineOf(lines, ["a", "z"]), lineOf(lines, ["q"])]).toEqual([3, 2, 1]);
  });

  test("is found for every key that the parser finds, whatever stands between", () => {
    const comment = fc.stringMatching(/^[ -~]{0,12}$/).map((text) => `# ${text}`);
    const value = fc.oneof(
      fc.string({ unit: "grapheme-ascii" }).map((text) => JSON.stringify(text)),
      fc.integer().map(String),
      fc
        .array(fc.string({ unit: "grapheme-ascii" }))
        .map((list) => `[\n${list.map((s) => JSON.stringify(s)).join(",\n")}\n]`),
      fc.stringMatching(/^[a-z #[\]{}=\n]{0,20}$/).map((text) => `'''${text}'''`),
    );
    const entry = fc.tuple(fc.stringMatching(/^[a-z]{1,4}$/), value, comment);
    fc.assert(
      fc.property(fc.uniqueArray(entry, { selector: ([key]) => key }), (entries) => {
        let toml = "";
        const expected = new Map<string, number>();
        for (const [key, text, note] of entries) {
          toml += `${note}\n`;
          expected.set(pathText([key]), toml.split("\n").length);
          toml += `${key} = ${text} ${note}\n`;
        }
        Bun.TOML.parse(toml);
        expect([...keyLines(toml)]).toEqual([...expected]);
      }),
      { seed: 7, numRuns: 200 },
    );
  });

  test("is looked for in an end, whatever the text", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a"'[\]{}=.#\n\\ ]{0,30}$/), (text) => keyLines(text) !== null),
      { seed: 7, numRuns: 500 },
    );
  });
});

describe("a file that is no TOML", () => {
  const cases: [name: string, toml: string, line: number, reason: string][] = [
    ["a value that is missing", "chunk = 10\ndata =\npoll = '1h'\n", 2, "Missing value"],
    ["a text without quotes", "chunk = 10\n\n# note\n[remote]\ntoken = s3cr3t\n", 5, "Strings must be quoted"],
    ["a text without an end", '[remote]\ntoken = "s3cr3t\nurl = "x"\n', 2, "Unterminated string"],
    ["a key twice", "chunk = 10\nchunk = 20\n", 2, "Cannot redefine"],
    ["a list that never ends", 'chunk = 10\ntables = [\n"name",\n', 2, ""],
    ["a stray word", "chunk = 10\njunk\n", 2, ""],
    ["a fault in the first line", "= 1\n", 1, ""],
  ];
  test.each(cases)("%s", (_, toml, line, reason) => {
    const error = errorOf(() => parseConfigFile("/etc/t.toml", bytes(toml)));
    expect(error.code).toBe("config.syntax");
    expect(error.message).toStartWith(`/etc/t.toml:${line} is not TOML: ${reason}`);
    expect(JSON.stringify([error.message, error.hint, error.details, String(error.cause)])).not.toContain("s3cr3t");
  });
});

test.each([
  ["not UTF-8", new Uint8Array([0x61, 0xff])],
  ["far too long", new Uint8Array(300_000).fill(0x20)],
])("a file that is %s is refused", (_, content) => {
  expect(errorOf(() => parseConfigFile("f", content)).code).toBe("config.unreadable-file");
});

test("a value's error names its type alone when the value is a secret", () => {
  const error = errorOf(() => configOf({ toml: "[remote]\ntoken = 12345678\n" }));
  expect(error.message).toBe("tidemark.toml:2: 'remote.token' must be a token; found a number.");
  expect(JSON.stringify(error.details)).not.toContain("12345678");
});
