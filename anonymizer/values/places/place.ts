/** A real town and how its post is addressed. */
export interface Place {
  readonly city: string;
  /** Short name of the state, region or county. */
  readonly state: string;
  /** `2000-2060`, or alternatives with `#` for a digit and `?` for a letter: `LS1 #??,LS6 #??`. */
  readonly postcodes: string;
}

export interface Country {
  readonly name: string;
  readonly alpha2: string;
  readonly alpha3: string;
  /** Short names to long ones. */
  readonly states: Readonly<Record<string, string>>;
  readonly places: readonly Place[];
}

/** @param lines `city|state|postcodes` */
export function placesOf(lines: string): readonly Place[] {
  return lines
    .trim()
    .split("\n")
    .map((line) => {
      const [city = "", state = "", postcodes = ""] = line.split("|");
      return { city, state, postcodes };
    });
}
