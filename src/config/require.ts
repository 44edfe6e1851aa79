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

/** What a mirror needs: the document and the repository. @throws config.missing */
export function requireMirror(config: Pick<Config, "values">): {
  readonly moneyworksUrl: string;
  readonly remoteUrl: string;
} {
  const required = requireOptions(config, "moneyworks.url", "remote.url");
  return { moneyworksUrl: required["moneyworks.url"], remoteUrl: required["remote.url"] };
}

/**
 * What a repository behind HTTP needs besides. Call when its URL was found sound: a token that stands in the URL has a
 * complaint of its own.
 * @throws config.missing-token
 */
export function requireToken({ values }: Pick<Config, "values">): void {
  if (values["remote.token"] === null) throw fail("config.missing-token");
}
