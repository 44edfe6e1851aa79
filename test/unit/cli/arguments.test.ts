import { describe, expect, test } from "bun:test";
import { Arguments, parseArguments } from "../../../src/cli/arguments.ts";
import type { OptionSpec } from "../../../src/cli/command.ts";
import { errorOf } from "../../support/errors.ts";

const SPECS: readonly OptionSpec[] = [
  { name: "table", value: "TABLE", list: true, help: "" },
  { name: "limit", value: "N", help: "" },
  { name: "full", help: "" },
];
const parse = (...words: string[]) => parseArguments(words, SPECS);

describe("arguments", () => {
  test.each([
    [["--limit", "5"], "5"],
    [["--limit=5"], "5"],
    [["--limit="], ""],
    [["--limit", "-5"], "-5"],
    [["--limit", "a=b"], "a=b"],
    [["--limit=a=b"], "a=b"],
    [["--limit", "1", "--limit", "2"], "2"],
    [["x", "--limit", "5", "y"], "5"],
    [[], undefined],
    [["--", "--limit", "5"], undefined],
  ])("%p give the value %p", (words, value) => {
    expect(parse(...words).value("limit")).toBe(value as string);
  });

  test.each([
    [
      ["--table", "name", "--table", "product"],
      ["name", "product"],
    ],
    [
      ["--table", "name, product,,job"],
      ["name", "product", "job"],
    ],
    [["--table="], []],
    [[], undefined],
  ])("%p give the list %p", (words, list) => {
    expect(parse(...words).list("table")).toEqual(list as string[]);
  });

  test("what is no option is a positional, and everything after --", () => {
    const args = parse("name", "--full", "-", "#7", "--", "--full", "-x");
    expect([args.positionals, args.has("full")]).toEqual([["name", "-", "#7", "--full", "-x"], true]);
  });

  test.each([
    ["0", 0],
    ["0012", 12],
    ["9007199254740991", Number.MAX_SAFE_INTEGER],
  ])("%p is a number", (text, number) => expect(parse("--limit", text).number("limit", 0)).toBe(number));

  test("no number given is none", () => expect(parse().number("limit", 0)).toBeUndefined());

  test.each(["", "-1", "1.5", "1e3", "0x10", "ten", " 5", "9007199254740993", "4"])(
    "%p is refused as a number",
    (text) => {
      const error = errorOf(() => new Arguments([], new Map([["limit", [text]]])).number("limit", 5));
      expect([error.code as string, error.exitCode]).toEqual(["usage.bad-value", 2]);
      expect(error.hint).toContain("a whole number of at least 5");
    },
  );

  test.each([
    [["--tabel", "x"], "usage.unknown-option", "Did you mean --table?"],
    [["--tabel=s3cret"], "usage.unknown-option", "--tabel"],
    [["--zzz"], "usage.unknown-option", "no option --zzz"],
    [["-f"], "usage.unknown-option", "-f"],
    [["--limit"], "usage.missing-value", "--limit"],
    [["--limit", "--full"], "usage.missing-value", "--limit"],
    [["--full=yes"], "usage.unexpected-value", "--full"],
  ])("%p are refused", (words, code, says) => {
    const error = errorOf(() => parse(...words));
    expect([error.code as string, error.exitCode]).toEqual([code, 2]);
    expect(error.message).toContain(says);
    expect(error.message + error.hint).not.toContain("s3cret");
  });
});
