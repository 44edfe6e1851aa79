import { base, en, en_AU, en_CA, en_GB, en_US, en_ZA, type LocaleDefinition } from "@faker-js/faker";
import { fail } from "../../src/domain/errors/tidemark-error.ts";

/** Where a world is. faker has no New Zealand: its people have Australian names, and addresses of their own. */
const LOCALES: Readonly<Record<string, LocaleDefinition>> = {
  en_AU,
  en_CA,
  en_GB,
  en_NZ: en_AU,
  en_US,
  en_ZA,
};

/**
 * What faker draws from, most particular first.
 *
 * @throws anonymize.locale
 */
export function definitionsOf(locale: string): readonly LocaleDefinition[] {
  const own = Object.hasOwn(LOCALES, locale) ? LOCALES[locale] : undefined;
  if (own === undefined) throw fail("anonymize.locale", { locale, supported: Object.keys(LOCALES).join(", ") });
  return [own, en, base];
}
