import { maskAddress, maskLogin, maskUrl, REDACTED } from "../lib/redact.ts";
import { type Config, originText } from "./load.ts";
import { environmentName, flagName } from "./option.ts";
import { anyOption, OPTION_KEYS, type OptionKey } from "./options.ts";
import { hasSecretFile, secretFileKey } from "./secret-file.ts";
import { secretTexts } from "./secrets.ts";

export interface ConfigRow {
  readonly key: OptionKey;
  /** As a flag would carry it, secrets hidden; empty when not set. */
  readonly value: string;
  /** `--chunk`, `TIDEMARK_CHUNK`, `tidemark.toml:12` or `default`. */
  readonly origin: string;
}

/** Every option with its value and where that came from, fit to be shown to anybody. */
export function describeConfig(config: Config): readonly ConfigRow[] {
  return OPTION_KEYS.map((key) => ({ key, value: shown(config, key), origin: originText(config.origins[key]) }));
}

function shown(config: Config, key: OptionKey): string {
  const option = anyOption(key);
  const value = config.values[key];
  if (value === null) return "";
  if (option.secret === "whole") return option.type.masked?.(value) ?? REDACTED;
  const text = option.type.format(value);
  if (option.secret === "address") return maskAddress(text);
  return option.secret === "login" ? maskUrl(maskLogin(text)) : text;
}

/** Every text that may not reach a log line, an error or an answer. */
export function secretsOf({ values }: Pick<Config, "values">): readonly string[] {
  return OPTION_KEYS.flatMap((key) => secretTexts(key, values[key]));
}

/** One option as a command line shows and takes it. */
export interface ConfigFlag {
  /** Without the dashes. */
  readonly name: string;
  /** What the value is called. */
  readonly value: string;
  readonly help: string;
  readonly variable: string;
}

/** The flags of all options and of the secrets' own files, in the order of the declarations. */
export function configFlags(): readonly ConfigFlag[] {
  return OPTION_KEYS.flatMap((key) => {
    const { type, help } = anyOption(key);
    const own = { name: flagName(key), value: type.placeholder, help, variable: environmentName(key) };
    if (!hasSecretFile(key)) return [own];
    const file = secretFileKey(key);
    const helpOfFile = `A file that holds ${key}, on one line and nothing else.`;
    return [own, { name: flagName(file), value: "FILE", help: helpOfFile, variable: environmentName(file) }];
  });
}
