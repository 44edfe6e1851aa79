import { describe, expect, test } from "bun:test";
import { TEXTS } from "../../../src/app/manual/texts.ts";
import { TOPICS } from "../../../src/app/manual/topics.ts";
import { COMMANDS } from "../../../src/cli/commands.ts";
import { runCommand } from "../../../src/cli/main.ts";
import { FakeHost } from "../../support/fake-host.ts";

async function outputOf(words: readonly string[], host: { terminal?: boolean; env?: Record<string, string> } = {}) {
  const fake = new FakeHost({ args: ["help", ...words], ...host });
  expect([await runCommand(fake, 0), fake.errors]).toEqual([0, ""]);
  return fake.output;
}

test("tidemark help lists every topic, also as JSON", async () => {
  const list = await outputOf([]);
  for (const { name, about } of TOPICS) expect(list).toMatch(new RegExp(`^  ${name} +${RegExp.escape(about)}$`, "m"));
  for (const line of list.split("\n")) expect(line.length).toBeLessThanOrEqual(120);
  const topics = JSON.parse(await outputOf(["--json"]));
  expect(topics).toEqual(TOPICS.map(({ name, about }) => ({ topic: name, about })));
});

test.each(TOPICS.map(({ name }) => [name]))("tidemark help %s prints its page", async (name) => {
  const markdown = TEXTS[TOPICS.find((topic) => topic.name === name)?.file ?? ""] ?? "";
  const heading = /^# (.+)$/m.exec(markdown)?.[1] ?? "";
  const title = heading.replaceAll("`", "");
  expect(await outputOf([name])).toStartWith(`${heading}\n===`);
  expect(JSON.parse(await outputOf([name, "--json"]))).toEqual({ topic: name, title, markdown });
});

describe("tidemark help TOPIC", () => {
  test("has colours on a terminal alone, and none where NO_COLOR is set", async () => {
    expect(await outputOf(["security"], { terminal: true })).toContain("\u001b[1m");
    expect(await outputOf(["security"], { terminal: true, env: { NO_COLOR: "1" } })).not.toContain("\u001b");
    expect(await outputOf(["security"])).not.toContain("\u001b");
  });

  test("says how a page is opened that it leads to", async () => {
    expect(await outputOf(["user-guide"])).toContain("before it; `tidemark help repository-format` has");
  });

  test("takes several words, and any case", async () => {
    expect(await outputOf(["Admin", "guide"])).toBe(await outputOf(["admin-guide"]));
  });

  test("explains an error code: what happened, what to do, and the symptoms of the guide", async () => {
    const text = await outputOf(["sync.delete-brake"]);
    expect(text).toMatch(/^What happened\. /m);
    expect(text).toMatch(/^What to do\. /m);
    expect(text).toContain("Exit code 4.");
    expect(text).toMatch(/^Why\. /m);
  });

  test("explains an option", async () => {
    expect(await outputOf(["poll"])).toContain("TIDEMARK_POLL");
  });

  test("is a command's --help, which names the pages about it", async () => {
    for (const { name } of COMMANDS) expect(JSON.parse(await outputOf([name, "--json"])).topic).toBe(name);
    expect(await outputOf(["verify"])).toContain("More: tidemark help verify-guide\n");
  });

  test.each([
    [["unauthorised"], "Did you mean 'remote.unauthorised'"],
    [["trubleshooting"], "Did you mean 'troubleshooting'?"],
    [["xyzzy"], "option called 'xyzzy'.\n"],
  ])("%p is a usage error that suggests what is near", async (words, says) => {
    const host = new FakeHost({ args: ["help", ...words] });
    expect([await runCommand(host, 0), host.output]).toEqual([2, ""]);
    expect(host.errors).toContain(says);
  });
});
