import { posix, win32 } from "node:path";
import { asTidemarkError, fail } from "../../domain/errors/tidemark-error.ts";
import type { Files } from "../../domain/ports/files.ts";
import type { Http, HttpResponse } from "../../domain/ports/http.ts";
import { maskUrl } from "../../lib/redact.ts";

/** Where a release is. */
export interface ReleaseSource {
  /** As the person named it. */
  readonly name: string;
  /** The one file that was named; null: the one for this host is meant. */
  readonly file: string | null;
  /** A small file, whole. @throws upgrade.cannot-read, upgrade.too-large */
  small(name: string): Promise<Uint8Array>;
  /** A program, in pieces. @throws upgrade.cannot-read, upgrade.too-large */
  pieces(name: string): AsyncIterable<Uint8Array>;
}

/** Lists and signatures are a few hundred bytes. */
const MOST_SMALL = 1 << 20;
/** Four times the largest program of today. */
const MOST_LARGE = 512 << 20;
const PIECE = 1 << 20;
const IDLE_MS = 30_000;
const MOST_REDIRECTS = 5;

/** @param name a program's file, a directory, or the URL of one */
export function releaseSource(name: string, { files, http }: { readonly files: Files; readonly http: Http }) {
  if (/^https?:\/\//i.test(name)) return webSource(name, http);
  const { basename, dirname } = name.includes("\\") ? win32 : posix;
  if (!files.exists(name))
    throw fail("upgrade.cannot-read", { source: name, reason: "there is no such file or directory" });
  if (files.isDirectory(name)) return directorySource({ name, directory: name, file: null }, files);
  return directorySource({ name, directory: dirname(name), file: basename(name) }, files);
}

interface Place {
  readonly name: string;
  readonly directory: string;
  readonly file: string | null;
}

function directorySource({ name, directory, file }: Place, files: Files): ReleaseSource {
  async function* pieces(part: string, most = MOST_LARGE) {
    const path = `${directory}/${part}`;
    const reader = reading(path, () => files.open(path));
    try {
      if (reader.size > most) throw fail("upgrade.too-large", { source: path, most });
      for (let at = 0; at < reader.size; at += PIECE) {
        const piece = new Uint8Array(Math.min(PIECE, reader.size - at));
        reading(path, () => reader.read(piece, at));
        yield piece;
      }
    } finally {
      reader.close();
    }
  }
  return { name, file, small: async (part) => Buffer.concat(await Array.fromAsync(pieces(part, MOST_SMALL))), pieces };
}

function reading<T>(source: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw fail("upgrade.cannot-read", { source, reason: asText(cause) }, { cause });
  }
}

function webSource(name: string, http: Http): ReleaseSource {
  const base = name.endsWith("/") ? name : `${name}/`;
  async function* pieces(part: string, most = MOST_LARGE) {
    const url = new URL(part, base).href;
    try {
      let size = 0;
      for await (const piece of (await get(url, http)).stream()) {
        size += piece.length;
        if (size > most) throw fail("upgrade.too-large", { source: maskUrl(url), most });
        yield piece;
      }
    } catch (cause) {
      const known = asTidemarkError(cause);
      if (known.code !== "internal.unexpected") throw known;
      throw fail("upgrade.cannot-read", { source: maskUrl(url), reason: asText(cause) }, { cause });
    }
  }
  const small = async (part: string) => Buffer.concat(await Array.fromAsync(pieces(part, MOST_SMALL)));
  return { name, file: null, small, pieces };
}

/** Release pages send elsewhere for the files themselves. What comes is signed, so that it matters little from where. */
async function get(first: string, http: Http): Promise<HttpResponse> {
  let url = first;
  for (let hops = 0; hops <= MOST_REDIRECTS; hops += 1) {
    const answer = await http.request({ method: "GET", url, headers: {}, idleTimeoutMs: IDLE_MS });
    const target = answer.status >= 300 && answer.status < 400 ? answer.header("location") : null;
    if (target === null) {
      if (answer.status === 200) return answer;
      throw fail("upgrade.cannot-read", {
        source: maskUrl(url),
        reason: `it answers ${answer.status} ${answer.statusText}`,
      });
    }
    const next = new URL(target, url);
    if (next.protocol !== "https:" && next.protocol !== new URL(first).protocol) {
      throw fail("upgrade.cannot-read", { source: maskUrl(url), reason: `it sends on to ${next.protocol}` });
    }
    url = next.href;
  }
  throw fail("upgrade.cannot-read", { source: maskUrl(first), reason: "it sends on and on" });
}

function asText(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
