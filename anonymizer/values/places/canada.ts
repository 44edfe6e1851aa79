import { type Country, placesOf } from "./place.ts";

/** Cities with forward sortation areas of their own. */
export const CANADA: Country = {
  name: "Canada",
  alpha2: "CA",
  alpha3: "CAN",
  states: {
    AB: "Alberta",
    BC: "British Columbia",
    MB: "Manitoba",
    NB: "New Brunswick",
    NL: "Newfoundland and Labrador",
    NS: "Nova Scotia",
    NT: "Northwest Territories",
    ON: "Ontario",
    PE: "Prince Edward Island",
    QC: "Quebec",
    SK: "Saskatchewan",
    YT: "Yukon",
  },
  places: placesOf(`
Calgary|AB|T2P #?#,T2R #?#
Edmonton|AB|T5J #?#,T6E #?#
Lethbridge|AB|T1J #?#
Red Deer|AB|T4N #?#
Vancouver|BC|V5K #?#,V6B #?#
Victoria|BC|V8V #?#,V8W #?#
Kelowna|BC|V1Y #?#
Kamloops|BC|V2C #?#
Nanaimo|BC|V9R #?#
Winnipeg|MB|R3B #?#,R3C #?#
Brandon|MB|R7A #?#
Fredericton|NB|E3B #?#
Moncton|NB|E1C #?#
St. John's|NL|A1A #?#,A1C #?#
Halifax|NS|B3H #?#,B3J #?#
Sydney|NS|B1P #?#
Yellowknife|NT|X1A #?#
Toronto|ON|M4Y #?#,M5V #?#
Ottawa|ON|K1P #?#,K2P #?#
Hamilton|ON|L8P #?#
Kingston|ON|K7L #?#
London|ON|N6A #?#
Windsor|ON|N9A #?#
Thunder Bay|ON|P7B #?#
Charlottetown|PE|C1A #?#
Montreal|QC|H2X #?#,H3B #?#
Gatineau|QC|J8X #?#
Sherbrooke|QC|J1H #?#
Regina|SK|S4P #?#
Saskatoon|SK|S7K #?#
Whitehorse|YT|Y1A #?#
`),
};
