import type { Faker } from "@faker-js/faker";
import type { Stream } from "./stream.ts";

/** Words of a firm's name that say what kind it is, and nothing of whose it is. */
const LEGAL =
  /(?:[\s,]+(?:\(?pty\)?\.?|ltd\.?|limited|inc\.?|incorporated|llc|llp|lp|plc|corp\.?|corporation|co\.?|company|cc|gmbh|trust|group|holdings|bros\.?|brothers|associates|partners|partnership|(?:&|and)\s+(?:sons?|co\.?|associates|partners|daughters)))+$/i;
const TITLE = /^(?:mr|mrs|ms|miss|mx|dr|prof|sir|dame|rev|hon)\.?(?=\s|$)/i;
/** What firms are called after: what they do. */
const TRADES =
  "Plumbing Electrical Timber Foods Motors Printing Joinery Engineering Transport Nurseries Bakery Catering Cleaning Joiners Roofing Flooring Glass Tyres Marine Dairy Orchards Vineyards Textiles Furniture Lighting Packaging Machinery Hardware Tools Stationery Books Design Media Signs Software Systems Logistics Freight Storage Rentals Surveyors Architects Builders Concrete Steel Paints Fencing Irrigation Landscapes Gardens Pharmacy Optical Dental Veterinary Fitness Travel Tours Lodge Hotel Cafe Butchery Seafoods Brewing Coffee Organics Outfitters Supplies Services Trading Wholesale Imports Exports Enterprises Investments Properties Consulting".split(
    " ",
  );
const FIRM =
  /&|\+|\d|\b(?:and|the|of|bank|council|school|college|university|hospital|club|society|services?|supplies|trading|motors|foods|hotel|cafe|restaurant|insurance|telecom|power|energy|water|gas|airlines?|post|couriers?|department|ministry|office|store|shop|centre|center|association|institute|international|systems|solutions|consult\w*|engineer\w*|electric\w*|plumb\w*|build\w*|design\w*|print\w*|transport|freight|industries|products|manufactur\w*|enterprises|properties|investments?|retail|wholesale|cash)\b/i;

/** Persons and firms. Each method draws from the stream where it stands, in an order that does not depend on sizes. */
export class People {
  readonly #faker: Faker;
  readonly #stream: Stream;
  readonly #firstNames: ReadonlySet<string>;

  constructor(faker: Faker, stream: Stream) {
    this.#faker = faker;
    this.#stream = stream;
    const { female = [], male = [], generic = [] } = faker.definitions.person.first_name ?? {};
    this.#firstNames = new Set([...female, ...male, ...generic].map((name) => name.toLowerCase()));
  }

  firstName(): string {
    return this.#faker.person.firstName();
  }

  lastName(): string {
    return this.#faker.person.lastName();
  }

  /** As many parts as the original has: `Mr J Smith`, `Smith, John`, `John & Mary Smith`, `John`. */
  person(original: string): string {
    const title = TITLE.exec(original)?.[0] ?? "";
    const name = original.slice(title.length).trim();
    const first = this.firstName();
    const last = this.lastName();
    return `${title} ${this.#like(name, first, last)}`.trim();
  }

  #like(name: string, first: string, last: string): string {
    if (name.includes(",")) return `${last}, ${first}`;
    if (/\s(?:&|and|\+)\s/i.test(name)) return `${first} & ${this.firstName()} ${last}`;
    const words = name.split(/\s+/);
    if (words.length === 1) return first;
    return /^\p{L}\.?$/u.test(words[0] as string)
      ? `${first.charAt(0)}${(words[0] as string).slice(1)} ${last}`
      : `${first} ${last}`;
  }

  /** Keeps what says that it is a firm, and of which kind: `Pty Ltd`, `& Sons`. */
  company(original: string): string {
    const legal = legalPart(original);
    const last = this.lastName();
    const kind = this.#stream.below(10);
    const other = this.lastName();
    const trade = this.#stream.pick(TRADES);
    if (/^\s+(?:&|and)/i.test(legal)) return last + legal;
    if (kind < 5) return `${last} ${trade}${legal}`;
    if (kind < 8) return `${last} & ${other}${legal === "" ? ` ${trade}` : legal}`;
    return `${last} ${other} ${trade}${legal}`;
  }

  /** Whether a party looks like a person: a title, or a known first name before one or two other words, and nothing that firms have. */
  isPerson(original: string): boolean {
    if (TITLE.test(original)) return true;
    if (legalPart(original) !== "") return false;
    const comma = /^[\p{L}'-]+,\s*([\p{L}'-]+)/u.exec(original);
    if (comma !== null) return this.#firstNames.has((comma[1] as string).toLowerCase());
    if (FIRM.test(original)) return false;
    const words = original.trim().split(/\s+/);
    if (words.length < 2 || words.length > 3) return false;
    return this.#firstNames.has((words[0] as string).toLowerCase()) || /^\p{L}\.?$/u.test(words[0] as string);
  }

  position(): string {
    return this.#faker.person.jobTitle();
  }

  /** `Mr`, `Dear Jim`: another title, or another first name after the greeting. */
  salutation(original: string): string {
    const [, greeting = "", rest = ""] = /^((?:dear|hi|hello|kia ora)\s+)?(.*)$/isu.exec(original) ?? [];
    const dot = rest.endsWith(".") ? "." : "";
    if (TITLE.exec(rest)?.[0] === rest) return greeting + this.#stream.pick(["Mr", "Mrs", "Ms", "Dr", "Miss"]) + dot;
    return greeting + this.person(rest);
  }

  bankName(): string {
    return `${this.lastName()} ${this.#stream.pick(["Bank", "Savings Bank", "Building Society", "Credit Union", "Trust Bank"])}`;
  }

  product(): string {
    return this.#faker.commerce.productName();
  }

  trade(): string {
    return this.#stream.pick(TRADES);
  }
}

export function legalPart(name: string): string {
  return LEGAL.exec(name.trim())?.[0] ?? "";
}
