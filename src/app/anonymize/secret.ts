import { FEWEST_SECRET_BYTES } from "../../../anonymizer/values/keys.ts";
import { fail } from "../../domain/errors/tidemark-error.ts";
import type { Files } from "../../domain/ports/files.ts";
import type { SecretRandom } from "../../domain/ports/random.ts";
import { readConfigFile } from "../../platform/config-file.ts";
import { finishedFile, writeText } from "./output/finished-file.ts";
import type { AnonymizeRequest } from "./request.ts";
import { isBelow } from "./sources/find-repository.ts";

const NEW_BYTES = 32;
/** No secret is this long; a data file named by mistake is. */
const MOST_BYTES = 4096;

export interface Secret {
  readonly bytes: Uint8Array;
  /** What a person should look at; null: nothing. */
  readonly warning: string | null;
}

type Wanted = Pick<AnonymizeRequest, "secretFile" | "newSecret" | "to">;

/**
 * What all pseudonyms derive from: the text of a file, without line end. Whoever has it and the rules can make the same pseudonyms, and so
 * find out of whom one is.
 * @throws anonymize.secret-file, anonymize.secret-exists, anonymize.secret-in-output
 */
export function readSecret({ secretFile: path, newSecret, to }: Wanted, files: Files, random: SecretRandom): Secret {
  if (isBelow(path, to)) throw fail("anonymize.secret-in-output", { path, to });
  if (newSecret) makeSecret(path, files, random);
  const real = files.realPath(path);
  // Whoever opens a pipe that nobody writes to waits, and hears no signal meanwhile.
  if (real !== null && !files.isPlainFile(real)) throw fail("anonymize.secret-file", { path, reason: "is no file" });
  const content = attempt(path, () => readConfigFile(path));
  if (content === null) throw fail("anonymize.secret-file", { path, reason: "does not exist" });
  const { bytes, openToOthers } = content;
  if (bytes.length > MOST_BYTES)
    throw fail("anonymize.secret-file", { path, reason: `has ${bytes.length} bytes, which is no secret` });
  const secret = withoutLineEnd(bytes);
  if (secret.length < FEWEST_SECRET_BYTES)
    throw fail("anonymize.secret-file", { path, reason: `has fewer than ${FEWEST_SECRET_BYTES} bytes` });
  const warning = openToOthers ? `${path} can be read by every account of this host: chmod o-r ${path}` : null;
  return { bytes: secret, warning };
}

/** Without blanks around it. The bytes as they are: read as text, all that are no UTF-8 would become one character, and secrets the same. */
function withoutLineEnd(bytes: Uint8Array): Uint8Array {
  const isBlank = (at: number): boolean => BLANKS.has(bytes[at] as number);
  let [start, end] = [0, bytes.length];
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) start = 3;
  while (start < end && isBlank(start)) start++;
  while (end > start && isBlank(end - 1)) end--;
  return Uint8Array.from(bytes.subarray(start, end));
}

/** Space, tab, line feed, carriage return. */
const BLANKS: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d]);

function makeSecret(path: string, files: Files, random: SecretRandom): void {
  if (files.exists(path)) throw fail("anonymize.secret-exists", { path });
  const text = `${Buffer.from(random.bytes(NEW_BYTES)).toString("hex")}\n`;
  attempt(path, () => finishedFile({ files, partial: `${path}.partial`, path }, (file) => writeText(file, text)));
}

function attempt<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    const reason = cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
    throw fail("anonymize.secret-file", { path, reason: `cannot be read or made (${reason})` }, { cause });
  }
}
