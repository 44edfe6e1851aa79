import type { Config } from "./load.ts";
import { anyOption, OPTION_KEYS, OPTIONS, type OptionKey, type Values } from "./options.ts";

/** Raised when an older Tidemark could misread the file. */
export const CONFIG_VERSION = 1;

export interface MirrorConfig {
  /** Bytes of `.tidemark/config.json`. */
  readonly bytes: Uint8Array;
  /** Their SHA-256 in hexadecimal, for the trailer `Tidemark-Config`. */
  readonly hash: string;
}

/**
 * The settings that shape the mirror, as the repository publishes them: no URL, secret, path or name of this host. One
 * configuration has one form: keys sorted, lists sorted, durations and limits in their shortest spelling.
 */
export function mirrorConfig({ values }: Pick<Config, "values">): MirrorConfig {
  const keys = OPTION_KEYS.filter((key) => OPTIONS[key].published).toSorted();
  const settings = Object.fromEntries(keys.map((key) => [key, published(key, values[key])]));
  const text = `${JSON.stringify({ version: CONFIG_VERSION, ...settings }, null, 2)}\n`;
  const bytes = new TextEncoder().encode(text);
  return { bytes, hash: new Bun.CryptoHasher("sha256").update(bytes).digest("hex") };
}

/** A value as the file has it: a list, a number, or a text as a flag would carry it. */
export function published(key: OptionKey, value: Values[OptionKey]): unknown {
  if (Array.isArray(value)) return value.toSorted();
  return typeof value === "number" && OPTIONS[key].type.placeholder === "NUMBER"
    ? value
    : anyOption(key).type.format(value);
}
