import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Check, reportOf } from "./check.ts";
import { filePaths } from "./sources.ts";

const MOST_LINES = 15;

/** The signs on the doors. */
export const readmesCheck: Check = {
  name: "readmes",
  holds: `every folder of src, anonymizer and scripts has a README.md of at most ${MOST_LINES} lines`,
  proofs: [
    {
      name: "a folder without one",
      files: { "src/domain/id.ts": "export {};\n" },
      says: /src\/domain has no README\.md/,
    },
    {
      name: "a long one",
      files: { "src/lib/README.md": "line\n".repeat(16) },
      says: /src\/lib\/README\.md has 16 lines/,
    },
    { name: "an empty one", files: { "src/lib/README.md": "\n" }, says: /src\/lib\/README\.md is empty/ },
  ],
  async run({ root }) {
    const paths = [...filePaths(root, "src"), ...filePaths(root, "anonymizer"), ...filePaths(root, "scripts")];
    const folders = [...new Set(paths.map((path) => dirname(path)))].filter((folder) => folder !== "src");
    return reportOf(
      folders.flatMap((folder) => problemsOf(root, folder, paths)),
      `${folders.length} folders`,
    );
  },
};

function problemsOf(root: string, folder: string, paths: readonly string[]): string[] {
  const path = `${folder}/README.md`;
  if (!paths.includes(path)) return [`${folder} has no README.md`];
  const text = readFileSync(join(root, path), "utf8").trim();
  if (text === "") return [`${path} is empty`];
  const lines = text.split("\n").length;
  return lines > MOST_LINES ? [`${path} has ${lines} lines`] : [];
}
