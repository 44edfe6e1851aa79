import { describe, expect, test } from "bun:test";
import { fragmentsOf, linksOf } from "../../../scripts/checks/markdown.ts";

describe("links of a text", () => {
  test.each([
    ["a link", "See [the rules](sync.md#rules).", ["sync.md#rules"]],
    ["an image", "![Flow](images/flow.svg)", ["images/flow.svg"]],
    ["an image that is a link", "[![Flow](flow.svg)](flow.md)", ["flow.svg", "flow.md"]],
    ["two in a line", "[a](a.md), [b](b.md)", ["a.md", "b.md"]],
    ["one with a title", '[a](a.md "All of it")', ["a.md"]],
    ["one in angle brackets", "[a](<a.md>)", ["a.md"]],
    ["a reference", "[a]: a.md", ["a.md"]],
    ["embedded HTML", '<img src="a.svg" alt="A">', ["a.svg"]],
    ["code in a line", "`[a](a.md)` is how a link is written", []],
    ["code between fences", "```md\n[a](a.md)\n```\n[b](b.md)", ["b.md"]],
    ["code between other fences", "~~~\n```\n[a](a.md)\n~~~\n[b](b.md)", ["b.md"]],
  ])("%s", (_, text, targets) => {
    expect(linksOf(text).map(({ target }) => target)).toEqual(targets);
  });

  test("know their lines", () => {
    expect(linksOf("# A\n\n[a](a.md)\n")).toEqual([{ target: "a.md", line: 3 }]);
  });
});

describe("the fragment of a heading", () => {
  test.each([
    ["# Exit codes", "exit-codes"],
    ["### What `sync --full` does, and why", "what-sync---full-does-and-why"],
    ["## 6. Commits & packs", "6-commits--packs"],
    ["## snake_case and kebab-case", "snake_case-and-kebab-case"],
    ["## Über [sync](sync.md)", "über-sync"],
    ["## Closed ##", "closed"],
  ])("%s is #%s", (heading, fragment) => {
    expect([...fragmentsOf(heading)]).toEqual([fragment]);
  });

  test("is numbered where another heading has it", () => {
    expect([...fragmentsOf("# A\n## A\n## A\n")]).toEqual(["a", "a-1", "a-2"]);
  });

  test("does not come of what code shows", () => {
    expect([...fragmentsOf("```sh\n# no heading\n```\n#nor this\n")]).toEqual([]);
  });
});
