import { fail } from "../../domain/errors/tidemark-error.ts";
import type { Files } from "../../domain/ports/files.ts";

const DIRECTORIES = ["objects/info", "objects/pack", "refs/heads", "refs/tags", "info"];
/** Nothing but these may be there when a repository is created: what an interrupted creation leaves. */
const OWN_NAMES = new Set(["objects", "refs", "info", "config", "description", "HEAD", "HEAD.new", "tidemark"]);

/** gc.auto 0: Tidemark keeps the number of packs small itself; `git gc` by hand works at any time. */
export const REPOSITORY_CONFIG = `[core]
\trepositoryformatversion = 0
\tfilemode = true
\tbare = true
[gc]
\tauto = 0
`;

/**
 * Makes sure that `root` is a bare repository: creates it where there is nothing (or an interrupted creation), checks
 * it otherwise. HEAD of a new one names `branch`. HEAD is written last: without it git and we see no repository.
 * @throws mirror.not-a-repository
 */
export function openRepository(files: Files, root: string, branch: string): void {
  if (files.exists(root) && !files.isDirectory(root)) throw unusable(root, "it is a file");
  if (!files.exists(`${root}/HEAD`)) createRepository(files, root, branch);
  checkRepository(files, root);
  // Whoever created it may have died right behind the rename of HEAD: no branch is built on a name that a power cut takes back.
  if (files.list(`${root}/refs/heads`).length === 0) files.syncDirectory(root);
}

function createRepository(files: Files, root: string, branch: string): void {
  const foreign = files.list(root).find((name) => !OWN_NAMES.has(name));
  if (foreign !== undefined) throw unusable(root, `it holds ${foreign} and no HEAD`);
  for (const directory of DIRECTORIES) files.makeDirectory(`${root}/${directory}`);
  writeDurably(files, `${root}/config`, REPOSITORY_CONFIG);
  writeDurably(files, `${root}/description`, "MoneyWorks records, mirrored by Tidemark\n");
  writeDurably(files, `${root}/info/exclude`, "");
  writeDurably(files, `${root}/HEAD.new`, `ref: refs/heads/${branch}\n`);
  for (const directory of ["info", "."]) files.syncDirectory(`${root}/${directory}`);
  files.rename(`${root}/HEAD.new`, `${root}/HEAD`);
}

function writeDurably(files: Files, path: string, content: string): void {
  files.remove(path);
  const file = files.create(path);
  file.write(new TextEncoder().encode(content));
  file.sync();
  file.close();
}

function checkRepository(files: Files, root: string): void {
  for (const directory of ["objects", "refs"]) {
    if (!files.isDirectory(`${root}/${directory}`)) throw unusable(root, `it has no directory ${directory}`);
  }
  refuseUnknownFormat(files, root);
  files.makeDirectory(`${root}/objects/pack`);
}

/** Formats beyond version 0 (SHA-256, reftable) would be misread. @throws mirror.not-a-repository */
export function refuseUnknownFormat(files: Files, root: string): void {
  const config = new TextDecoder().decode(files.readIfPresent(`${root}/config`) ?? new Uint8Array());
  const version = /^\s*repositoryformatversion\s*=\s*(\d+)/im.exec(config)?.[1] ?? "0";
  const extension = /^\s*(objectformat|refstorage)\s*=\s*(\w+)/im.exec(config);
  if (extension !== null && !/^(sha1|files)$/i.test(extension[2] ?? "")) {
    throw unusable(root, `it uses ${extension[1]} ${extension[2]}`);
  }
  if (Number(version) > 1) throw unusable(root, `its format version is ${version}`);
}

function unusable(path: string, reason: string): Error {
  return fail("mirror.not-a-repository", { path, reason });
}
