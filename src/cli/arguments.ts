import { fail } from "../domain/errors/tidemark-error.ts";
import { closest } from "../lib/closest.ts";
import type { OptionSpec } from "./command.ts";

/** Arguments of one command, checked against its options. */
export class Arguments {
  readonly positionals: readonly string[];
  readonly #values: ReadonlyMap<string, readonly string[]>;

  constructor(positionals: readonly string[], values: ReadonlyMap<string, readonly string[]>) {
    this.positionals = positionals;
    this.#values = values;
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  /** The last value given; undefined when there is none. */
  value(name: string): string | undefined {
    return this.#values.get(name)?.at(-1);
  }

  /** Every value given, commas split. */
  list(name: string): readonly string[] | undefined {
    return this.#values
      .get(name)
      ?.flatMap((value) => value.split(",").map((part) => part.trim()))
      .filter(Boolean);
  }

  /** @throws usage.bad-value unless it is a whole number from `least` to `most`. */
  number(name: string, least: number, most = Number.MAX_SAFE_INTEGER): number | undefined {
    const text = this.value(name);
    if (text === undefined) return undefined;
    const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (Number.isSafeInteger(number) && number >= least && number <= most) return number;
    const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
    throw fail("usage.bad-value", { option: name, value: text, expected: `a whole number ${range}` });
  }
}

/**
 * Splits `--name value`, `--name=value`, switches and positionals; `--` ends the options.
 * @throws usage.unknown-option, usage.missing-value, usage.unexpected-value
 */
export function parseArguments(words: readonly string[], specs: readonly OptionSpec[]): Arguments {
  const byName = new Map(specs.map((spec) => [spec.name, spec]));
  const positionals: string[] = [];
  const values = new Map<string, string[]>();
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? "";
    if (word === "--") {
      positionals.push(...words.slice(at + 1));
      break;
    }
    if (!word.startsWith("--")) {
      if (/^-[a-z]$/i.test(word)) throw unknown(word, byName);
      positionals.push(word);
      continue;
    }
    const [name, inline] = splitOption(word);
    const spec = byName.get(name);
    if (spec === undefined) throw unknown(word, byName);
    const next = spec.value !== undefined && inline === undefined ? words[++at] : undefined;
    values.set(name, [...(values.get(name) ?? []), optionValue(spec, inline, next)]);
  }
  return new Arguments(positionals, values);
}

function splitOption(word: string): [name: string, inline: string | undefined] {
  const equals = word.indexOf("=");
  return equals < 0 ? [word.slice(2), undefined] : [word.slice(2, equals), word.slice(equals + 1)];
}

function optionValue(spec: OptionSpec, inline: string | undefined, next: string | undefined): string {
  if (spec.value === undefined) {
    if (inline !== undefined) throw fail("usage.unexpected-value", { option: spec.name });
    return "";
  }
  const value = inline ?? next;
  if (value === undefined || (inline === undefined && value.startsWith("--"))) {
    throw fail("usage.missing-value", { option: spec.name, value: spec.value });
  }
  return value;
}

function unknown(word: string, byName: ReadonlyMap<string, OptionSpec>): Error {
  const [name] = splitOption(word);
  const near = closest(name, [...byName.keys()]);
  return fail("usage.unknown-option", {
    option: word.split("=")[0] ?? word,
    near: near === null ? "" : ` Did you mean --${near}?`,
  });
}
