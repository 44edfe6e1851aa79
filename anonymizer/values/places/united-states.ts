import { type Country, placesOf } from "./place.ts";

/** Cities with ZIP codes of their middle. */
export const UNITED_STATES: Country = {
  name: "United States",
  alpha2: "US",
  alpha3: "USA",
  states: {
    AZ: "Arizona",
    CA: "California",
    CO: "Colorado",
    FL: "Florida",
    GA: "Georgia",
    IA: "Iowa",
    ID: "Idaho",
    IL: "Illinois",
    IN: "Indiana",
    KY: "Kentucky",
    MA: "Massachusetts",
    MD: "Maryland",
    ME: "Maine",
    MI: "Michigan",
    MN: "Minnesota",
    MO: "Missouri",
    NC: "North Carolina",
    NE: "Nebraska",
    NM: "New Mexico",
    NV: "Nevada",
    NY: "New York",
    OH: "Ohio",
    OR: "Oregon",
    PA: "Pennsylvania",
    TN: "Tennessee",
    TX: "Texas",
    UT: "Utah",
    VA: "Virginia",
    WA: "Washington",
    WI: "Wisconsin",
  },
  places: placesOf(`
Phoenix|AZ|85003-85004
Tucson|AZ|85701-85701
San Diego|CA|92101-92104
Sacramento|CA|95814-95816
Fresno|CA|93701-93704
Denver|CO|80202-80206
Boulder|CO|80301-80305
Orlando|FL|32801-32807
Tampa|FL|33602-33607
Atlanta|GA|30303-30310
Savannah|GA|31401-31401
Des Moines|IA|50309-50316
Boise|ID|83702-83706
Springfield|IL|62701-62704
Peoria|IL|61602-61606
Indianapolis|IN|46201-46205
Louisville|KY|40202-40208
Boston|MA|02108-02111
Worcester|MA|01602-01610
Baltimore|MD|21201-21202
Portland|ME|04101-04103
Grand Rapids|MI|49503-49508
Lansing|MI|48910-48912
Minneapolis|MN|55401-55414
Duluth|MN|55802-55808
Kansas City|MO|64105-64114
Raleigh|NC|27601-27610
Charlotte|NC|28202-28217
Omaha|NE|68102-68108
Albuquerque|NM|87102-87114
Reno|NV|89501-89503
Albany|NY|12202-12211
Rochester|NY|14604-14624
Columbus|OH|43201-43207
Dayton|OH|45402-45406
Salem|OR|97301-97306
Eugene|OR|97401-97405
Pittsburgh|PA|15201-15222
Nashville|TN|37201-37221
Austin|TX|78701-78705
Houston|TX|77002-77099
Salt Lake City|UT|84101-84109
Richmond|VA|23219-23238
Spokane|WA|99201-99208
Tacoma|WA|98402-98409
Madison|WI|53703-53705
`),
};
