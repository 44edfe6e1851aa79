import { basename } from "node:path";
import { fail } from "../domain/errors/tidemark-error.ts";
import { closest } from "../lib/closest.ts";
import { configWarnings } from "./config-warnings.ts";
import { environmentName, flagName, type RawValue } from "./option.ts";
import { anyOption, OPTION_KEYS, type OptionKey, type Values } from "./options.ts";
import { hasSecretFile, readSecretFile, secretFileKey } from "./secret-file.ts";
import { type FileValue, parseConfigFile } from "./toml-file.ts";
import type { ConfigWarning } from "./warnings.ts";

/** Where a value comes from. */
export type Origin =
  | (Said & { readonly kind: "flag"; readonly name: string })
  | (Said & { readonly kind: "environment"; readonly name: string })
  | (Said & { readonly kind: "file"; readonly file: string; readonly line: number })
  /** An incoming commit that edited `.tidemark/config.json`. */
  | { readonly kind: "git"; readonly commit: string }
  | { readonly kind: "default" };

/** @property secretFile the file that holds the secret, where only its name was said */
interface Said {
  readonly secretFile?: string | undefined;
}

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
  /** What `--config` names; undefined: `TIDEMARK_CONFIG`, else `tidemark.toml` if it is there, else the only one installed. */
  readonly configFile?: string | undefined;
  /** The configuration files of the instances that are installed on this host. */
  readonly installed?: () => readonly string[];
  /** null when there is no such file. @throws the operating system's error when it cannot be read */
  readFile(path: string): ConfigFileContent | null;
}

/** Read when nobody names another file. */
export const DEFAULT_FILE = "tidemark.toml";
/** Names the file itself, so it is no option of the file. */
export const FILE_VARIABLE = "TIDEMARK_CONFIG";

/**
 * Flags win over the environment, that over the file, that over defaults. An empty environment variable counts as not set.
 * Pure but for `readFile`. Required options may be null here: see requireOptions.
 * @throws config.*
 */
export function loadConfig(input: ConfigInput): Config {
  const file = openFile(input);
  refuseUnknownVariables(input.env);
  const found = file === null ? new Map<string, FileValue>() : parseConfigFile(file.path, file.bytes);
  const places = placesOf(input, found);
  const chosen = OPTION_KEYS.map((key) => ({ key, chosen: candidate(key, input, places) }));
  const settings = chosen.map(({ key, chosen }) => setting(key, chosen));
  const config = {
    values: Object.fromEntries(settings.map(({ key, value }) => [key, value])) as Values,
    origins: Object.fromEntries(settings.map(({ key, origin }) => [key, origin])) as Config["origins"],
    file: file?.path ?? null,
  };
  const open = chosen.filter((one) => one.chosen?.openToOthers === true).map(({ key }) => key);
  return { ...config, warnings: configWarnings(config, { configFile: file?.openToOthers ?? false, secrets: open }) };
}

interface Chosen {
  readonly raw: RawValue;
  readonly origin: Exclude<Origin, { kind: "default" | "git" }>;
  /** It came from a secret's own file, and every account of this host may read that. */
  readonly openToOthers?: boolean;
}
type Candidate = Chosen | null;
/** What one of the three places says under a key. */
type Place = (key: string) => Candidate;

function placesOf({ flags, env }: ConfigInput, found: ReadonlyMap<string, FileValue>): readonly Place[] {
  return [
    (key) => {
      const value = flags[flagName(key)];
      return value === undefined ? null : text(value, { kind: "flag", name: `--${flagName(key)}` });
    },
    (key) => {
      const name = environmentName(key);
      return env[name] ? text(env[name], { kind: "environment", name }) : null;
    },
    (key) => {
      const said = found.get(key);
      if (said === undefined) return null;
      const { value, file, line } = said;
      return { raw: { kind: "toml", value }, origin: { kind: "file", file, line } };
    },
  ];
}

function text(value: string, origin: Chosen["origin"]): Chosen {
  return { raw: { kind: "text", value }, origin };
}

function candidate(key: OptionKey, input: ConfigInput, places: readonly Place[]): Candidate {
  for (const place of places) {
    const own = place(key);
    const file = hasSecretFile(key) ? place(secretFileKey(key)) : null;
    if (own !== null && file !== null) {
      const where = { one: originText(own.origin), other: originText(file.origin) };
      throw fail("config.said-twice", { option: key, file: secretFileKey(key), ...where });
    }
    if (file !== null) return fromSecretFile(key, file, input);
    if (own !== null) return own;
  }
  return null;
}

function fromSecretFile(option: OptionKey, { raw, origin }: Chosen, { env, readFile }: ConfigInput): Chosen {
  const where = originText(origin);
  if (typeof raw.value !== "string" || raw.value === "") {
    const details = { expected: "the path of a file", found: "something else" };
    throw fail("config.wrong-type", { ...details, where, option: secretFileKey(option) });
  }
  const { path, text: value, openToOthers } = readSecretFile({ option, where, path: raw.value, env, readFile });
  return { ...text(value, { ...origin, secretFile: path }), openToOthers };
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

/** `--chunk`, `TIDEMARK_CHUNK`, `tidemark.toml:12`, `TIDEMARK_REMOTE_TOKEN_FILE (/run/token)`, `git 0123456789ab`, `default`. */
export function originText(origin: Origin): string {
  if (origin.kind === "git") return `git ${origin.commit.slice(0, 12)}`;
  if (origin.kind === "default") return "default";
  const place = origin.kind === "file" ? `${origin.file}:${origin.line}` : origin.name;
  return origin.secretFile === undefined ? place : `${place} (${origin.secretFile})`;
}

function openFile(input: ConfigInput): (ConfigFileContent & { path: string }) | null {
  const { configFile, env, readFile } = input;
  const named = configFile ?? (env[FILE_VARIABLE] || undefined);
  if (named !== undefined) {
    const content = attemptRead(named, readFile);
    if (content === null) throw fail("config.no-file", { file: named });
    return { ...content, path: named };
  }
  const here = attemptRead(DEFAULT_FILE, readFile);
  if (here !== null) return { ...here, path: DEFAULT_FILE };
  const path = onlyInstalled(input);
  const content = path === null ? null : attemptRead(path, readFile);
  return path === null || content === null ? null : { ...content, path };
}

/** What says which mirror a command is about. */
const IDENTITY: readonly OptionKey[] = ["data", "moneyworks.url", "remote.url"];

/**
 * The file of the only instance on this host, unless flags or the environment say that another mirror is meant.
 * @throws config.which-instance
 */
function onlyInstalled({ flags, env, installed }: ConfigInput): string | null {
  if (IDENTITY.some((key) => flags[flagName(key)] !== undefined || env[environmentName(key)])) return null;
  const [only = null, ...others] = installed?.() ?? [];
  if (only !== null && others.length > 0)
    throw fail("config.which-instance", { files: [only, ...others].join(", "), first: basename(only, ".toml") });
  return only;
}

function attemptRead(path: string, readFile: ConfigInput["readFile"]): ConfigFileContent | null {
  try {
    return readFile(path);
  } catch (cause) {
    const reason = cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
    if (reason === "EACCES" || reason === "EPERM") throw fail("config.not-yours", { file: path }, { cause });
    throw fail("config.unreadable-file", { file: path, reason }, { cause });
  }
}

function refuseUnknownVariables(env: ConfigInput["env"]): void {
  const files = OPTION_KEYS.filter(hasSecretFile).map(secretFileKey);
  const known = [...[...OPTION_KEYS, ...files].map(environmentName), FILE_VARIABLE];
  for (const variable of Object.keys(env)) {
    if (!variable.startsWith("TIDEMARK_") || known.includes(variable)) continue;
    const near = closest(variable, known);
    throw fail("config.unknown-variable", { variable, near: near === null ? "" : ` Did you mean ${near}?` });
  }
}
