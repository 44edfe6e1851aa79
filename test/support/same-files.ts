import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { blobOid } from "../../src/canonical/blob.ts";
import { git } from "./git-command.ts";

/** The first line of every file that the anonymizer writes in canonical form. */
const MARK = "<!-- tidemark-anonymized -->\n";

/** How the records on a repository's main differ from those in a directory of anonymized canonical files: paths, sorted. */
export function differingFiles(repository: string, directory: string): string[] {
  const there = new Map(
    git(repository, ["ls-tree", "-r", "-z", "main"])
      .split("\0")
      .filter((line) => line !== "" && !line.includes("\t.tidemark/"))
      .map((line) => [line.slice(line.indexOf("\t") + 1), line.slice(12, 52)] as const),
  );
  const here = new Map(canonicalFiles(directory).map((path) => [path, oidOf(join(directory, path))] as const));
  const paths = new Set([...there.keys(), ...here.keys()]);
  return [...paths].filter((path) => there.get(path) !== here.get(path)).sort();
}

function canonicalFiles(directory: string): string[] {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(".xml"))
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1));
}

function oidOf(path: string): string {
  const text = readFileSync(path, "utf8");
  if (!text.startsWith(MARK)) throw new Error(`${path} has no mark`);
  return blobOid(new TextEncoder().encode(text.slice(MARK.length)));
}
