import { type Country, placesOf } from "./place.ts";

/** Cities and towns with the postcodes of their middle, as NZ Post lists them; regions by ISO 3166-2:NZ. */
export const NEW_ZEALAND: Country = {
  name: "New Zealand",
  alpha2: "NZ",
  alpha3: "NZL",
  states: {
    AUK: "Auckland",
    BOP: "Bay of Plenty",
    CAN: "Canterbury",
    GIS: "Gisborne",
    HKB: "Hawke's Bay",
    MBH: "Marlborough",
    MWT: "Manawatū-Whanganui",
    NSN: "Nelson",
    NTL: "Northland",
    OTA: "Otago",
    STL: "Southland",
    TKI: "Taranaki",
    WGN: "Wellington",
    WKO: "Waikato",
    WTC: "West Coast",
  },
  places: placesOf(`
Auckland|AUK|1010-1011
Pukekohe|AUK|2120-2120
Whangarei|NTL|0110-0110
Kerikeri|NTL|0230-0230
Hamilton|WKO|3204-3204
Cambridge|WKO|3434-3434
Taupo|WKO|3330-3330
Matamata|WKO|3400-3400
Tauranga|BOP|3110-3110
Rotorua|BOP|3010-3010
Whakatane|BOP|3120-3120
Gisborne|GIS|4010-4010
Napier|HKB|4110-4110
Hastings|HKB|4122-4122
New Plymouth|TKI|4310-4310
Hawera|TKI|4610-4610
Whanganui|MWT|4500-4500
Palmerston North|MWT|4410-4410
Levin|MWT|5510-5510
Feilding|MWT|4702-4702
Masterton|WGN|5810-5810
Lower Hutt|WGN|5010-5010
Upper Hutt|WGN|5018-5018
Porirua|WGN|5022-5022
Wellington|WGN|6011-6011
Nelson|NSN|7010-7010
Blenheim|MBH|7201-7201
Greymouth|WTC|7805-7805
Hokitika|WTC|7810-7810
Christchurch|CAN|8011-8011
Rangiora|CAN|7400-7400
Ashburton|CAN|7700-7700
Timaru|CAN|7910-7910
Oamaru|OTA|9400-9400
Dunedin|OTA|9016-9016
Alexandra|OTA|9320-9320
Queenstown|OTA|9300-9300
Gore|STL|9710-9710
Invercargill|STL|9810-9810
`),
};
