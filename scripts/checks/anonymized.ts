import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ANONYMIZED_MARK, isAnonymized } from "../../src/domain/anonymized.ts";
import { type Check, reportOf } from "./check.ts";
import { filePaths } from "./sources.ts";

/**
 * Test data made of real records is in nobody's history, in this project's neither. Told by the header: sources, tests and pages
 * speak of the mark.
 */
export const anonymizedCheck: Check = {
  name: "anonymized",
  holds: "no file of the repository was written by tidemark anonymize",
  proofs: [
    {
      name: "an export",
      files: { "test/data/name.xml": `<?xml version="1.0"?>\n<!-- ${ANONYMIZED_MARK} {"version":1} -->\n<table/>\n` },
      says: /test\/data\/name\.xml was written by tidemark anonymize/,
    },
    {
      name: "a record's file",
      files: { "name/3a/05/ROWAN.xml": `<!-- ${ANONYMIZED_MARK} -->\n<name>\n</name>\n` },
      says: /ROWAN\.xml was written/,
    },
    {
      name: "a snapshot under any name",
      files: { "test/data": `{"format":"tidemark-simulator","anonymized":{"format":"${ANONYMIZED_MARK}"}}\n` },
      says: /test\/data was written/,
    },
  ],
  async run({ root }) {
    const paths = await committable(root);
    const found = paths.filter((path) => isAnonymized(readFileSync(join(root, path))));
    return reportOf(
      found.map((path) => `${path} was written by tidemark anonymize: keep it outside of the repository`),
      `${paths.length} files looked at`,
    );
  },
};

/** What git tracks, or would take with `git add`; in a directory without git, all of it. */
async function committable(root: string): Promise<string[]> {
  if (!existsSync(join(root, ".git"))) return filePaths(root, "");
  const words = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const git = Bun.spawn(words, { cwd: root, stdout: "pipe", stderr: "inherit" });
  const listed = await git.stdout.text();
  if ((await git.exited) !== 0) throw new Error(`git cannot list the files of ${root}`);
  // A file may be deleted and not yet committed so; a submodule is a directory.
  const paths = [...new Set(listed.split("\0"))];
  return paths.filter((path) => path !== "" && Bun.file(join(root, path)).size > 0);
}
