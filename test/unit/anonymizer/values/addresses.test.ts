import { describe, expect, test } from "bun:test";
import { countryOf } from "../../../../anonymizer/values/countries.ts";
import { pseudonymsOf } from "../../../support/pseudonyms.ts";

const pseudonyms = pseudonymsOf();
const ROOM = { line: 60, postcode: 12, state: 40, country: 40 };

function linesOf(lines: readonly string[], world = pseudonyms): readonly string[] {
  return world.address({ lines, postcode: "", state: "", country: "" }, ROOM).lines;
}

describe("an address", () => {
  const australia = countryOf("en_AU");
  const original = {
    lines: ["14 Harbour Rd", "Whangarei", "", ""],
    postcode: "0110",
    state: "NSW",
    country: "Australia",
  };

  test("has parts that fit together, and blanks where there were blanks", () => {
    const { lines, postcode, state, country } = pseudonyms.address(original, ROOM);
    const place = australia.places.find(({ city }) => city === lines[1]);
    expect(lines[0]).toMatch(/^\d+ [\p{L}'-]+ \p{L}+$/u);
    expect(lines.slice(2)).toEqual(["", ""]);
    expect(String(place?.state)).toBe(state);
    const [from = "", to = ""] = place?.postcodes.split("-") ?? [];
    expect(from <= postcode && postcode <= to).toBe(true);
    expect(country).toBe("Australia");
    const blank = pseudonyms.address({ lines: ["14 Harbour Rd", ""], postcode: "", state: "", country: "" }, ROOM);
    expect(blank).toEqual({ lines: [String(lines[0]), ""], postcode: "", state: "", country: "" });
  });

  test("is the same as a block, with what the block's last line has", () => {
    const { lines, postcode } = pseudonyms.address(original, ROOM);
    expect(linesOf(["14 Harbour Rd", "Whangarei"])).toEqual(lines.slice(0, 2));
    expect(linesOf(["14 Harbour Rd", "Whangarei 0110"])).toEqual([String(lines[0]), `${lines[1]} ${postcode}`]);
    expect(linesOf(["14  HARBOUR RD", "WHANGAREI", "0110"])).toEqual([
      String(lines[0]).toUpperCase(),
      String(lines[1]).toUpperCase(),
      postcode,
    ]);
  });

  test("writes states and countries as the original does", () => {
    const short = pseudonyms.address(original, ROOM);
    const long = pseudonyms.address({ ...original, state: "New South Wales", country: "AU" }, ROOM);
    expect(long.state).toBe(String(australia.states[short.state]));
    expect(long.country).toBe("AU");
    expect(pseudonyms.address({ ...original, country: "AUS" }, ROOM).country).toBe("AUS");
  });

  test.each([
    ["PO Box 88", /^PO Box [1-9]\d$/],
    ["P.O. Box 12345", /^P\.O\. Box [1-9]\d{4}$/],
    ["Level 3", /^Level \d+$/],
    ["Unit 2, 14 Harbour Rd", /^Unit \d+, \d+ [\p{L}'-]+ \p{L}+$/u],
    ["c/- John Smith", /^c\/- [\p{L}'-]+ [\p{L}'-]+$/u],
    ["Attn: John Smith", /^Attn: [\p{L}'-]+ [\p{L}'-]+$/u],
    ["Harbour House", /^[\p{L}'-]+ (House|Building|Centre|Chambers)$/u],
    ["14 HARBOUR RD", /^\d+ [\p{Lu}'-]+ \p{Lu}+$/u],
    ["14 Harbour Rd, Sydney NSW 2000", /^\d+ [\p{L}'-]+ \p{L}+, [\p{L} ]+ [A-Z]{2,3} \d{4}$/u],
  ])("in %s stays what it is", (line, form) => {
    const made = linesOf([line, "Whangarei"])[0];
    expect(made).toMatch(form);
    expect(made).not.toContain("Smith");
  });

  test("of many lines has suburbs between, and town, state, postcode and country at its end", () => {
    const made = linesOf(["Harbour House", "14 Quay St", "Ponsonby", "Sydney, NSW 2000", "Australia"]);
    expect(made[1]).toMatch(/^\d+ /);
    expect(made[2]).toMatch(/^[A-Z][a-z]+$/);
    expect(made[3]).toMatch(/^[A-Z][A-Za-z ]+, [A-Z]{2,3} \d{4}$/);
    expect(made[4]).toBe("Australia");
  });

  test.each([
    ["en_GB", "Leeds LS1 4AB", / [A-Z]{1,2}\d{1,2} \d[A-Z]{2}$/],
    ["en_CA", "Toronto ON M5V 2T6", / [A-Z]{2} [A-Z]\d[A-Z] \d[A-Z]\d$/],
    ["en_US", "Boston, MA 02108", /, [A-Z]{2} \d{5}$/],
    ["en_NZ", "Auckland 1010", / \d{4}$/],
    ["en_ZA", "Paarl 7646", / \d{4}$/],
  ])("of %s has postcodes of that country", (locale, line, form) => {
    expect(linesOf(["14 Harbour Rd", line], pseudonymsOf({ locale }))[1]).toMatch(form);
  });

  test("fits into small fields", () => {
    const sizes = { line: 10, postcode: 3, state: 2, country: 4 };
    const made = pseudonyms.address({ ...original, state: "New South Wales" }, sizes);
    for (const line of made.lines) expect(line.length).toBeLessThanOrEqual(10);
    expect([made.postcode.length, made.state.length, made.country]).toEqual([3, 2, "AUS"]);
    expect(pseudonyms.address({ ...original, state: "New South Wales" }, { ...ROOM, state: 3 }).state).toMatch(
      /^[A-Z]{2,3}$/,
    );
  });

  test("does not depend on what was asked for before", () => {
    const streets = Array.from({ length: 50 }, (_, i) => [`${i} Harbour Rd`, "Whangarei 0110"]);
    const before = streets.map((street) => linesOf(street));
    const fresh = pseudonymsOf();
    expect(streets.toReversed().map((street) => linesOf(street, fresh))).toEqual(before.toReversed());
  });
});
