import { fail } from "../domain/errors/tidemark-error.ts";
import type { Config } from "./load.ts";
import { environmentName, flagName } from "./option.ts";
import { OPTIONS, type OptionKey, type Values } from "./options.ts";

/** The values of these options, none of them null. @throws config.missing for the first that is not set */
export function requireOptions<K extends OptionKey>(
  { values }: Pick<Config, "values">,
  ...keys: readonly K[]
): { readonly [P in K]: NonNullable<Values[P]> } {
  for (const key of keys) {
    if (values[key] !== null) continue;
    const details = { option: key, variable: environmentName(key), flag: flagName(key), help: OPTIONS[key].help };
    throw fail("config.missing", details);
  }
  return values as { readonly [P in K]: NonNullable<Values[P]> };
}

/** What a mirror needs: the document, the repository and, for one behind HTTP, the token. @throws config.missing, config.missing-token */
export function requireMirror(config: Pick<Config, "values">): {
  readonly moneyworksUrl: string;
  readonly remoteUrl: string;
} {
  const required = requireOptions(config, "moneyworks.url", "remote.url");
  const remoteUrl = required["remote.url"];
  if (/^https?:\/\//i.test(remoteUrl) && config.values["remote.token"] === null) throw fail("config.missing-token");
  return { moneyworksUrl: required["moneyworks.url"], remoteUrl };
}
