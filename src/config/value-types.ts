import { formatDuration, parseDuration } from "../lib/duration.ts";
import type { Parsed, Problem, RawValue, ValueType } from "./option.ts";

/** Any text that is not empty. @param what e.g. `a URL` */
export function textType(what: string, placeholder: string): ValueType<string> {
  return {
    expected: what,
    placeholder,
    parse: (raw) => (typeof raw.value === "string" && raw.value !== "" ? { value: raw.value } : wrongType(what, raw)),
    format: (value) => value,
  };
}

export function choiceType<const T extends string>(...choices: readonly T[]): ValueType<T> {
  const expected = `one of ${choices.join(", ")}`;
  return {
    expected,
    placeholder: choices.join("|"),
    parse(raw) {
      const value = choices.find((choice) => choice === raw.value);
      return value === undefined ? wrongType(expected, raw) : { value };
    },
    format: (value) => value,
  };
}

/** `true` or `false`, as TOML has them; the same words in a flag or a variable. */
export const booleanType: ValueType<boolean> = {
  expected: "true or false",
  placeholder: "true|false",
  parse(raw) {
    const value = raw.kind === "text" ? ({ true: true, false: false } as const)[raw.value.toLowerCase()] : raw.value;
    return typeof value === "boolean" ? { value } : wrongType(this.expected, raw);
  },
  format: String,
};

/** A whole number; digits in a flag or a variable, a number in TOML. Both ends are included. */
export function integerType(least: number, most: number): ValueType<number> {
  const expected = `a whole number from ${least} to ${most}`;
  return {
    expected,
    placeholder: "NUMBER",
    parse(raw) {
      const value = raw.kind === "text" && /^-?\d{1,15}$/.test(raw.value) ? Number(raw.value) : raw.value;
      if (typeof value !== "number" || !Number.isSafeInteger(value)) return wrongType(expected, raw);
      return value < least || value > most ? outOfRange(expected, raw) : { value };
    },
    format: String,
  };
}

/** A duration with its unit, in milliseconds. A bare number is refused: nobody agrees on what it means. */
export function durationType(least: string, most: string): ValueType<number> {
  const expected = `a duration with its unit, such as 90s, 10m or 1h, from ${least} to ${most}`;
  return {
    expected,
    placeholder: "DURATION",
    parse(raw) {
      const value = typeof raw.value === "string" ? parseDuration(raw.value) : null;
      if (value === null) return wrongType(expected, raw);
      const inside = value >= (parseDuration(least) ?? 0) && value <= (parseDuration(most) ?? 0);
      return inside ? { value } : outOfRange(expected, raw);
    },
    format: formatDuration,
  };
}

/** A duration, or `off`: null. */
export function durationOrOff(least: string, most: string): ValueType<number | null> {
  return durationOr("off", least, most);
}

/** A duration, or `forever`: null. */
export function durationOrForever(least: string, most: string): ValueType<number | null> {
  return durationOr("forever", least, most);
}

function durationOr(word: string, least: string, most: string): ValueType<number | null> {
  const duration = durationType(least, most);
  const expected = `${duration.expected}, or ${word}`;
  return {
    ...duration,
    expected,
    parse(raw) {
      if (raw.value === word) return { value: null };
      const parsed = duration.parse(raw);
      if (!("problem" in parsed)) return parsed;
      return { problem: { ...parsed.problem, details: { ...parsed.problem.details, expected } } };
    },
    format: (value) => (value === null ? word : duration.format(value)),
  };
}

/** Texts: an array in TOML, commas between them elsewhere. Blanks around an item and empty items are dropped. */
export function textsOf(raw: RawValue): readonly string[] | null {
  const items = typeof raw.value === "string" ? raw.value.split(",") : raw.value;
  if (!Array.isArray(items) || !items.every((item) => typeof item === "string")) return null;
  return [...new Set(items.map((item) => item.trim()).filter((item) => item !== ""))];
}

/** A value that may also be unset. */
export function optional<T>(type: ValueType<T>): ValueType<T | null> {
  return { ...type, format: (value) => (value === null ? "" : type.format(value)) };
}

export function wrongType(expected: string, raw: RawValue): Parsed<never> {
  return { problem: complaint("config.wrong-type", expected, raw) };
}

export function outOfRange(expected: string, raw: RawValue): Parsed<never> {
  return { problem: complaint("config.out-of-range", expected, raw) };
}

function complaint(code: Problem["code"], expected: string, { value }: RawValue): Problem {
  return { code, details: { expected, kind: kindOf(value), found: foundText(value) } };
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  return { string: "a text", number: "a number", boolean: "true or false" }[typeof value as string] ?? "a section";
}

function foundText(value: unknown): string {
  const text = typeof value === "object" ? kindOf(value) : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
