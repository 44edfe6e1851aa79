import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { pseudonymsOf } from "../support/pseudonyms.ts";

const SEEDED = { seed: 20_260_714, numRuns: 150 };
const pseudonyms = pseudonymsOf();

const word = fc.oneof(
  fc.constantFrom("Rowan", "SONS", "invoice", "INV-1234", "7230-", "O'Reilly", "a", "I", "und", "et", "ab"),
  fc.constantFrom(
    "ключ",
    "Éric",
    "naïve",
    "中文字",
    "Ελλάδα",
    "e\u0301te\u0301",
    "straße",
    "אבג",
    "\u{10400}\u{10428}",
  ),
  fc.constantFrom("jim@rowan.co.nz", "x@y.nz", "www.rowan.co.nz/a/b?c=1", "https://rowan.nz", "1,234.50", "12/03/2024"),
  fc.stringMatching(/^[A-Za-z]{1,30}$/),
  fc.string({ maxLength: 12, unit: "grapheme" }),
);
const sign = fc.constantFrom(" ", "  ", "\r", "\n", "\r\n", "\t", ", ", ". ", " - ", "; ", "(", ")", "␛{B}", "!");
const anyText = fc
  .array(fc.tuple(word, sign), { maxLength: 14 })
  .map((pieces) => pieces.flat().join(""))
  .filter((text) => !/␛(?!\{B\})/.test(text));

/** Everything but letters, their marks and digits. */
function bones(text: string): string[] {
  return text.match(/\u241B\{B\}|\s/gu) ?? [];
}

describe("free text", () => {
  test("keeps its length, its white space and its marks", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const made = pseudonyms.text(text);
        expect(made.length).toBe(text.length);
        expect(bones(made)).toEqual(bones(text));
      }),
      SEEDED,
    );
  });

  test("lets no word through", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const words = (of: string) => of.replace(/\u241B\{B\}/g, "   ").matchAll(/[\p{L}\p{M}]{2,}|\p{Nd}+/gu);
        const made = pseudonyms.text(text).toLowerCase();
        for (const { 0: found, index } of words(text)) {
          if (/[a-z0-9]/i.test(found) && !/^(?:www|https?)$/i.test(found)) {
            expect(made.slice(index, index + found.length)).not.toBe(found.toLowerCase());
          }
        }
      }),
      SEEDED,
    );
  });

  test("has no letter of another script left, beside codes with digits", () => {
    const letters = fc.string({ minLength: 1, maxLength: 9, unit: fc.constantFrom(..."ключΕλ中文字אבגªßþ한アー") });
    fc.assert(
      fc.property(letters, (text) => expect(pseudonyms.text(text)).toMatch(/^[a-z]+$/i)),
      SEEDED,
    );
  });

  test("is the same whatever was asked for before, and another one for another secret", () => {
    const texts = fc.sample(anyText, { seed: 5, numRuns: 80 });
    const before = texts.map((text) => pseudonyms.text(text));
    const fresh = pseudonymsOf();
    expect([...texts].reverse().map((text) => fresh.text(text))).toEqual(before.toReversed());
    const sentence = "Paid for the goods that came in March";
    const other = pseudonymsOf({ secret: "another secret for the tests" });
    expect(other.text(sentence)).not.toBe(pseudonyms.text(sentence));
  });
});
