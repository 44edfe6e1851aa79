import { describe, expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { findPage, pageNames, topicOfLink } from "../../../../src/app/manual/find-page.ts";
import { sectionsOf } from "../../../../src/app/manual/sections.ts";
import { TEXTS } from "../../../../src/app/manual/texts.ts";
import { TOPICS } from "../../../../src/app/manual/topics.ts";
import { COMMANDS } from "../../../../src/cli/commands.ts";
import { OPTION_KEYS } from "../../../../src/config/options.ts";
import { ERROR_CODES } from "../../../../src/domain/errors/registry.ts";

const DOCS = resolve(import.meta.dir, "../../../../docs");
/** The list of all pages, which `tidemark help` prints itself. */
const INDEX = "README.md";
const files = readdirSync(DOCS).filter((name) => name.endsWith(".md"));

test("every file of docs is a topic, with its own text, and is listed in the index", () => {
  const index = readFileSync(join(DOCS, INDEX), "utf8");
  expect(TOPICS.map(({ file }) => file).toSorted()).toEqual(files.filter((name) => name !== INDEX).toSorted());
  expect(Object.keys(TEXTS).toSorted()).toEqual(TOPICS.map(({ file }) => file).toSorted());
  for (const { file } of TOPICS) {
    expect(TEXTS[file] ?? "").toBe(readFileSync(join(DOCS, file), "utf8"));
    expect(index).toContain(`](${file})`);
  }
});

test("no two things share a name, and no topic hides behind a command", () => {
  const names = [...COMMANDS.map(({ name }) => name), ...pageNames()];
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  const commands = TOPICS.flatMap((topic) => topic.commands ?? []);
  expect(commands.filter((command) => !COMMANDS.some(({ name }) => name === command))).toEqual([]);
});

describe("a word finds", () => {
  test.each(["admin-guide", "admin-guide.md"])("the page %p", (word) => {
    expect(findPage(word, TEXTS)).toMatchObject({ topic: "admin-guide", title: "Admin guide" });
  });

  test("what its file is called, where that is no command's name", () => {
    expect(findPage("moneyworks-faq", TEXTS)?.topic).toBe("faq");
  });

  test("every error code, with its texts", () => {
    for (const [code, { hint }] of Object.entries(ERROR_CODES)) {
      const page = findPage(code, TEXTS);
      expect(page?.topic).toBe(code);
      expect(page?.markdown.replaceAll("\\", "")).toContain(hint.replaceAll("\\", ""));
    }
  });

  test("what the troubleshooting guide says about a code", () => {
    expect(findPage("sync.delete-brake", TEXTS)?.markdown).toMatch(/^### /m);
  });

  test("every option, and nothing else of its page", () => {
    for (const key of OPTION_KEYS) {
      expect(findPage(key, TEXTS)?.markdown).toStartWith(`## ${key}\n`);
      expect(findPage(key, TEXTS)?.markdown.match(/^## /gm)).toHaveLength(1);
    }
    expect(findPage("moneyworks.folder", TEXTS)?.markdown).toContain("\n# moneyworks.folder\n\n**What happened.**");
    expect(findPage("Warnings", TEXTS)).toBeNull();
  });

  test("nothing", () => {
    for (const word of ["xyzzy", "sync.xyzzy", "README", ""]) expect(findPage(word, TEXTS)).toBeNull();
  });
});

test("a link between pages is a topic, one out of docs is none", () => {
  expect(topicOfLink("sync.md#clock")).toBe("sync-engine");
  for (const target of ["#here", "../README.md", "images/flow.svg"]) expect(topicOfLink(target)).toBeNull();
});

test("sections end at the next heading of their level or above, and code has none", () => {
  const text = "# T\n\n### A\n\na\n\n```sh\n### no heading\n```\n\n## B\n\nb\n\n### C\n\n#### D\n\nc\n";
  expect(sectionsOf(text, 3)).toEqual([
    { title: "A", markdown: "### A\n\na\n\n```sh\n### no heading\n```\n" },
    { title: "C", markdown: "### C\n\n#### D\n\nc\n" },
  ]);
});
