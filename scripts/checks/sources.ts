import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Directories that hold what was made or fetched, not written. */
const SKIPPED = new Set(["node_modules", "dist", "coverage", ".git", ".demo"]);

export interface SourceFile {
  /** Relative to the project, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** Paths of all files below a folder of the project, sorted; none when the folder is missing. */
export function filePaths(root: string, folder: string): string[] {
  const entries = readEntries(join(root, folder));
  const paths = entries.flatMap((entry) => {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (SKIPPED.has(entry.name)) return [];
    if (entry.isDirectory()) return filePaths(root, path);
    return entry.isFile() ? [path] : [];
  });
  return paths.sort();
}

/** The files below these folders whose name ends so. */
export function sourceFiles(root: string, folders: readonly string[], ending: string): SourceFile[] {
  return folders
    .flatMap((folder) => filePaths(root, folder))
    .filter((path) => path.endsWith(ending))
    .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));
}

/** The TypeScript below these folders, views included. */
export function codeFiles(root: string, folders: readonly string[]): SourceFile[] {
  return [...sourceFiles(root, folders, ".ts"), ...sourceFiles(root, folders, ".tsx")];
}

function readEntries(directory: string) {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch (reason) {
    if (reason instanceof Error && "code" in reason && reason.code === "ENOENT") return [];
    throw reason;
  }
}
