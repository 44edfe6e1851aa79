import type { FormKind } from "./form-key.ts";

/** How a value was recognised. */
export type Likeness = "exact" | "case-folded" | "digits only" | "word pair" | "word";

/** Where an original value was in the source. */
export interface Origin {
  /** `name.phone`. */
  readonly field: string;
  /** Sequence number; null: the source does not tell. */
  readonly record: number | null;
}

/**
 * One thing that must not be. `survived`: an original value that the anonymizer left in. `foreign`: what the anonymizer
 * did not write, with or without an original value. `unmoved`: amounts or dates of a field came through as they were.
 * `duplicate`: two records with one key. `missing`: records that must be there and are not.
 */
export interface Finding {
  readonly kind: "survived" | "foreign" | "unmoved" | "duplicate" | "missing";
  readonly table: string | null;
  /** In the output directory. */
  readonly file: string | null;
  /** Sequence number of the record in the output, or of the one that it was made of where that has none. */
  readonly record: number | null;
  /** Where it begins in the file, bytes; null: not known. */
  readonly offset: number | null;
  /** `name.comment`, `XML comment`, `file name`. */
  readonly field: string | null;
  readonly likeness: Likeness | null;
  readonly origin: Origin | null;
  /** First character and length: `R… (5)`. */
  readonly masked: string | null;
  /** What to do about it. */
  readonly hint: string;
}

const KIND_LIKENESS: Readonly<Record<FormKind, Likeness>> = { word: "word", pair: "word pair", digits: "digits only" };

/** @param place the text in which the form was found. @param value the original; null: not at hand */
export function likenessOf(kind: FormKind, place: string, value: string | null): Likeness {
  if (value !== null && place.includes(value)) return "exact";
  if (value !== null && place.toLowerCase().includes(value.toLowerCase())) return "case-folded";
  return KIND_LIKENESS[kind];
}

/** All of a value that may be shown: it is recognised by who knows it, and by nobody else. */
export function mask(text: string): string {
  const [first = ""] = text;
  return `${first}… (${text.length})`;
}
