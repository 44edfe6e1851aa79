import { inflateSync } from "node:zlib";
import { fail } from "../../domain/errors/tidemark-error.ts";
import type { Oid } from "../../domain/ids.ts";
import type { Files } from "../../domain/ports/files.ts";
import type { ObjectType } from "../pack/pack-entry.ts";
import type { GitObject } from "./base-cache.ts";

const HEADER = /^(commit|tree|blob|tag) (\d+)$/;

/** The id of an object: SHA-1 of `<type> <size>\0` and its bytes (git manual, git-hash-object). */
export function objectId({ type, bytes }: GitObject): Oid {
  const hash = new Bun.SHA1();
  hash.update(`${type} ${bytes.length}\0`);
  return hash.update(bytes).digest("hex") as Oid;
}

/**
 * An object that git keeps in a file of its own: one zlib stream of the header above and the bytes (gitformat-loose).
 * @returns null when there is no such file.
 * @throws mirror.corrupt
 */
export function readLooseObject(files: Files, objects: string, oid: Oid): GitObject | null {
  const path = `${objects}/${oid.slice(0, 2)}/${oid.slice(2)}`;
  const file = files.readIfPresent(path);
  if (file === null) return null;
  const object = parse(file);
  if (object === null) throw fail("mirror.corrupt", { path, reason: "it is not a loose object" });
  return object;
}

function parse(file: Uint8Array): GitObject | null {
  const content = inflateWhole(file);
  const end = content.indexOf(0);
  const [, type, size] = HEADER.exec(content.toString("latin1", 0, Math.max(end, 0))) ?? [];
  const bytes = content.subarray(end + 1);
  return type === undefined || bytes.length !== Number(size) ? null : { type: type as ObjectType, bytes };
}

function inflateWhole(file: Uint8Array): Buffer {
  try {
    return inflateSync(file);
  } catch {
    return Buffer.alloc(0);
  }
}
