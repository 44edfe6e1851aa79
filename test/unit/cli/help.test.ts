import { describe, expect, test } from "bun:test";
import { parseArguments } from "../../../src/cli/arguments.ts";
import { COMMON_OPTIONS, type Command } from "../../../src/cli/command.ts";
import { COMMANDS } from "../../../src/cli/commands.ts";
import { runCommand } from "../../../src/cli/main.ts";
import { SETTING_OPTIONS } from "../../../src/cli/settings.ts";
import { loadConfig } from "../../../src/config/load.ts";
import { MIGRATIONS } from "../../../src/staging/migrations.ts";
import { FakeHost } from "../../support/fake-host.ts";

async function outputOf(...args: string[]): Promise<string> {
  const host = new FakeHost({ args });
  expect([await runCommand(host, 0), host.errors]).toEqual([0, ""]);
  return host.output;
}

const optionsOf = (command: Command) => [
  ...command.options,
  ...COMMON_OPTIONS,
  ...(command.configured ? SETTING_OPTIONS : []),
];

/** An example as a shell splits it: no quotes are used in those of ours. */
function shellWords(line: string): { env: Record<string, string>; words: string[] } {
  const words = line.split(" ");
  const start = words.indexOf("tidemark");
  const env = Object.fromEntries(words.slice(0, start).map((word) => word.split("=", 2)));
  return { env, words: words.slice(start + 1) };
}

describe.each(COMMANDS.map((command) => [command.name, command] as const))("%s --help", (name, command) => {
  test("names every option with its explanation", async () => {
    const help = await outputOf(name, "--help");
    for (const option of optionsOf(command)) {
      const head = `  --${option.name}${option.value === undefined ? "" : ` ${option.value}`} `;
      expect(help).toContain(head);
      expect(help).toContain(option.help);
    }
    expect(help).toStartWith(command.summary);
    expect(await outputOf("help", name)).toBe(help);
  });

  test("shows examples that the command takes", async () => {
    const help = await outputOf(name, "--help");
    const lines = command.examples.map((example) => example.command);
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(help).toContain(line);
    for (const { env, words } of lines.filter((line) => line.includes("tidemark ")).map(shellWords)) {
      expect(words[0]).toBe(name);
      const args = parseArguments(words.slice(1), optionsOf(command));
      const [least, most] = command.arity;
      expect(args.positionals.length).toBeGreaterThanOrEqual(least);
      expect(args.positionals.length).toBeLessThanOrEqual(most);
      const flags = Object.fromEntries(SETTING_OPTIONS.map((option) => [option.name, args.value(option.name)]));
      expect(() => loadConfig({ flags, env, readFile: secretFile })).not.toThrow();
    }
  });

  test("has no option twice and lines that fit a wide terminal", async () => {
    const names = optionsOf(command).map((option) => option.name);
    expect(new Set(names).size).toBe(names.length);
    for (const line of (await outputOf(name, "--help")).split("\n")) expect(line).toBe(line.trimEnd());
  });
});

test.each([40, 80])("help fits a terminal of %d columns, and examples can be copied from it", async (columns) => {
  for (const words of [["--help"], ["init", "--help"], ["help", "doctor"], ["help"]]) {
    const host = new FakeHost({ args: words, terminal: true, columns });
    expect(await runCommand(host, 0)).toBe(0);
    const lines = host.output.split("\n");
    const long = lines.filter((line) => Bun.stringWidth(line) > columns && !/^ {2}(sudo |curl )?tidemark /.test(line));
    expect(long).toEqual([]);
    expect(host.output.replace(/\s+/g, " ")).toBe((await outputOf(...words)).replace(/\s+/g, " "));
    for (const line of lines) expect(line).toBe(line.trimEnd());
  }
  const host = new FakeHost({ args: ["init", "--help"], terminal: true, columns: 80 });
  await runCommand(host, 0);
  expect(host.output).toContain(
    "\n  --tables TABLE,…\n        Tables to mirror. Default: all but login, which is never mirrored, and\n        detail,",
  );
});

describe("the program's help", () => {
  test("lists every command and the exit codes, with and without being asked", async () => {
    const help = await outputOf("--help");
    for (const { name, summary } of COMMANDS) expect(help).toMatch(new RegExp(`^  ${name} +${summary}$`, "m"));
    expect(help).toContain("130 cancelled");
    expect(await outputOf()).toBe(help);
  });

  test.each([
    [["snyc"], "There is no command 'snyc'. Did you mean 'sync'?"],
    [["help", "snyc"], "There is no topic, command, error code or option called 'snyc'. Did you mean 'sync'?"],
    [["frobnicate"], "There is no command 'frobnicate'.\n"],
    [["show", "name"], "Wrong number of arguments for show: 1."],
    [["version", "please"], "Wrong number of arguments for version: 1."],
  ])("%p is a usage error", async (args, says) => {
    const host = new FakeHost({ args });
    expect([await runCommand(host, 0), host.output]).toEqual([2, ""]);
    expect(host.errors).toContain(says);
  });
});

test("version answers under both names and as JSON", async () => {
  const text = await outputOf("version");
  expect(text).toMatch(/^tidemark \d+\.\d+\.\d+ \(source, Bun \d+\.\d+\.\d+\)\n$/);
  expect(await outputOf("--version")).toBe(text);
  const info = JSON.parse(await outputOf("version", "--json"));
  expect(info).toEqual({
    version: expect.any(String),
    commit: "source",
    bun: Bun.version,
    target: expect.stringMatching(/^(linux|darwin|windows)-(x64|arm64)/),
    schema: MIGRATIONS.length,
    keys: [],
  });
  expect(text).toContain(info.version);
});

/** The files that examples put a secret in. */
function secretFile(path: string): ReturnType<Parameters<typeof loadConfig>[0]["readFile"]> {
  return path.endsWith(".txt") ? { bytes: new TextEncoder().encode("secret\n"), openToOthers: false } : null;
}
