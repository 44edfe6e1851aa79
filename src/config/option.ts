import type { ErrorCode } from "../domain/errors/registry.ts";

/** What a value comes as: text from a flag or a variable, or what TOML made of it. */
export type RawValue =
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "toml"; readonly value: unknown };

/** Why a raw value is not taken. `details` fill the code's texts; `where` and `option` are added by the reader. */
export interface Problem {
  readonly code: Extract<ErrorCode, `config.${string}`>;
  readonly details: Readonly<Record<string, string>>;
}

export type Parsed<T> = { readonly value: T } | { readonly problem: Problem };

/** How the values of one kind are read and written. */
export interface ValueType<T> {
  /** What is expected, as an error and the manual say it: `a whole number from 10 to 1000`. */
  readonly expected: string;
  /** The value's name in help: `NUMBER`. */
  readonly placeholder: string;
  parse(raw: RawValue): Parsed<T>;
  /** The value as a flag or a variable would carry it; parse(format(v)) = v. */
  format(value: T): string;
  /** The value as it may be shown to anybody, where an option that is secret has more to tell than that it is set. */
  masked?(value: T): string;
}

/** One option: all that the program knows about it. */
export interface Option<T> {
  readonly type: ValueType<T>;
  /** What holds when nobody sets it; null where there is nothing sensible. */
  readonly default: T;
  /** One sentence for `--help` and the manual. */
  readonly help: string;
  /**
   * `whole`: never shown. `login`: a URL whose log-in is hidden. `address`: a URL of which the host alone is shown, because its path
   * or query may be a token (see lib/redact.ts).
   */
  readonly secret: "no" | "whole" | "login" | "address";
  /** Part of `.tidemark/config.json`: it shapes what the mirror holds or how it grows, and is fit to be published there. */
  readonly published: boolean;
}

/** `moneyworks.folder_password` is `TIDEMARK_MONEYWORKS_FOLDER_PASSWORD`. */
export function environmentName(key: string): string {
  return `TIDEMARK_${key.replaceAll(".", "_").toUpperCase()}`;
}

/** `moneyworks.folder_password` is `moneyworks-folder-password`, given as `--moneyworks-folder-password`. */
export function flagName(key: string): string {
  return key.replace(/[._]/g, "-");
}
