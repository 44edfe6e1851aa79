import { describe, expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { findPage } from "../../../src/app/manual/find-page.ts";
import { TEXTS } from "../../../src/app/manual/texts.ts";
import { parseArguments } from "../../../src/cli/arguments.ts";
import { COMMON_OPTIONS } from "../../../src/cli/command.ts";
import { COMMANDS } from "../../../src/cli/commands.ts";
import { SETTING_OPTIONS } from "../../../src/cli/settings.ts";
import { anyOption, OPTION_KEYS } from "../../../src/config/options.ts";
import { CONFIG_WARNINGS } from "../../../src/config/warnings.ts";
import { ERROR_CODES } from "../../../src/domain/errors/registry.ts";
import { codeLines, codeSpans, type Mention, tidemarkWords } from "../../support/manual-text.ts";

const ROOT = resolve(import.meta.dir, "../../..");
const PAGES = [
  "README.md",
  ...readdirSync(join(ROOT, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];
const textOf = (path: string) => readFileSync(join(ROOT, path), "utf8");

/** Stands for any word in usage lines, and for what an example leaves open. */
const PLACEHOLDER = /^(?:\[?[A-Z][A-Z|_]*…?\]?|<.*>|…)$/;

/** Why a line that starts tidemark would be refused; null: it would not. */
function refusal(words: readonly string[]): string | null {
  const [name = "", ...rest] = words;
  if (PLACEHOLDER.test(name) || name === "--help" || name === "--version") return null;
  const command = COMMANDS.find((candidate) => candidate.name === name);
  if (command === undefined) return `no command ${name}`;
  const settings = command.configured ? SETTING_OPTIONS : [];
  try {
    const args = parseArguments(rest, [...command.options, ...COMMON_OPTIONS, ...settings]);
    const [least, most] = command.arity;
    const given = args.positionals.length;
    if (args.has("help") || (given >= least && given <= most)) return wordProblem(name, args.positionals);
    return `${given} operands`;
  } catch (reason) {
    return reason instanceof Error ? reason.message : String(reason);
  }
}

/** Topics of `tidemark help` have to be there. */
function wordProblem(command: string, positionals: readonly string[]): string | null {
  const word = positionals.join("-");
  if (command !== "help" || word === "" || PLACEHOLDER.test(word)) return null;
  const isKnown = findPage(word, TEXTS) !== null || COMMANDS.some(({ name }) => name === word);
  return isKnown ? null : `no topic ${word}`;
}

/** Inside a sentence a command may stand without its operands: `tidemark show`. What a `.keep` file says is no command. */
function spanRefusal(words: readonly string[]): string | null {
  if (words.join(" ") === "incoming") return null;
  const problem = refusal(words);
  return problem !== null && /^\d+ operands$/.test(problem) ? null : problem;
}

function problemsIn(mentions: readonly Mention[], judge: (words: readonly string[]) => string | null): string[] {
  return mentions.flatMap(({ text, line }) => {
    const words = tidemarkWords(text);
    const problem = words === null ? null : judge(words);
    return problem === null ? [] : [`line ${line}: ${text}: ${problem}`];
  });
}

/** Words such as `remote.token`: an area of errors or of options, a dot, a name. */
const AREAS = new Set(
  [...Object.keys(ERROR_CODES), ...OPTION_KEYS.filter((key) => key.includes("."))].map(
    (name) => name.split(".")[0] ?? "",
  ),
);
const FILE = /\.(?:md|ts|json|toml|sqlite|xml|git|log|sh|ps1|sql|pack|idx|lock|exe|service)$/;
const KNOWN = new Set<string>([
  // A member of the simulator, for those who write tests.
  "simulator.controls",
  ...Object.keys(ERROR_CODES),
  ...Object.keys(CONFIG_WARNINGS),
  ...OPTION_KEYS,
  ...OPTION_KEYS.filter((key) => anyOption(key).secret !== "no").map((key) => `${key}_file`),
]);

function unknownNames(path: string): string[] {
  return codeSpans(textOf(path)).flatMap(({ text, line }) => {
    const name = /^([a-z]+)\.[a-z][a-z_-]*$/.exec(text.split(" ", 1)[0] ?? "");
    if (name === null || !AREAS.has(name[1] ?? "") || FILE.test(name[0]) || KNOWN.has(name[0])) return [];
    return [`line ${line}: ${name[0]}`];
  });
}

describe.each(PAGES.map((path) => [path]))("%s", (path) => {
  test("shows commands that the program takes", () => {
    expect(problemsIn(codeLines(textOf(path)), refusal)).toEqual([]);
    expect(problemsIn(codeSpans(textOf(path)), spanRefusal)).toEqual([]);
  });

  test("names error codes and options that there are", () => {
    expect(unknownNames(path)).toEqual([]);
  });
});

test("commands are found and judged: more than thirty are shown", () => {
  const shown = PAGES.flatMap((path) => codeLines(textOf(path))).filter(({ text }) => tidemarkWords(text) !== null);
  expect(shown.length).toBeGreaterThan(30);
  const page =
    "    $ tidemark snyc\n\n```sh\nsudo -u x tidemark sync --ful\n```\n\n    tidemark show name\n    tidemark help nowhere\n";
  expect(problemsIn(codeLines(page), refusal)).toEqual([
    "line 1: tidemark snyc: no command snyc",
    expect.stringMatching(/^line 4: .*: There is no option --ful here/),
    "line 7: tidemark show name: 1 operands",
    "line 8: tidemark help nowhere: no topic nowhere",
  ]);
  expect(problemsIn(codeSpans("`tidemark show` and `tidemark sow`\n"), spanRefusal)).toEqual([
    "line 1: tidemark sow: no command sow",
  ]);
});

test.each([
  ["tidemark log --limit 1 | head", ["log", "--limit", "1"]],
  ["tidemark show name 'A B' && x", ["show", "name", "A B"]],
  ["TIDEMARK_DATA=x dist/tidemark status        # why", ["status"]],
  ["tidemark 0.1.0 (source)", null],
  ["tidemark: it failed", null],
  ["git log", null],
])("the words of %p are %p", (line, words) => {
  expect(tidemarkWords(line)).toEqual(words);
});

test("the troubleshooting guide has at least thirty entries, each with why and what to do", () => {
  const entries = textOf("docs/troubleshooting.md").split(/^### /m).slice(1);
  expect(entries.length).toBeGreaterThanOrEqual(30);
  for (const entry of entries) {
    expect(entry).toMatch(/^\*\*Why\.\*\* /m);
    expect(entry).toMatch(/^\*\*What to do\.\*\* /m);
  }
});

test("what the troubleshooting guide quotes are words of the program", () => {
  const sources = [...new Bun.Glob("src/**/*.ts").scanSync(ROOT)].map(textOf).join("\n");
  const quotes = Array.from(textOf("docs/troubleshooting.md").matchAll(/^### .*$/gm), ([heading]) =>
    Array.from(heading.matchAll(/“([^”]+)”/g), ([, quote = ""]) => quote),
  ).flat();
  expect(quotes.length).toBeGreaterThan(30);
  const parts = quotes.flatMap((quote) => quote.split("…").map((part) => part.trim()));
  expect(parts.filter((part) => !sources.includes(part))).toEqual([]);
});

/** Commands inside the texts of errors, with the options that follow directly. */
const TOLD = /\btidemark ([a-z]+)((?: (?:[a-z]+ )?--[a-z-]+(?: \{[a-z]+\})?)*)/g;

test("commands and options that errors tell people to use are there", () => {
  const texts = Object.entries(ERROR_CODES).flatMap(([code, { message, hint }]) => [
    `${code}: ${message}`,
    `${code}: ${hint}`,
  ]);
  const told = texts.flatMap((text) =>
    Array.from(text.matchAll(TOLD), ([, name = "", options = ""]) => ({ text, name, options })),
  );
  expect(told.length).toBeGreaterThan(30);
  const wrong = told.filter(({ name, options }) => {
    const command = COMMANDS.find((candidate) => candidate.name === name);
    const known = [
      ...(command?.options ?? []),
      ...COMMON_OPTIONS,
      ...(command?.configured === true ? SETTING_OPTIONS : []),
    ];
    const flags = Array.from(options.matchAll(/--([a-z-]+)/g), ([, flag = ""]) => flag);
    return command === undefined || !flags.every((flag) => known.some((option) => option.name === flag));
  });
  expect(wrong).toEqual([]);
});
