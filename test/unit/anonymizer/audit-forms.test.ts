import { describe, expect, test } from "bun:test";
import { FormFilter, filterBytes } from "../../../anonymizer/audit/filter.ts";
import { keyOf } from "../../../anonymizer/audit/form-key.ts";
import { Forms } from "../../../anonymizer/audit/forms.ts";

const forms = new Forms();

/** Whether any form of the value is in the text. */
function finds(value: string, text: string, isCode = false): boolean {
  const wanted = new Set<number>();
  forms.ofValue(value, isCode, (low, high) => wanted.add(keyOf(low, high)));
  let found = false;
  forms.inText(text, (low, high) => {
    found ||= wanted.has(keyOf(low, high));
  });
  return found;
}

const found: readonly [what: string, value: string, text: string][] = [
  ["itself", "Rowan & Sons Joinery", "Rowan & Sons Joinery"],
  ["other case", "Rowan & Sons Joinery", "ask ROWAN & sons joinery, please"],
  ["line breaks and more spaces", "Rowan Joinery", "to: Rowan\r\n   \tJoinery"],
  ["no-break spaces", "Rowan Joinery", "Rowan\u00a0Joinery"],
  ["other signs between words", "iris@rowan.example", "iris at: <iris>@<rowan>"],
  ["accents left out", "Café Zoë", "cafe zoe"],
  ["accents written apart", "Café Zoë", "Cafe\u0301 Zoe\u0308"],
  ["wide letters", "Rowan Joinery", "Ｒｏｗａｎ Joinery"],
  ["a soft hyphen", "Whangarei", "Whan\u00adgarei"],
  ["a vertical tab as a mark", "Rowan Joinery", "Rowan\u241b{B}Joinery"],
  ["two words of many", "14 Harbour Road, Whangarei", "near Harbour Road"],
  ["a phone number grouped anew", "09 555 0101", "call (09) 5550-101 today"],
  ["a phone number without spaces", "+64 9 555 0101", "tel:6495550101"],
  ["a bank account's digits", "12-3456-0789012-00", "paid to 123456078901200"],
  ["digits of another script", "09 555 0101", "٠٩٥٥٥٠١٠١"],
  ["digits of a script that begins elsewhere", "09 555 0101", "०९५५५०१०१"],
  ["one long part of an account", "012-345 12345678", "account 12345678 of"],
  ["a number with letters behind it", "555 01017", "x55501017y"],
  ["one word that is all of it", "Whangarei", "in whangarei"],
  ["a word of letters and digits among others", "see INV10234 please", "inv10234"],
];

describe("a value is found in spite of", () => {
  test.each(found)("%s", (_, value, text) => expect(finds(value, text)).toBe(true));
});

const passedOver: readonly [what: string, value: string, text: string][] = [
  ["one word of several", "Rowan Joinery", "the Rowan tree"],
  ["words in another order", "Rowan Joinery", "Joinery Rowan"],
  ["two common words", "Account for the month", "for the"],
  ["three letters", "NTH", "NTH"],
  ["a small number", "1500", "1500"],
  ["five digits", "12 345", "12345"],
  ["a longer number", "555 0101", "95550101"],
  ["digits with words between them", "555 0101", "555 boxes, 0101 each"],
];

describe("not searched for or not taken for the value:", () => {
  test.each(passedOver)("%s", (_, value, text) => expect(finds(value, text)).toBe(false));
});

test("codes of four digits are searched for, shorter ones and what has no letters are counted", () => {
  expect(finds("1500", "account 1500-NTH", true)).toBe(true);
  expect(finds("1500-NTH", "1500/nth", true)).toBe(true);
  const own = new Forms();
  for (const value of ["", "--", "NTH", "12"]) own.ofValue(value, true, () => {});
  expect(own.leftOut).toBe(4);
});

test("the filter has everything that was added and next to nothing else, in whatever order it came", () => {
  const make = (from: readonly number[]): FormFilter => {
    const filter = new FormFilter(new ArrayBuffer(filterBytes(1)));
    for (const i of from) filter.add(Math.imul(i, 0x9e3779b1) >>> 0, Math.imul(i, 0x85ebca6b) >>> 0);
    return filter;
  };
  const numbers = Array.from({ length: 10_000 }, (_, i) => i + 1);
  const filter = make(numbers);
  const other = make(numbers.toReversed());
  expect(Buffer.from(filter.memory as ArrayBuffer).equals(Buffer.from(other.memory as ArrayBuffer))).toBe(true);
  const has = (i: number): boolean => filter.has(Math.imul(i, 0x9e3779b1) >>> 0, Math.imul(i, 0x85ebca6b) >>> 0);
  expect(numbers.every(has)).toBe(true);
  const wrong = numbers.filter((i) => has(i + 1_000_000)).length;
  expect(wrong).toBeLessThan(20);
});

test("a filter is at most 64 MB", () => {
  expect([1, 100_000, 5e9].map(filterBytes)).toEqual([1 << 16, 1 << 17, 1 << 26]);
});
