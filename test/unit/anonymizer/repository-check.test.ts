import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { anonymizedCheck } from "../../../scripts/checks/anonymized.ts";
import { ANONYMIZED_MARK, isAnonymized } from "../../../src/domain/anonymized.ts";
import { git } from "../../support/git-command.ts";
import { TemporaryDirectory } from "../../support/temporary.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

test.each([
  ["a record's file", `<!-- ${ANONYMIZED_MARK} -->\n<name>\n</name>\n`, true],
  ["an export", `<?xml version="1.0"?>\n<!-- ${ANONYMIZED_MARK} {"format":"x"} -->\n<table>`, true],
  ["an export that an editor saved", `\ufeff<?xml version="1.0"?>\r\n\r\n<!--${ANONYMIZED_MARK} {} -->`, true],
  ["a snapshot", `{"format":"tidemark-simulator","anonymized":{"format":"${ANONYMIZED_MARK}"}}\n{}`, true],
  ["a header laid out anew", `{\n  "version": 1,\n  "format": "${ANONYMIZED_MARK}"\n}`, true],
  [
    "a record that speaks of the mark",
    `<name>\n  <comment>&lt;!-- ${ANONYMIZED_MARK} --&gt;</comment>\n</name>\n`,
    false,
  ],
  ["another comment", `<!-- no ${ANONYMIZED_MARK} -->\n<name>`, false],
  ["a source", `/** Looks for "${ANONYMIZED_MARK}". */\n{ "format": "${ANONYMIZED_MARK}" }`, false],
  ["a mark far below", `{"x":"${"x".repeat(4096)}","format":"${ANONYMIZED_MARK}"}`, false],
  ["nothing", "", false],
])("the header is what tells: %s", (_, text, is) => {
  expect(isAnonymized(bytes(text))).toBe(is);
});

test("the check of this repository looks at what git has or would take, and leaves alone what it ignores", async () => {
  using place = new TemporaryDirectory();
  const root = place.path;
  const marked = `<!-- ${ANONYMIZED_MARK} -->\n<name>\n</name>\n`;
  for (const name of ["tracked.xml", "new.xml", "ignored.xml", "gone.xml"]) writeFileSync(join(root, name), marked);
  writeFileSync(join(root, ".gitignore"), "/ignored.xml\n");
  git(root, ["init", "--quiet"]);
  git(root, ["add", "tracked.xml", "gone.xml"]);
  git(root, ["rm", "--quiet", "--cached", "gone.xml"]);
  writeFileSync(join(root, ".git/info/exclude"), "/gone.xml\n");
  const { ok, text } = await anonymizedCheck.run({ root });
  expect(ok).toBe(false);
  expect([...text.matchAll(/^(\S+) was written/gm)].map(([, path]) => path)).toEqual(["new.xml", "tracked.xml"]);
});
