import type { Address } from "../model/pseudonyms.ts";
import { type LineRole, rolesOf, tailOf } from "./address-lines.ts";
import { casedLike, fitting, foldText, hasRoom } from "./fold.ts";
import { hmac } from "./keys.ts";
import type { People } from "./people.ts";
import type { Country, Place } from "./places/place.ts";
import { Recent } from "./recent.ts";
import type { Stream } from "./stream.ts";

export interface AddressSizes {
  readonly line: number;
  readonly postcode: number;
  readonly state: number;
  readonly country: number;
}

export interface AddressSources {
  readonly key: Uint8Array;
  readonly country: Country;
  readonly people: People;
  readonly stream: Stream;
  /** How many addresses are remembered. */
  readonly kept: number;
}

/** All that one address is made of. Drawn whole, in this order, whatever of it is asked for. */
interface Home {
  readonly place: Place;
  readonly postcode: string;
  readonly number: number;
  readonly street: string;
  readonly shortStreet: string;
  readonly suburb: string;
  readonly person: string;
  readonly building: string;
  readonly box: string;
}

const BOX = /\b(?:p\.?\s?o\.?\s*box|private bag|locked bag|gpo box|p\.?\s?o\.?\s*bag|box)\b/i;
const INDOORS = /^\s*(?:level|unit|suite|floor|flat|shop|apartment|apt\.?|lot)\b/i;
const CARE_OF = /^\s*(?:c\/[-o]?|care of|attn:?|attention:?)\s*/i;
const STREETS = "Street Road Avenue Lane Place Terrace Crescent Drive Way Close".split(" ");
const SUBURBS =
  "Hillcrest Riverside Westfield Northcote Southbank Eastwood Parkside Lakeview Fairfield Glenview Highbury Kingswood Oakleigh Brookfield Greenhill Meadowbank Seaview Stonefield Ashgrove Elmwood Maplewood Rosedale Springvale Woodlands Claremont".split(
    " ",
  );

/** Addresses whose parts fit together, each made of the first line that says something. */
export class Addresses {
  readonly #key: Uint8Array;
  readonly #country: Country;
  readonly #people: People;
  readonly #stream: Stream;
  readonly #homes: Recent<string, Home>;
  readonly #known: Recent<string, Address>;

  constructor({ key, country, people, stream, kept }: AddressSources) {
    this.#key = key;
    this.#country = country;
    this.#people = people;
    this.#stream = stream;
    this.#homes = new Recent(kept);
    this.#known = new Recent(kept);
  }

  address(original: Address, sizes: AddressSizes): Address {
    const { lines, postcode, state, country } = original;
    const { line } = sizes;
    const limits = `${line} ${sizes.postcode} ${sizes.state} ${sizes.country}`;
    const key = [limits, postcode, state, country, ...lines].join("\0");
    return this.#known.get(key, () => this.#address(original, sizes));
  }

  #address(original: Address, sizes: AddressSizes): Address {
    const seed = [...original.lines, original.postcode, original.state, original.country].find(
      (part) => part.trim() !== "",
    );
    if (seed === undefined) return original;
    const home = this.#homes.get(foldText(seed), this.#make);
    const roles = rolesOf(original.lines);
    const { state, postcode, country } = original;
    return {
      lines: original.lines.map((line, i) => this.#line(line, roles[i] ?? "blank", home, sizes.line)),
      postcode: blankOr(postcode, fitting(home.postcode, sizes.postcode)),
      state: blankOr(state, this.#stateLike(state, home, sizes.state)),
      country: blankOr(country, this.#countryLike(country, sizes.country)),
    };
  }

  /** A town that is not the original. */
  city(original: string): string {
    const folded = foldText(original);
    this.#stream.start(hmac(this.#key, `city\0${folded}`));
    for (;;) {
      const { city } = this.#stream.pick(this.#country.places);
      if (foldText(city) !== folded) return casedLike(original, city);
    }
  }

  readonly #make = (seed: string): Home => {
    const stream = this.#stream;
    stream.start(hmac(this.#key, seed));
    const place = stream.pick(this.#country.places);
    return {
      place,
      postcode: this.#postcode(place.postcodes),
      number: 1 + stream.below(stream.below(3) === 0 ? 400 : 90),
      street: `${this.#people.lastName()} ${stream.pick(STREETS)}`,
      shortStreet: `${this.#people.firstName()} ${stream.pick(["Rd", "St", "Ave"])}`,
      suburb: stream.pick(SUBURBS),
      person: `${this.#people.firstName()} ${this.#people.lastName()}`,
      building: `${this.#people.lastName()} ${stream.pick(["House", "Building", "Centre", "Chambers"])}`,
      box: String(stream.below(1_000_000_000)).padStart(9, "0"),
    };
  };

  #postcode(pattern: string): string {
    const range = /^(\d+)-(\d+)$/.exec(pattern);
    if (range !== null) {
      const [from, to] = [Number(range[1]), Number(range[2])];
      return String(from + this.#stream.below(to - from + 1)).padStart((range[1] as string).length, "0");
    }
    const one = this.#stream.pick(pattern.split(","));
    // Letters that neither Royal Mail nor Canada Post leaves out of the second half.
    return one.replace(/[#?]/g, (sign) =>
      sign === "#" ? String(1 + this.#stream.below(9)) : this.#stream.pick([..."ABEGHJLNPRSTWXYZ"]),
    );
  }

  #line(line: string, role: LineRole, home: Home, size: number): string {
    const whole = casedLike(line, this.#text(line, role, home, size));
    return fitting(whole, size);
  }

  #text(line: string, role: LineRole, home: Home, size: number): string {
    if (role === "blank") return line;
    if (role === "country") return this.#countryLike(line, size);
    if (role === "postcode") return this.#town("", line, home);
    if (role === "city") return this.#town(home.place.city, line, home);
    if (role === "suburb") return home.suburb;
    const street = this.#street(line, home, size);
    // A whole address in one line.
    return role === "street" && /,.*\d{3}/.test(line) && !CARE_OF.test(line)
      ? `${street}, ${this.#town(home.place.city, line.slice(line.lastIndexOf(",") + 1), home)}`
      : street;
  }

  #street(line: string, home: Home, size: number): string {
    const careOf = CARE_OF.exec(line)?.[0];
    if (careOf !== undefined) return careOf + home.person;
    const box = BOX.exec(line)?.[0];
    if (box !== undefined) return `${box} ${home.box.slice(0, line.replace(/\D/g, "").length || 4).replace(/^0/, "1")}`;
    const indoors = INDOORS.exec(line)?.[0];
    const rest = line.replace(/^[^,]*,?/, "");
    if (indoors !== undefined) {
      const inside = `${indoors} ${1 + (home.number % 12)}`;
      return /\d/.test(rest) ? `${inside}, ${home.number} ${home.street}` : inside;
    }
    if (!/\d/.test(line)) return home.building;
    const whole = `${home.number} ${home.street}`;
    return size > 0 && whole.length > size ? `${home.number} ${home.shortStreet}` : whole;
  }

  /** Town, state and postcode, those that the original line has. */
  #town(city: string, line: string, home: Home): string {
    const { comma, state, hasPostcode } = tailOf(line);
    const tail = [state === "" ? "" : this.#stateLike(state, home, 0), hasPostcode ? home.postcode : ""];
    const end = tail.filter((part) => part !== "").join(" ");
    if (city === "" || end === "") return city + end;
    return `${city}${comma ? "," : ""} ${end}`;
  }

  /** The short name where the original is short, or the long one has no room. */
  #stateLike(original: string, { place }: Home, size: number): string {
    const long = this.#country.states[place.state] ?? place.state;
    return fitting(original.trim().length <= 3 || !hasRoom(long, size) ? place.state : long, size);
  }

  #countryLike(original: string, size: number): string {
    const { name, alpha2, alpha3 } = this.#country;
    const length = original.trim().length;
    const short = length === 2 || !hasRoom(alpha3, size) ? alpha2 : alpha3;
    return fitting(casedLike(original, length <= 3 || !hasRoom(name, size) ? short : name), size);
  }
}

function blankOr(original: string, made: string): string {
  return original.trim() === "" ? original : made;
}
