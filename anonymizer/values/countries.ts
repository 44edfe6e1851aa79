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

const ALL = Object.values(COUNTRIES);
const TOWNS = new Set(ALL.flatMap(({ places }) => places.map(({ city }) => city.toLowerCase())));
const STATES = new Set(ALL.flatMap(({ states }) => Object.entries(states).flat()).map((state) => state.toLowerCase()));
const NAMES = new Set([
  ...ALL.flatMap(({ name, alpha2, alpha3 }) => [name, alpha2, alpha3]).map((name) => name.toLowerCase()),
  ..."uk england scotland wales ireland fiji samoa tonga japan china germany france singapore".split(" "),
  "northern ireland",
  "great britain",
  "united states of america",
]);

/** Names of all these countries and their states: public, and written into addresses of every world. */
export function regionNames(): string {
  return [...STATES, ...NAMES].join(" ");
}

/** Whether a text is the name of a state of any of these countries, short or long, and not that of a town of theirs as well. */
export function isState(text: string): boolean {
  const folded = text.trim().toLowerCase();
  return STATES.has(folded) && !TOWNS.has(folded);
}

/** Whether a text is a country's name as addresses have it; others than these are taken for towns. */
export function isCountry(text: string): boolean {
  return NAMES.has(text.trim().toLowerCase().replaceAll(".", ""));
}
