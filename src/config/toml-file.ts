import { fail } from "../domain/errors/tidemark-error.ts";
import { closest } from "../lib/closest.ts";
import { keyLines, lineOf, pathText } from "../lib/toml-lines.ts";
import { tomlProblem } from "../lib/toml-problem.ts";
import { OPTION_KEYS } from "./options.ts";
import { hasSecretFile, secretFileKey } from "./secret-file.ts";

/** A value of the file and where it stands. */
export interface FileValue {
  readonly value: unknown;
  readonly file: string;
  /** 1-based. */
  readonly line: number;
}

/** No configuration is this long; a log or a data file named by mistake is. */
const MOST_BYTES = 262_144;

const KEYS: readonly string[] = [...OPTION_KEYS, ...OPTION_KEYS.filter(hasSecretFile).map(secretFileKey)];

/**
 * Reads `tidemark.toml`: what is said of each option, and of each secret's own file.
 * @param file its name, for errors
 * @throws config.unreadable-file (not UTF-8), config.syntax, config.unknown-key. No error quotes a value: it may be a secret.
 */
export function parseConfigFile(file: string, bytes: Uint8Array): ReadonlyMap<string, FileValue> {
  const text = decode(file, bytes);
  const document = parseToml(file, text);
  const lines = keyLines(text);
  const values = new Map<string, FileValue>();
  for (const [segments, value] of leaves(document, [])) {
    const line = lineOf(lines, segments);
    const key = pathText(segments);
    if (!KEYS.includes(key)) throw fail("config.unknown-key", { file, line, key, near: suggestion(key) });
    values.set(key, { value, file, line });
  }
  return values;
}

function suggestion(key: string): string {
  const bare = key.replaceAll('"', "");
  const near = closest(bare, KEYS) ?? KEYS.find((known) => known.endsWith(`.${bare}`)) ?? null;
  return near === null ? "" : ` Did you mean ${near}?`;
}

/** Every value that is not a section, and every section that stands where an option's value should. */
function* leaves(node: object, path: readonly string[]): Generator<[readonly string[], unknown]> {
  for (const [name, value] of Object.entries(node)) {
    const here = [...path, name];
    const section = typeof value === "object" && value !== null && !Array.isArray(value);
    if (section && !KEYS.includes(pathText(here))) yield* leaves(value, here);
    else yield [here, value];
  }
}

function decode(file: string, bytes: Uint8Array): string {
  if (bytes.length > MOST_BYTES) throw fail("config.unreadable-file", { file, reason: `it has ${bytes.length} bytes` });
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw fail("config.unreadable-file", { file, reason: "it is not UTF-8" }, { cause });
  }
}

function parseToml(file: string, text: string): object {
  const problem = tomlProblem(text);
  if (problem === null) return Bun.TOML.parse(text);
  throw fail("config.syntax", { file, ...problem });
}
