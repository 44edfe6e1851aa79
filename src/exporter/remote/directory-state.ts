import { fail } from "../../domain/errors/tidemark-error.ts";
import type { Files } from "../../domain/ports/files.ts";
import { openRepository } from "../repository/layout.ts";

/**
 * Whether a bare repository stands at the path (`ready`), or one can be created there (`vacant`: nothing, an empty
 * directory, or what an interrupted creation left).
 * @throws remote.path-is-file, remote.not-bare, remote.not-empty, mirror.not-a-repository
 */
export function directoryState(files: Files, path: string): "ready" | "vacant" {
  if (!files.exists(path)) return "vacant";
  if (!files.isDirectory(path)) throw fail("remote.path-is-file", { path });
  if (files.exists(`${path}/.git`)) throw fail("remote.not-bare", { path });
  const names = files.list(path);
  if (names.includes("HEAD")) return checkBare(files, path);
  if (names.length > 0 && !names.includes("objects")) throw fail("remote.not-empty", { path });
  return "vacant";
}

function checkBare(files: Files, path: string): "ready" {
  const config = new TextDecoder().decode(files.readIfPresent(`${path}/config`) ?? new Uint8Array());
  if (/^\s*bare\s*=\s*(false|no|off|0)\s*$/im.test(config)) throw fail("remote.not-bare", { path });
  openRepository(files, path, "");
  return "ready";
}
