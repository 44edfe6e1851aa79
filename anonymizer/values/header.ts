import { version } from "@faker-js/faker/package.json";
import { countryOf } from "./countries.ts";
import { definitionsOf } from "./locales.ts";

/** What the output's header says of where made-up values come from. Reads all of a locale's data: ask once. */
export function fakerHeader(locale: string): { readonly faker: string; readonly localeData: string } {
  const data = stableJson([...definitionsOf(locale), countryOf(locale)]);
  const digest = new Bun.CryptoHasher("sha256").update(data).digest("hex");
  return { faker: `@faker-js/faker ${version}`, localeData: digest.slice(0, 16) };
}

/** The same for every order of keys. */
function stableJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === "object" && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
