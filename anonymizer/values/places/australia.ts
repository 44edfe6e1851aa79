import { type Country, placesOf } from "./place.ts";

/** Cities and towns with the postcodes of their middle, as Australia Post lists them. */
export const AUSTRALIA: Country = {
  name: "Australia",
  alpha2: "AU",
  alpha3: "AUS",
  states: {
    ACT: "Australian Capital Territory",
    NSW: "New South Wales",
    NT: "Northern Territory",
    QLD: "Queensland",
    SA: "South Australia",
    TAS: "Tasmania",
    VIC: "Victoria",
    WA: "Western Australia",
  },
  places: placesOf(`
Sydney|NSW|2000-2000
Parramatta|NSW|2150-2150
Newcastle|NSW|2300-2300
Wollongong|NSW|2500-2500
Albury|NSW|2640-2640
Wagga Wagga|NSW|2650-2650
Tamworth|NSW|2340-2340
Orange|NSW|2800-2800
Dubbo|NSW|2830-2830
Bathurst|NSW|2795-2795
Lismore|NSW|2480-2480
Coffs Harbour|NSW|2450-2450
Port Macquarie|NSW|2444-2444
Goulburn|NSW|2580-2580
Armidale|NSW|2350-2350
Canberra|ACT|2600-2601
Melbourne|VIC|3000-3004
Geelong|VIC|3220-3220
Ballarat|VIC|3350-3350
Bendigo|VIC|3550-3550
Shepparton|VIC|3630-3630
Mildura|VIC|3500-3500
Warrnambool|VIC|3280-3280
Wodonga|VIC|3690-3690
Traralgon|VIC|3844-3844
Brisbane|QLD|4000-4000
Southport|QLD|4215-4215
Toowoomba|QLD|4350-4350
Townsville|QLD|4810-4810
Cairns|QLD|4870-4870
Mackay|QLD|4740-4740
Rockhampton|QLD|4700-4700
Bundaberg|QLD|4670-4670
Gladstone|QLD|4680-4680
Ipswich|QLD|4305-4305
Adelaide|SA|5000-5000
Mount Gambier|SA|5290-5290
Whyalla|SA|5600-5600
Port Lincoln|SA|5606-5606
Murray Bridge|SA|5253-5253
Perth|WA|6000-6000
Fremantle|WA|6160-6160
Bunbury|WA|6230-6230
Geraldton|WA|6530-6530
Albany|WA|6330-6330
Kalgoorlie|WA|6430-6430
Hobart|TAS|7000-7000
Launceston|TAS|7250-7250
Devonport|TAS|7310-7310
Burnie|TAS|7320-7320
Darwin|NT|0800-0800
Alice Springs|NT|0870-0870
`),
};
