import { AUSTRALIA } from "./places/australia.ts";
import { CANADA } from "./places/canada.ts";
import { NEW_ZEALAND } from "./places/new-zealand.ts";
import type { Country } from "./places/place.ts";
import { SOUTH_AFRICA } from "./places/south-africa.ts";
import { UNITED_KINGDOM } from "./places/united-kingdom.ts";
import { UNITED_STATES } from "./places/united-states.ts";

/** By the country of the locale's name. */
const COUNTRIES: Readonly<Record<string, Country>> = {
  AU: AUSTRALIA,
  CA: CANADA,
  GB: UNITED_KINGDOM,
  NZ: NEW_ZEALAND,
  US: UNITED_STATES,
  ZA: SOUTH_AFRICA,
};

/** The country whose places a world has. @param locale one that locales.ts has */
export function countryOf(locale: string): Country {
  return COUNTRIES[locale.slice(-2)] ?? AUSTRALIA;
}

/** Whether a text is the name of a state of any of these countries, short or long, and not that of a town of theirs as well. */
export function isState(text: string): boolean {
  const folded = text.trim().toLowerCase();
  const countries = Object.values(COUNTRIES);
  const isOne = countries.some(({ states }) =>
    Object.entries(states).some(([short, long]) => short.toLowerCase() === folded || long.toLowerCase() === folded),
  );
  return isOne && !countries.some(({ places }) => places.some(({ city }) => city.toLowerCase() === folded));
}

/** Whether a text is a country's name as addresses have it; others than these are taken for towns. */
export function isCountry(text: string): boolean {
  const folded = text.trim().toLowerCase().replaceAll(".", "");
  if (
    /^(?:uk|england|scotland|wales|northern ireland|great britain|ireland|fiji|samoa|tonga|japan|china|germany|france|singapore|united states of america)$/.test(
      folded,
    )
  ) {
    return true;
  }
  return Object.values(COUNTRIES).some(({ name, alpha2, alpha3 }) =>
    [name, alpha2, alpha3].some((form) => form.toLowerCase() === folded),
  );
}
