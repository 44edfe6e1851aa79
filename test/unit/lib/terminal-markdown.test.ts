import { describe, expect, test } from "bun:test";
import { terminalMarkdown } from "../../../src/lib/terminal-markdown.ts";

const linkText = (target: string) => (target.startsWith("#") ? null : `open ${target}`);
const plain = (markdown: string, columns = 60) => terminalMarkdown(markdown, { columns, colours: false, linkText });
const coloured = (markdown: string) => terminalMarkdown(markdown, { columns: 60, colours: true, linkText });
const widest = (text: string) => Math.max(...text.split("\n").map((line) => Bun.stringWidth(line)));

const LONG = "One process serves one document; several documents are several processes, each with its own directory.";
const TABLE = `| code | meaning |\n|---|---|\n| \`1\` | ${LONG} |\n| 2 | short |\n`;
const CODE = `Before.\n\n    $ tidemark status\n      main  ${"0123456789".repeat(8)}\n\n    last\n\nAfter.\n`;
const ESCAPE = "\u001b";

describe("a Markdown text on a terminal", () => {
  test("has paragraphs and tables that fit its width, and never less than forty columns", () => {
    for (const columns of [60, 80, 110])
      expect(widest(plain(`${LONG} ${LONG}\n\n${TABLE}`, columns))).toBeLessThanOrEqual(columns);
    expect(widest(plain(LONG, 3))).toBeGreaterThan(20);
    expect(plain(TABLE).replace(/[\s|]+/g, " ")).toContain("One process serves one document; several documents");
  });

  test("has headings and bold as escape sequences, and as plain text without colours", () => {
    const text = "# Title\n\nSome **bold** `code`.\n";
    expect(coloured(text)).toContain(`${ESCAPE}[1mbold`);
    expect(plain(text)).toBe("Title\n=====\n\nSome bold `code`.\n");
  });

  test.each([
    ["indented", CODE],
    ["fenced", CODE.replace(/^ {4}/gm, "").replace("$ tide", "```sh\n$ tide").replace("last\n", "last\n```\n")],
  ])("keeps %s code as it is, indented and without a frame", (_, text) => {
    for (const shown of [plain(text), Bun.stripANSI(coloured(text))]) expect(shown.trimEnd()).toBe(CODE.trimEnd());
  });

  test("indents code further where it is in a list", () => {
    expect(plain("- one\n\n      $ ls\n")).toBe("  * one\n\n        $ ls\n");
  });

  test.each([
    ["See [the log](#the-log) of it.", "See the log of it."],
    ["See [the\nguide](a.md#x) of it.", "See the guide (`open a.md#x`) of it."],
    ["All of it ([a.md](a.md#x)).", "All of it (`open a.md#x`)."],
    ["See <https://semver.org>.", "See `https://semver.org`."],
    ["![The flow of a record.](images/flow.svg)", "(A picture: The flow of a record.)"],
    ["Write `[a](b.md)`.", "Write `[a](b.md)`."],
  ])("%p reads %p", (text, says) => {
    expect(plain(text)).toBe(`${says}\n`);
  });

  test("leaves what looks like a link in code alone", () => {
    expect(plain("    a [b](c.md)\n")).toContain("a [b](c.md)\n");
    expect(plain("```\na [b](c.md)\n```\n")).toContain("a [b](c.md)\n");
  });
});
