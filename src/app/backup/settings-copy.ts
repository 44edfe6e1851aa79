import { describeConfig, secretsOf } from "../../config/describe.ts";
import { type Config, originText } from "../../config/load.ts";
import { anyOption, OPTION_KEYS, type OptionKey } from "../../config/options.ts";
import { secretFileKey } from "../../config/secret-file.ts";
import { createRedactor } from "../../lib/redact.ts";

/**
 * The configuration in force as a `tidemark.toml`: what somebody set, wherever it was set. Comments of the file are not taken along.
 * @param secrets `left out`: what is secret is a comment that says so, and its place in the file is kept
 */
export function settingsText(config: Config, secrets: "left out" | "included"): string {
  const shown = new Map(describeConfig(config).map(({ key, value }) => [key, value]));
  const isLeftOut = secrets === "left out";
  const lines = OPTION_KEYS.filter((key) => config.origins[key].kind !== "default").map((key) => {
    const value = anyOption(key).type.format(config.values[key]);
    const mask = shown.get(key) ?? "";
    if (!isLeftOut || anyOption(key).secret === "no" || mask === value) return `${key} = ${tomlValue(key, value)}`;
    return placeOf(config, key) ?? `# ${key} = ${JSON.stringify(mask)} # secret, left out`;
  });
  const text = `# The configuration of ${originsOf(config)}, as Tidemark had it.\n${lines.join("\n")}\n`;
  return isLeftOut ? createRedactor(secretsOf(config))(text) : text;
}

/** The line that names a secret's own file, which is no part of a backup; null: it has none. */
function placeOf({ origins }: Config, key: OptionKey): string | null {
  const origin = origins[key];
  const path = "secretFile" in origin ? origin.secretFile : undefined;
  return path === undefined ? null : `${secretFileKey(key)} = ${JSON.stringify(path)}`;
}

function originsOf({ file, origins }: Config): string {
  const others = OPTION_KEYS.map((key) => origins[key]).filter(({ kind }) => kind === "flag" || kind === "environment");
  const named = [...new Set(others.map((origin) => (origin.kind === "flag" ? "flags" : "the environment")))];
  return [...(file === null ? [] : [file]), ...named].join(", ") || originText({ kind: "default" });
}

/** As what the option takes from a file: a text, a number, a yes or no, or a list. */
function tomlValue(key: OptionKey, text: string): string {
  const { type } = anyOption(key);
  const candidates = [text, Number(text), text === "true", text === "" ? [] : text.split(",")];
  const value = candidates.find((candidate) => {
    const parsed = type.parse({ kind: "toml", value: candidate });
    return "value" in parsed && type.format(parsed.value) === text;
  });
  return JSON.stringify(value ?? text);
}
