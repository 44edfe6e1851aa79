import { closest } from "../lib/closest.ts";
import { type Config, originText } from "./load.ts";
import { CONFIG_VERSION, published } from "./mirror-config.ts";
import { anyOption, OPTION_KEYS, OPTIONS, type OptionKey, type Values } from "./options.ts";

/** A setting that an incoming commit changed. It holds until the host says something else: who edits there later, wins. */
export interface GitSetting {
  readonly key: OptionKey;
  /** As `.tidemark/config.json` has it. */
  readonly value: unknown;
  /** What the host's own configuration said when it was changed, as a flag would carry it. */
  readonly over: string;
  /** The host said so by default alone: whoever writes it into the file there says something new, even in the same words. */
  readonly byDefault?: boolean;
  readonly commit: string;
}

/** The host's configuration with what incoming commits changed. Settings that do not hold any more, or cannot be read, are left out. */
export function withGitSettings(config: Config, settings: readonly GitSetting[]): Config {
  const values: Record<string, unknown> = { ...config.values };
  const origins = { ...config.origins };
  for (const { key, value, commit } of heldSettings(config, settings)) {
    if (!isPublished(key) || isFixed(config, key)) continue;
    const parsed = anyOption(key).type.parse({ kind: "toml", value });
    if ("problem" in parsed) continue;
    values[key] = parsed.value;
    origins[key] = { kind: "git", commit };
  }
  return { ...config, values: values as Values, origins };
}

/**
 * Settings that the host has not spoken about since. A flag or a variable speaks for one start of the program alone: what it goes
 * before holds again without it.
 */
export function heldSettings(host: Config, settings: readonly GitSetting[]): readonly GitSetting[] {
  return settings.filter((one) => !isPublished(one.key) || isFixed(host, one.key) || isHeld(host, one));
}

function isHeld({ values, origins }: Config, { key, over, byDefault }: GitSetting): boolean {
  const isNewlyWritten = byDefault === true && origins[key].kind !== "default";
  return !isNewlyWritten && formatted(key, values[key]) === over;
}

/** One setting of the file, compared in three ways; texts as a flag would carry them. */
export interface SettingChange {
  readonly key: OptionKey;
  readonly verdict: "change" | "held" | "conflict";
  readonly base: string;
  readonly theirs: string;
  readonly ours: string;
  /** As the file has it. */
  readonly value: unknown;
}

/** What is wrong with an edited file: `key` null means all of it. */
export interface SettingFault {
  readonly key: string | null;
  readonly text: string;
}

export interface JudgedSettings {
  readonly changes: readonly SettingChange[];
  readonly faults: readonly SettingFault[];
}

/**
 * What an edited `.tidemark/config.json` asks for. A setting that is left out goes back to what the host says.
 * @param host the configuration without what commits changed, and `now` with it
 */
export function judgeSettings(
  { base, theirs }: { readonly base: string | null; readonly theirs: string },
  { host, now }: { readonly host: Config; readonly now: Config },
): JudgedSettings {
  const file = readFile(theirs);
  if ("fault" in file) return { changes: [], faults: [file.fault] };
  const began = base === null ? null : readFile(base);
  const before = began !== null && "settings" in began ? began.settings : {};
  const faults = Object.keys(file.settings).flatMap((key) => nameFault(key) ?? []);
  const changes: SettingChange[] = [];
  for (const key of OPTION_KEYS.filter(isPublished)) {
    const judged = judgeOne(key, { before, after: file.settings, host, now });
    if (judged === null) continue;
    if ("text" in judged) faults.push(judged);
    else changes.push(judged);
  }
  return { changes, faults };
}

interface Comparison {
  readonly before: Readonly<Record<string, unknown>>;
  readonly after: Readonly<Record<string, unknown>>;
  readonly host: Config;
  readonly now: Config;
}

function judgeOne(key: OptionKey, { before, after, host, now }: Comparison): SettingChange | SettingFault | null {
  const own = published(key, host.values[key]);
  const valueIn = (settings: Readonly<Record<string, unknown>>) => (key in settings ? settings[key] : own);
  const ours = formatted(key, now.values[key]);
  const theirs = textOf(key, valueIn(after));
  if (typeof theirs !== "string") return theirs;
  const began = key in before || key in after ? textOf(key, valueIn(before)) : theirs;
  // What an older Tidemark published and this one cannot read says nothing.
  const base = typeof began === "string" ? began : ours;
  if (base === theirs) return null;
  const common = { key, base, theirs, ours, value: valueIn(after) };
  if (theirs === ours) return { ...common, verdict: "held" };
  if (base !== ours) return { ...common, verdict: "conflict" };
  if (isFixed(host, key)) {
    return {
      key,
      text: `${key} is set by ${originText(host.origins[key])} on the host, which goes before the repository.`,
    };
  }
  return { ...common, verdict: "change" };
}

/** The settings after a change was taken. */
export function addGitSettings(
  settings: readonly GitSetting[],
  changes: readonly SettingChange[],
  { host, commit }: { readonly host: Config; readonly commit: string },
): readonly GitSetting[] {
  const changed = new Set(changes.map(({ key }) => key));
  const kept = settings.filter(({ key }) => !changed.has(key));
  const added = changes.flatMap(({ key, value, theirs }) => {
    const over = formatted(key, host.values[key]);
    const byDefault = host.origins[key].kind === "default";
    return theirs === over ? [] : [{ key, value, over, byDefault, commit }];
  });
  return [...kept, ...added];
}

function isPublished(key: OptionKey): boolean {
  return OPTIONS[key]?.published === true;
}

/** Whoever started the program said so on its command line or in its environment. */
function isFixed({ origins }: Pick<Config, "origins">, key: OptionKey): boolean {
  return origins[key].kind === "flag" || origins[key].kind === "environment";
}

function formatted(key: OptionKey, value: Values[OptionKey]): string {
  const list = Array.isArray(value) ? value.toSorted() : value;
  return anyOption(key).type.format(list);
}

/** A value of the file in the one form that it is compared in. */
function textOf(key: OptionKey, value: unknown): string | SettingFault {
  const { type } = anyOption(key);
  const parsed = type.parse({ kind: "toml", value });
  if ("problem" in parsed) return { key, text: `${key} must be ${parsed.problem.details.expected ?? type.expected}.` };
  return formatted(key, parsed.value as Values[OptionKey]);
}

/** All settings together take some hundred; so many leave room for long lists. */
const MOST_TEXT = 65_536;
/** A name that somebody made up is cut here. */
const MOST_NAME = 80;

type ReadSettings = { readonly settings: Readonly<Record<string, unknown>> } | { readonly fault: SettingFault };

function readFile(text: string): ReadSettings {
  const fault = (reason: string): ReadSettings => ({ fault: { key: null, text: reason } });
  if (text.length > MOST_TEXT) return fault(`It is longer than ${MOST_TEXT} characters.`);
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return fault("It is not JSON.");
  }
  if (typeof content !== "object" || content === null || Array.isArray(content)) return fault("It is no JSON object.");
  const twice = repeatedKey(text);
  if (twice !== null) return fault(`${shown(twice)} stands in it twice.`);
  const { version, ...settings } = content as Readonly<Record<string, unknown>>;
  return version === CONFIG_VERSION ? { settings } : fault(`Its version must be ${CONFIG_VERSION}.`);
}

/** JSON's parser takes the last of two values without a word. @param text a JSON object */
function repeatedKey(text: string): string | null {
  const seen = new Set<string>();
  let depth = 0;
  for (const [token, isKey] of text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?|[{}[\]]/g)) {
    if (token === "{" || token === "[") depth++;
    else if (token === "}" || token === "]") depth--;
    else if (depth === 1 && isKey !== undefined) {
      const key = String(JSON.parse(token.slice(0, -isKey.length)));
      if (seen.has(key)) return key;
      seen.add(key);
    }
  }
  return null;
}

/** A name that somebody made up, short enough for a report. */
function shown(key: string): string {
  return key.length > MOST_NAME ? `${key.slice(0, MOST_NAME)}…` : key;
}

function nameFault(key: string): SettingFault | null {
  const known = OPTION_KEYS.find((name) => name === key);
  if (known !== undefined && isPublished(known)) return null;
  if (known !== undefined)
    return { key, text: `${key} is set on the host alone; it can be neither read nor set here.` };
  const near = closest(shown(key), OPTION_KEYS.filter(isPublished));
  return { key: shown(key), text: `${shown(key)} is no setting.${near === null ? "" : ` Did you mean ${near}?`}` };
}
