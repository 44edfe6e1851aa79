import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { FakeKind } from "../../anonymizer/model/rule.ts";
import { isAbn, isAcn, isGbVat, isGtin, isIban, isIrd, isLuhn, isTfn } from "../../anonymizer/values/check-digits.ts";
import { digitsOf } from "../../anonymizer/values/digits.ts";
import { nzAccount } from "../../anonymizer/values/nz-accounts.ts";
import { pseudonymsOf } from "../support/pseudonyms.ts";

const SEED = 20_260_714;
const pseudonyms = pseudonymsOf();
const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`));
const signs = (text: string) => text.replace(/[A-Za-z0-9]/g, "x");
const compact = (text: string) => text.replace(/\s/g, "");

/** How numbers of a kind are made up so that they are valid: a prefix, free digits, and check digits that are looked for. */
interface Kind {
  readonly name: string;
  readonly what: FakeKind;
  readonly isValid: (text: string) => boolean;
  readonly free: fc.Arbitrary<string>;
  /** All that could be the whole number. */
  readonly whole: (free: string) => readonly string[];
}

const oneDigit = [..."0123456789"];
const twoDigits = Array.from({ length: 100 }, (_, i) => String(i).padStart(2, "0"));
const KINDS: readonly Kind[] = [
  {
    name: "bank accounts of New Zealand",
    what: "bank-account",
    isValid: (text) => nzAccount(text) !== null,
    free: fc
      .constantFrom("01-0902", "06-0123", "12-3456", "38-9012", "03-1512", "08-6512", "25-2512")
      .chain((branch) => digits(6).map((base) => `${branch}-${base}`)),
    whole: (free) => oneDigit.map((last) => `${free}${last}-00`),
  },
  {
    name: "IBANs",
    what: "bank-account",
    isValid: (text) => isIban(compact(text)),
    free: digits(14).map((account) => ` WEST ${account}`),
    whole: (free) => twoDigits.map((check) => `GB${check}${free}`),
  },
  {
    name: "IRD numbers",
    what: "tax-number",
    isValid: (text) => isIrd(digitsOf(text)),
    free: fc.integer({ min: 1_000_000, max: 14_999_999 }).map(String),
    whole: (free) => oneDigit.map((last) => `${free.slice(0, 2)}-${free.slice(2)}-${last}`),
  },
  {
    name: "ABNs",
    what: "tax-number",
    isValid: (text) => isAbn(digitsOf(text)),
    free: digits(9),
    whole: (free) => twoDigits.map((check) => `${check} ${free}`),
  },
  {
    name: "ACNs",
    what: "tax-number",
    isValid: (text) => isAcn(digitsOf(text)),
    free: digits(8),
    whole: (free) => oneDigit.map((last) => free + last),
  },
  {
    name: "tax file numbers",
    what: "tax-number",
    isValid: (text) => isTfn(digitsOf(text)),
    free: digits(8),
    whole: (free) => oneDigit.map((last) => free + last),
  },
  {
    name: "VAT numbers",
    what: "tax-number",
    isValid: (text) => isGbVat(digitsOf(text)),
    free: digits(7),
    whole: (free) => twoDigits.map((check) => `GB ${free}${check}`),
  },
  {
    name: "cards",
    what: "card-number",
    isValid: (text) => isLuhn(digitsOf(text)),
    free: digits(15),
    whole: (free) => oneDigit.map((last) => `${free.slice(0, 8)} ${free.slice(8)}${last}`),
  },
  {
    name: "barcodes",
    what: "barcode",
    isValid: (text) => isGtin(text),
    free: fc.oneof(digits(7), digits(11), digits(12)),
    whole: (free) => oneDigit.map((last) => free + last),
  },
];

describe.each(KINDS)("$name", ({ what, isValid, free, whole }) => {
  const valid = fc.sample(free, { seed: SEED, numRuns: 80 }).flatMap((part) => whole(part).filter(isValid).slice(0, 1));

  test("that are valid become other valid ones of the same format, each its own", () => {
    const originals = [...new Set(valid)];
    expect(originals.length).toBeGreaterThan(50);
    const made = originals.map((original) => pseudonyms.fake(what, original, 40));
    for (const [i, original] of originals.entries()) {
      const pseudonym = made[i] as string;
      expect([original, signs(pseudonym), isValid(pseudonym)]).toEqual([original, signs(original), true]);
      expect(pseudonym).not.toBe(original);
    }
    expect(new Set(made).size).toBe(originals.length);
  });
});

describe("numbers without check digits", () => {
  test.each(["bank-account", "tax-number", "card-number", "barcode", "phone"] as const)(
    "%s: any text keeps its length, its signs, and not its digits",
    (what) => {
      const text = fc.stringMatching(/^[0-9]{1,5}[ ./-]?[0-9]{1,9}([ -][0-9A-Z]{1,6})?$/);
      fc.assert(
        fc.property(text, (original) => {
          const made = pseudonyms.fake(what, original, 0);
          expect(signs(made)).toBe(signs(original));
          expect(made).not.toBe(original);
        }),
        { seed: SEED, numRuns: 100 },
      );
    },
  );
});
