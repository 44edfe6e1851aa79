import { fail } from "../domain/errors/tidemark-error.ts";
import type { TableName } from "../domain/ids.ts";
import { SCHEMA } from "../domain/schema/schema.ts";
import { closest } from "../lib/closest.ts";
import { environmentName, flagName, type RawValue } from "./option.ts";
import { anyOption, OPTION_KEYS, OPTIONS, type OptionKey, type Values } from "./options.ts";
import { secretTexts } from "./secrets.ts";
import { type FileValue, parseConfigFile } from "./toml-file.ts";
import { type ConfigWarning, warning } from "./warnings.ts";

/** Where a value comes from. */
export type Origin =
  | { readonly kind: "flag"; readonly name: string }
  | { readonly kind: "environment"; readonly name: string }
  | { readonly kind: "file"; readonly file: string; readonly line: number }
  /** An incoming commit that edited `.tidemark/config.json`. */
  | { readonly kind: "git"; readonly commit: string }
  | { readonly kind: "default" };

/** The configuration in force. */
export interface Config {
  readonly values: Values;
  readonly origins: Readonly<Record<OptionKey, Origin>>;
  /** The file that was read, or null. */
  readonly file: string | null;
  readonly warnings: readonly ConfigWarning[];
}

export interface ConfigFileContent {
  readonly bytes: Uint8Array;
  /** Accounts other than the owner and its group may read it. */
  readonly openToOthers: boolean;
}

/** Everything that decides the configuration. */
export interface ConfigInput {
  /** Values by flag name without dashes: `{ "remote-url": "…" }`. */
  readonly flags: Readonly<Record<string, string | undefined>>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What `--config` names; undefined: `TIDEMARK_CONFIG`, else `tidemark.toml` if it is there. */
  readonly configFile?: string | undefined;
  /** null when there is no such file. @throws the operating system's error when it cannot be read */
  readFile(path: string): ConfigFileContent | null;
}

/** Read when nobody names another file. */
export const DEFAULT_FILE = "tidemark.toml";
/** Names the file itself, so it is no option of the file. */
export const FILE_VARIABLE = "TIDEMARK_CONFIG";
/** Below this a Datacentre, as it comes, closes the document between two polls. */
const SHORT_POLL_MS = 600_000;

/**
 * Flags win over the environment, that over the file, that over defaults. An empty environment variable counts as not set.
 * Pure but for `readFile`. Required options may be null here: see requireOptions.
 * @throws config.*
 */
export function loadConfig(input: ConfigInput): Config {
  const file = openFile(input);
  refuseUnknownVariables(input.env);
  const found = file === null ? new Map<OptionKey, FileValue>() : parseConfigFile(file.path, file.bytes);
  const settings = OPTION_KEYS.map((key) => setting(key, candidate(key, input, found.get(key))));
  const config = {
    values: Object.fromEntries(settings.map(({ key, value }) => [key, value])) as Values,
    origins: Object.fromEntries(settings.map(({ key, origin }) => [key, origin])) as Config["origins"],
    file: file?.path ?? null,
  };
  return { ...config, warnings: warningsOf(config, file?.openToOthers ?? false) };
}

type Candidate = { readonly raw: RawValue; readonly origin: Exclude<Origin, { kind: "default" }> } | null;

function candidate(key: OptionKey, { flags, env }: ConfigInput, found: FileValue | undefined): Candidate {
  const flag = flags[flagName(key)];
  if (flag !== undefined)
    return { raw: { kind: "text", value: flag }, origin: { kind: "flag", name: `--${flagName(key)}` } };
  const variable = env[environmentName(key)];
  if (variable !== undefined && variable !== "") {
    return { raw: { kind: "text", value: variable }, origin: { kind: "environment", name: environmentName(key) } };
  }
  if (found === undefined) return null;
  return { raw: { kind: "toml", value: found.value }, origin: { kind: "file", file: found.file, line: found.line } };
}

function setting(key: OptionKey, chosen: Candidate): { key: OptionKey; value: unknown; origin: Origin } {
  const option = anyOption(key);
  if (chosen === null) return { key, value: option.default, origin: { kind: "default" } };
  const parsed = option.type.parse(chosen.raw);
  if ("value" in parsed) return { key, value: parsed.value, origin: chosen.origin };
  const { code, details } = parsed.problem;
  const found = option.secret === "no" ? details.found : details.kind;
  throw fail(code, { ...details, where: originText(chosen.origin), option: key, found: found ?? "" });
}

/** `--chunk`, `TIDEMARK_CHUNK`, `tidemark.toml:12`, `git 0123456789ab`, `default`. */
export function originText(origin: Origin): string {
  if (origin.kind === "git") return `git ${origin.commit.slice(0, 12)}`;
  if (origin.kind === "file") return `${origin.file}:${origin.line}`;
  return origin.kind === "default" ? "default" : origin.name;
}

function openFile({ configFile, env, readFile }: ConfigInput): (ConfigFileContent & { path: string }) | null {
  const named = configFile ?? (env[FILE_VARIABLE] || undefined);
  const path = named ?? DEFAULT_FILE;
  const content = attemptRead(path, readFile);
  if (content === null && named !== undefined) throw fail("config.no-file", { file: path });
  return content === null ? null : { ...content, path };
}

function attemptRead(path: string, readFile: ConfigInput["readFile"]): ConfigFileContent | null {
  try {
    return readFile(path);
  } catch (cause) {
    const reason = cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
    throw fail("config.unreadable-file", { file: path, reason }, { cause });
  }
}

function refuseUnknownVariables(env: ConfigInput["env"]): void {
  const known = [...OPTION_KEYS.map(environmentName), FILE_VARIABLE];
  for (const variable of Object.keys(env)) {
    if (!variable.startsWith("TIDEMARK_") || known.includes(variable)) continue;
    const near = closest(variable, known);
    throw fail("config.unknown-variable", { variable, near: near === null ? "" : ` Did you mean ${near}?` });
  }
}

function warningsOf({ values, origins }: Pick<Config, "values" | "origins">, openToOthers: boolean): ConfigWarning[] {
  const secrets = OPTION_KEYS.filter((key) => secretTexts(key, values[key]).length > 0);
  const warnings = secrets.flatMap((option) => {
    const origin = origins[option];
    const variable = environmentName(option);
    if (origin.kind === "flag") return [warning("config.secret-in-arguments", { option, variable })];
    if (origin.kind === "file" && openToOthers)
      return [warning("config.readable-secret", { file: origin.file, option, variable })];
    return [];
  });
  warnings.push(...unknownFields(values.private));
  if (values.poll >= SHORT_POLL_MS) return warnings;
  return [...warnings, warning("config.short-poll", { poll: OPTIONS.poll.type.format(values.poll) })];
}

/** A name with a slip of the pen hides nothing, and nobody would see it; a later MoneyWorks may have fields that we do not know. */
function unknownFields(names: readonly string[]): ConfigWarning[] {
  return names.flatMap((name) => {
    const [table = "", field = ""] = name.split(".");
    const known = SCHEMA.get(table as TableName)?.field;
    if (known === undefined || known.has(field)) return [];
    const near = closest(field, [...known.keys()]);
    const details = { field: name, near: near === null ? "" : ` Did you mean ${table}.${near}?` };
    return [warning("config.unknown-private-field", details)];
  });
}
