import { fail } from "../domain/errors/tidemark-error.ts";
import { keyLines } from "../lib/toml-lines.ts";
import { anyOption, type OptionKey } from "./options.ts";
import { secretFileKey } from "./secret-file.ts";
import { parseConfigFile } from "./toml-file.ts";

export interface Setting {
  readonly key: OptionKey;
  /** As the option's type has it. */
  readonly value: unknown;
}

/**
 * Sets options in the text of a configuration file. Everything else stays as it is, comments and order too; a line that is
 * commented out and would set the same option is taken for its place.
 * @param file its name, for errors @throws config.cannot-edit, config.*
 */
export function setInToml(file: string, text: string, settings: readonly Setting[]): string {
  const changed = settings.reduce((now, setting) => setOne(file, now, setting), text);
  const values = parseConfigFile(file, new TextEncoder().encode(changed));
  for (const { key, value } of settings) {
    const parsed = anyOption(key).type.parse({ kind: "toml", value: values.get(key)?.value });
    if (!("value" in parsed) || !Bun.deepEquals(parsed.value, value)) throw fail("config.cannot-edit", { file, key });
  }
  return changed;
}

function setOne(file: string, text: string, { key, value }: Setting): string {
  const lines = text.split("\n");
  const dot = key.lastIndexOf(".");
  const [section, name] = dot < 0 ? [null, key] : [key.slice(0, dot), key.slice(dot + 1)];
  const literal = literalOf(key, value);
  const places = keyLines(text);
  const own = places.get(key) ?? places.get(secretFileKey(key));
  if (own !== undefined) return replaced({ file, key }, lines, { at: own - 1, literal });
  const header = section === null ? -1 : (places.get(section) ?? 0) - 1;
  if (section !== null && (header < 0 || !/^\s*\[/.test(lines[header] ?? "")))
    return `${text.replace(/\n*$/, "\n")}\n[${section}]\n${name} = ${literal}\n`;
  const at = placeOf(lines, header, name);
  lines.splice(at.line, at.replaces ? 1 : 0, `${name} = ${literal}`);
  return lines.join("\n");
}

/** What stands there as a comment, or the line below the section's header; without a section, the line before the first one. */
function placeOf(lines: readonly string[], header: number, name: string): { line: number; replaces: boolean } {
  const next = lines.findIndex((line, at) => at > header && /^\s*\[/.test(line));
  const end = next < 0 ? lines.length : next;
  const comment = lines.findIndex((line, at) => at > header && at < end && new RegExp(`^#\\s*${name}\\s*=`).test(line));
  if (comment >= 0) return { line: comment, replaces: true };
  if (header >= 0) return { line: header + 1, replaces: false };
  const first = lines.findIndex((line, at) => at < end && !/^\s*(#|$)/.test(line));
  const line = first < 0 ? end : first;
  // The empty line before a section stays before it.
  return { line: line > 0 && lines[line - 1] === "" && lines[line - 2] === "" ? line - 1 : line, replaces: false };
}

interface Named {
  readonly file: string;
  readonly key: OptionKey;
}

/** A value may have several lines: as many are taken as leave a file that parses. */
function replaced({ file, key }: Named, lines: readonly string[], place: { at: number; literal: string }): string {
  const { at, literal } = place;
  const written = /^[^=]*=/.exec(lines[at] ?? "")?.[0] ?? "";
  // A file that the secret stood in until now is named no more.
  const before = written.replace(/_file(\s*=)$/, "$1");
  for (let count = 1; at + count <= lines.length; count += 1) {
    const changed = lines.toSpliced(at, count, `${before} ${literal}`).join("\n");
    if (parses(changed)) return changed;
  }
  throw fail("config.cannot-edit", { file, key });
}

function parses(text: string): boolean {
  try {
    Bun.TOML.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Numbers and the words true and false where the option takes them so, a text in quotes otherwise. */
function literalOf(key: OptionKey, value: unknown): string {
  const { type } = anyOption(key);
  if (typeof value === "number" || typeof value === "boolean") {
    const parsed = type.parse({ kind: "toml", value });
    if ("value" in parsed && parsed.value === value) return String(value);
  }
  return JSON.stringify(type.format(value)).replaceAll("\u007f", "\\u007f");
}
