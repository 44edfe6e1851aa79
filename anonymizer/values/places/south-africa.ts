import { type Country, placesOf } from "./place.ts";

/** Cities with the street postcodes of their middle, as the South African Post Office lists them. */
export const SOUTH_AFRICA: Country = {
  name: "South Africa",
  alpha2: "ZA",
  alpha3: "ZAF",
  states: {
    EC: "Eastern Cape",
    FS: "Free State",
    GP: "Gauteng",
    KZN: "KwaZulu-Natal",
    LP: "Limpopo",
    MP: "Mpumalanga",
    NC: "Northern Cape",
    NW: "North West",
    WC: "Western Cape",
  },
  places: placesOf(`
Johannesburg|GP|2001-2001
Randburg|GP|2194-2194
Pretoria|GP|0002-0002
Germiston|GP|1401-1401
Benoni|GP|1501-1501
Durban|KZN|4001-4001
Pietermaritzburg|KZN|3201-3201
Newcastle|KZN|2940-2940
Cape Town|WC|8001-8001
Stellenbosch|WC|7600-7600
Paarl|WC|7646-7646
George|WC|6529-6530
Worcester|WC|6850-6850
East London|EC|5201-5201
Gqeberha|EC|6001-6001
Mthatha|EC|5099-5100
Bloemfontein|FS|9301-9301
Welkom|FS|9459-9460
Kimberley|NC|8301-8301
Upington|NC|8801-8801
Polokwane|LP|0699-0700
Tzaneen|LP|0850-0850
Mbombela|MP|1200-1201
Emalahleni|MP|1034-1035
Rustenburg|NW|0299-0300
Potchefstroom|NW|2520-2531
`),
};
