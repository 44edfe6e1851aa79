import type { TableName } from "../domain/ids.ts";
import { SCHEMA } from "../domain/schema/schema.ts";
import { closest } from "../lib/closest.ts";
import type { Config } from "./load.ts";
import { environmentName } from "./option.ts";
import { OPTION_KEYS, OPTIONS, type OptionKey } from "./options.ts";
import { secretTexts } from "./secrets.ts";
import { type ConfigWarning, warning } from "./warnings.ts";

/** Below this a Datacentre, as it comes, closes the document between two polls. */
const SHORT_POLL_MS = 600_000;

/** What every account of this host may read. */
export interface Open {
  readonly configFile: boolean;
  /** Options whose secret stands in such a file of its own. */
  readonly secrets: readonly OptionKey[];
}

/** What a person should look at in a configuration that can be used. */
export function configWarnings({ values, origins }: Pick<Config, "values" | "origins">, open: Open): ConfigWarning[] {
  const secrets = OPTION_KEYS.filter((key) => secretTexts(key, values[key]).length > 0);
  const warnings = secrets.flatMap((option) => secretWarning(option, origins[option], open));
  warnings.push(...unknownFields(values.private));
  if (values.poll >= SHORT_POLL_MS) return warnings;
  return [...warnings, warning("config.short-poll", { poll: OPTIONS.poll.type.format(values.poll) })];
}

function secretWarning(option: OptionKey, origin: Config["origins"][OptionKey], open: Open): ConfigWarning[] {
  if (origin.kind === "default" || origin.kind === "git") return [];
  const variable = environmentName(option);
  if (origin.secretFile !== undefined) {
    const file = origin.secretFile;
    return open.secrets.includes(option) ? [warning("config.readable-secret-file", { file, option })] : [];
  }
  if (origin.kind === "flag") return [warning("config.secret-in-arguments", { option, variable })];
  if (origin.kind === "file" && open.configFile)
    return [warning("config.readable-secret", { file: origin.file, option, variable })];
  return [];
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
