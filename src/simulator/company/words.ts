/** Invented words: birds, trees and timber, none of them a person or a firm. */
export const FAMILY_WORDS = [
  "Rowan",
  "Fern",
  "Tui",
  "Kea",
  "Hazel",
  "Briar",
  "Moss",
  "Alder",
  "Sorrel",
  "Linden",
  "Tarn",
  "Wren",
  "Maple",
  "Reed",
  "Heath",
  "Larch",
  "Aspen",
  "Sedge",
  "Flax",
  "Rata",
  "Totara",
  "Kauri",
  "Rimu",
  "Weka",
  "Dunlin",
  "Plover",
  "Gannet",
  "Heron",
  "Marram",
  "Thrift",
  "Bracken",
  "Juniper",
] as const satisfies readonly [string, ...string[]];

export const TRADES = [
  "Joinery",
  "Paper Supplies",
  "Hardware",
  "Orchards",
  "Foods",
  "Motors",
  "Printing",
  "Transport",
  "Ceramics",
  "Nurseries",
  "Textiles",
  "Marine",
  "Tools",
  "Bakery",
] as const satisfies readonly [string, ...string[]];

export const FORMS = ["Ltd", "& Sons", "& Co", "Group", "Partners", "Trust"] as const satisfies readonly [
  string,
  ...string[],
];
export const FIRST_NAMES = [
  "Iris",
  "Mere",
  "Tane",
  "Ada",
  "Hemi",
  "Noor",
  "Otto",
  "Lena",
  "Wiremu",
  "Sina",
] as const satisfies readonly [string, ...string[]];
export const STREETS = [
  "Harbour Rd",
  "Mill Lane",
  "Quarry St",
  "Station Rd",
  "Orchard Way",
  "Ferry Tce",
  "Bridge St",
] as const satisfies readonly [string, ...string[]];
export const TOWNS = [
  "Whangarei",
  "Nelson",
  "Napier",
  "Oamaru",
  "Timaru",
  "Thames",
  "Picton",
] as const satisfies readonly [string, ...string[]];
export const REGIONS = ["NORTH", "SOUTH", "EAST", "WEST"] as const satisfies readonly [string, ...string[]];
export const WOODS = ["Oak", "Pine", "Rimu", "Ash", "Elm", "Birch", "Walnut", "Cedar"] as const satisfies readonly [
  string,
  ...string[],
];
export const THINGS = [
  "widget",
  "bracket",
  "hinge",
  "panel",
  "drawer",
  "frame",
  "shelf",
  "handle",
  "dowel",
  "stool",
] as const satisfies readonly [string, ...string[]];
export const SIZES = [
  ["S", "small"],
  ["M", "medium"],
  ["L", "large"],
  ["XL", "extra large"],
] as const satisfies readonly [readonly [string, string], ...(readonly [string, string])[]];
export const INITIALS = ["RB", "TK", "MJ", "SL"] as const satisfies readonly [string, ...string[]];
export const POSITIONS = ["Owner", "Buyer", "Accounts", "Foreman", "Office manager"] as const satisfies readonly [
  string,
  ...string[],
];
export const TASKS = [
  "Fit out",
  "Repair",
  "Survey",
  "Delivery",
  "Installation",
  "Restoration",
] as const satisfies readonly [string, ...string[]];
