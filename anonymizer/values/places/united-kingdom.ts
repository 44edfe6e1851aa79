import { type Country, placesOf } from "./place.ts";

/** Towns with postcode districts of their own; counties as they are written in addresses. */
export const UNITED_KINGDOM: Country = {
  name: "United Kingdom",
  alpha2: "GB",
  alpha3: "GBR",
  states: {
    ABD: "Aberdeenshire",
    ANT: "County Antrim",
    BKM: "Buckinghamshire",
    CAM: "Cambridgeshire",
    DEV: "Devon",
    ESS: "Essex",
    GLA: "South Glamorgan",
    GLS: "Gloucestershire",
    GTM: "Greater Manchester",
    HAM: "Hampshire",
    KEN: "Kent",
    LAN: "Lancashire",
    LEC: "Leicestershire",
    LKS: "Lanarkshire",
    LND: "London",
    MLN: "Midlothian",
    MSY: "Merseyside",
    NBL: "Northumberland",
    NFK: "Norfolk",
    NTT: "Nottinghamshire",
    NYK: "North Yorkshire",
    OXF: "Oxfordshire",
    SSX: "East Sussex",
    SYK: "South Yorkshire",
    TWR: "Tyne and Wear",
    WLT: "Wiltshire",
    WMD: "West Midlands",
    WYK: "West Yorkshire",
  },
  places: placesOf(`
London|LND|N1 #??,E2 #??,SE1 #??,SW4 #??,W6 #??
Manchester|GTM|M1 #??,M4 #??,M14 #??
Bolton|GTM|BL1 #??,BL2 #??
Liverpool|MSY|L1 #??,L8 #??
Birmingham|WMD|B1 #??,B13 #??
Coventry|WMD|CV1 #??,CV5 #??
Leeds|WYK|LS1 #??,LS6 #??
Bradford|WYK|BD1 #??,BD9 #??
Sheffield|SYK|S1 #??,S7 #??
York|NYK|YO1 #??,YO24 #??
Harrogate|NYK|HG1 #??,HG2 #??
Newcastle upon Tyne|TWR|NE1 #??,NE2 #??
Sunderland|TWR|SR1 #??,SR2 #??
Nottingham|NTT|NG1 #??,NG7 #??
Leicester|LEC|LE1 #??,LE2 #??
Norwich|NFK|NR1 #??,NR2 #??
Cambridge|CAM|CB1 #??,CB4 #??
Peterborough|CAM|PE1 #??,PE2 #??
Oxford|OXF|OX1 #??,OX4 #??
Milton Keynes|BKM|MK9 #??,MK10 #??
Swindon|WLT|SN1 #??,SN2 #??
Gloucester|GLS|GL1 #??,GL4 #??
Cheltenham|GLS|GL50 #??,GL51 #??
Exeter|DEV|EX1 #??,EX4 #??
Plymouth|DEV|PL1 #??,PL4 #??
Southampton|HAM|SO14 #??,SO15 #??
Portsmouth|HAM|PO1 #??,PO4 #??
Winchester|HAM|SO22 #??,SO23 #??
Brighton|SSX|BN1 #??,BN2 #??
Canterbury|KEN|CT1 #??,CT2 #??
Maidstone|KEN|ME14 #??,ME15 #??
Colchester|ESS|CO1 #??,CO2 #??
Chelmsford|ESS|CM1 #??,CM2 #??
Preston|LAN|PR1 #??,PR2 #??
Lancaster|LAN|LA1 #??
Cardiff|GLA|CF10 #??,CF24 #??
Edinburgh|MLN|EH1 #??,EH6 #??
Glasgow|LKS|G1 #??,G12 #??
Aberdeen|ABD|AB10 #??,AB24 #??
Belfast|ANT|BT1 #??,BT9 #??
`),
};
