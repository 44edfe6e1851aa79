import { describe, expect, test } from "bun:test";
import type { FakeKind } from "../../../../anonymizer/model/rule.ts";
import { foldText } from "../../../../anonymizer/values/fold.ts";
import { fakerHeader } from "../../../../anonymizer/values/header.ts";
import { errorOf } from "../../../support/errors.ts";
import { pseudonymsOf } from "../../../support/pseudonyms.ts";

const pseudonyms = pseudonymsOf();
const fake = (what: FakeKind, original: string, size = 0) => pseudonyms.fake(what, original, size);

const KINDS: readonly FakeKind[] = [
  "person",
  "company",
  "party",
  "position",
  "salutation",
  "phone",
  "email",
  "url",
  "bank-name",
  "bank-account",
  "tax-number",
  "card-number",
  "barcode",
  "product",
  "city",
];
const ORIGINALS = ["Rowan & Sons", "Mr J Smith", "09 555 0101", "iris@rowan.example", "www.rowan.co.nz", "x", "Ext. 7"];

const SIZES = { line: 0, postcode: 0, state: 0, country: 0 };

describe.each(KINDS)("every %s", (what) => {
  test("differs from its original, fits, and is the same for every spelling of a name", () => {
    expect(fake(what, "")).toBe("");
    for (const original of ORIGINALS) {
      for (const size of [0, 4, 12, 30]) {
        const made = fake(what, original.slice(0, size || 99), size);
        expect(foldText(made)).not.toBe(foldText(original.slice(0, size || 99)));
        if (size > 0) expect(made.length).toBeLessThanOrEqual(size);
        expect(made).not.toBe("");
      }
    }
  });

  test("does not depend on what was asked for before", () => {
    const fresh = pseudonymsOf();
    for (const original of ORIGINALS.toReversed()) expect(fresh.fake(what, original, 0)).toBe(fake(what, original));
  });
});

test("kinds asked for in turn do not disturb each other, and reach neither the clock nor chance", () => {
  const asked = KINDS.flatMap((what) => ORIGINALS.map((original) => [what, original] as const));
  const { random } = Math;
  const { now } = Date;
  try {
    Math.random = Date.now = () => {
      throw new Error("not by chance, not by the clock");
    };
    const [one, other] = [pseudonymsOf(), pseudonymsOf()];
    const made = new Map(asked.map((question) => [question, one.fake(question[0], question[1], 30)]));
    const mixed = asked.toSorted(([, a], [, b]) => (a < b ? 1 : -1));
    for (const question of mixed) {
      other.address({ lines: [question[1]], postcode: "", state: "", country: "" }, SIZES);
      expect(other.fake(question[0], question[1], 30)).toBe(String(made.get(question)));
    }
  } finally {
    Math.random = random;
    Date.now = now;
  }
});

describe("names", () => {
  test("are one party however they are written", () => {
    expect(fake("party", "ROWAN  & SONS")).toBe(fake("party", "Rowan & Sons").toUpperCase());
    expect(fake("company", "Rowan Timber Ltd").replace(/ Ltd$/, "")).toBe(
      fake("company", "Rowan Timber Limited").replace(/ Limited$/, ""),
    );
  });

  test.each([
    ["company", "Rowan & Sons", /^[\p{L}'-]+ & Sons$/u],
    ["company", "Rowan Timber Pty Ltd", /^[\p{L}' &-]+ Pty Ltd$/u],
    ["company", "ROWAN INC.", /^[^a-z]+ INC\.$/],
    ["person", "Smith, John", /^[\p{L}'-]+, [\p{L}'-]+$/u],
    ["person", "Mr J. Smith", /^Mr \p{L}\. [\p{L}'-]+$/u],
    ["person", "John & Mary Smith", /^[\p{L}'-]+ & [\p{L}'-]+ [\p{L}'-]+$/u],
    ["party", "Dr John Smith", /^Dr [\p{L}'-]+ [\p{L}'-]+$/u],
    ["party", "Abigail Smith", /^[\p{L}'-]+ [\p{L}'-]+$/u],
    ["salutation", "Mrs.", /^(Mr|Ms|Dr|Miss)\.$/],
    ["salutation", "Dear Jim", /^Dear [\p{L}'-]+$/u],
  ] as const)("%s: %s keeps its kind", (what, original, form) => {
    expect(fake(what, original)).toMatch(form);
  });

  test("of a thousand firms are hardly ever the same", () => {
    const made = Array.from({ length: 1000 }, (_, i) => fake("company", `Firm ${i} Ltd`));
    expect(new Set(made).size).toBeGreaterThan(950);
  });
});

describe("phone numbers", () => {
  test.each([
    ["09 555 1234", /^09 \d{3} \d{4}$/],
    ["(09) 555-1234", /^\(09\) \d{3}-\d{4}$/],
    ["+64 9 555 1234", /^\+64 9 \d{3} \d{4}$/],
    ["021 555 123 ext 12", /^02\d \d{3} \d{3} ext \d\d$/],
    ["555 1234 or 555 4321", /^\d{3} \d{4} or \d{3} \d{4}$/],
    ["021 555 123 Jim", /^02\d \d{3} \d{3} [A-Z][a-z]{2}$/],
  ])("%s keeps its format", (original, form) => {
    const made = fake("phone", original);
    expect(made).toMatch(form);
    expect(made).not.toBe(original);
    expect(made).not.toContain("Jim");
  });

  test("are one however they are grouped", () => {
    const digits = (text: string) => text.replace(/\D/g, "");
    expect(digits(fake("phone", "(09) 555-1234"))).toBe(digits(fake("phone", "09 555 1234")));
  });
});

describe("addresses of the net", () => {
  test("are under a domain that is nobody's, one host for one host", () => {
    const mail = fake("email", "john.smith@rowan.co.nz");
    expect(mail).toMatch(/^[a-z]+\.[a-z]+@[a-z-]+\.example$/);
    const host = mail.split("@")[1];
    expect(fake("email", "info@ROWAN.co.nz")).toBe(`info@${host}`);
    expect(fake("url", "https://www.rowan.co.nz/")).toBe(`https://www.${host}/`);
    expect(fake("url", "rowan.co.nz")).toBe(String(host));
  });

  test("of a path and of several in one field are replaced each", () => {
    expect(fake("url", "www.rowan.co.nz/about?id=12")).toMatch(/^www\.[a-z-]+\.example\/[a-z]{5}\?[a-z]{2}=\d\d$/);
    expect(fake("email", "a@b.com; Jim <c@d.com>")).toMatch(
      /^\w+@[a-z-]+\.example; [A-Z][a-z]{2} <\w+@[a-z-]+\.example>$/,
    );
  });

  test("have the original's length where the field is too small", () => {
    expect(fake("email", "jo@rowan.co.nz", 16)).toMatch(/^[a-z]{2}@[a-z]{3}\.example$/);
    expect(fake("email", "jo@r.nz", 8)).toMatch(/^[a-z]{2}@[a-z]{4}$/);
  });
});

describe("numbers", () => {
  test("of the bank keep their bank, a branch that it has, and their suffix", () => {
    expect(fake("bank-account", "01-0902-0068389-00")).toMatch(/^01-(0\d{3}|11\d\d|18\d\d)-\d{7}-00$/);
    expect(fake("bank-account", "062-000 12345678")).toMatch(/^06\d-\d{3} \d{8}$/);
    expect(fake("bank-account", "GB82 WEST 1234 5698 7654 32")).toMatch(/^GB\d\d [A-Z]{4} \d{4} \d{4} \d{4} \d\d$/);
  });

  test("let nothing through that is written beside them", () => {
    expect(fake("card-number", "Visa 4111 1111 1111 1111 Jo Rowan")).toMatch(
      /^Visa 41\d\d( \d{4}){3} [A-Z][a-z] [A-Z][a-z]{4}$/,
    );
    expect(fake("tax-number", "NZ 49-091-850 中文")).toMatch(/^NZ \d\d-\d{3}-\d{3} ..$/u);
    for (const [what, number] of [
      ["card-number", "4111 1111 1111 1111 Rowan"],
      ["tax-number", "IRD 49-091-850 Jo"],
      ["tax-number", "Jo 53 004 085 616"],
      ["bank-account", "Rowan 01-0902-0068389-00"],
      ["barcode", "Rowan 96385074"],
    ] as const) {
      expect(fake(what, number)).not.toMatch(/Rowan|Jo/);
    }
  });

  test("let no digits of another script through beside those of ASCII", () => {
    for (const what of ["phone", "bank-account", "tax-number", "card-number", "barcode"] as const) {
      expect(fake(what, "09 555 0101, ٠٢٤٨١٧٥٦")).toMatch(/^\d\d \d{3} \d{4}, (?!٠٢٤٨١٧٥٦)[٠-٩]{8}$/);
    }
  });

  test("keep marks of characters that XML cannot carry", () => {
    for (const what of ["phone", "bank-account", "tax-number", "card-number", "barcode"] as const) {
      expect(fake(what, "09␛{1F}555 0101")).toMatch(/^\d\d␛\{1F\}\d{3} \d{4}$/);
    }
  });

  test("of cards and goods keep what they begin with", () => {
    expect(fake("card-number", "4111 1111 1111 1111")).toMatch(/^41\d\d( \d{4}){3}$/);
    expect(fake("barcode", "4006381333931")).toMatch(/^40\d{11}$/);
    expect(fake("barcode", "ABC-12")).toMatch(/^[A-Z]{3}-\d\d$/);
  });

  test("of a company with an ABN end in the number that its ACN becomes", () => {
    const digits = (text: string) => text.replace(/\D/g, "");
    expect(digits(fake("tax-number", "53 004 085 616")).slice(2)).toBe(digits(fake("tax-number", "004 085 616")));
  });
});

describe("worlds", () => {
  test("of other secrets and other copies have other people, copies the same money and time", () => {
    const [other, copy] = [pseudonymsOf({ secret: "another secret for the tests" }), pseudonymsOf({ copy: 3 })];
    for (const world of [other, copy]) {
      expect(world.fake("company", "Rowan Timber Ltd", 0)).not.toBe(fake("company", "Rowan Timber Ltd"));
      expect(world.code("ROWAN")).not.toBe(pseudonyms.code("ROWAN"));
    }
    expect(copy.cents(123_456)).toBe(pseudonyms.cents(123_456));
    expect(copy.date("20240229")).toBe(pseudonyms.date("20240229"));
    expect(other.cents(123_456)).not.toBe(pseudonyms.cents(123_456));
  });

  test("are in countries that there are", () => {
    const { code, message, hint } = errorOf(() => pseudonymsOf({ locale: "en_NX" }));
    expect([code, message]).toEqual(["anonymize.locale", "There are no names and places for the locale en_NX."]);
    expect(hint).toContain("en_AU, en_CA, en_GB, en_NZ, en_US, en_ZA");
    expect(errorOf(() => pseudonymsOf({ locale: "toString" })).code).toBe("anonymize.locale");
    for (const locale of ["en_AU", "en_CA", "en_GB", "en_NZ", "en_US", "en_ZA"]) {
      expect(pseudonymsOf({ locale }).fake("city", "Nowhere", 0)).not.toBe("");
    }
    expect(fakerHeader("en_AU").localeData).not.toBe(fakerHeader("en_NZ").localeData);
  });
});
