import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { pseudonymsOf } from "../support/pseudonyms.ts";

const SEEDED = { seed: 20_260_714, numRuns: 100 };
const pseudonyms = pseudonymsOf();
const another = pseudonymsOf({ secret: "another secret for the tests" });

const piece = fc.constantFrom(
  ..."AbZz019-./ _~%'",
  ..."éÉßẞıİſŸÿµǅǆŊ",
  ..."ΩωσςКключ中文字アー한",
  "٣",
  "e\u0301",
  "\u212A",
  "\u{10400}",
  "\u{10428}",
  "␛{B}",
);
const anyCode = fc.oneof(
  fc.array(piece, { minLength: 1, maxLength: 16 }).map((pieces) => pieces.join("")),
  fc.stringMatching(/^[A-Za-z0-9]{1,5}(-[A-Z0-9]{1,4})?$/),
  fc.nat({ max: 99_999_999 }).map(String),
  fc.string({ minLength: 1, maxLength: 30 }),
);

/** What MoneyWorks holds equal: case decides nothing where a letter has one capital and that has it back. */
function folded(code: string): string {
  return code.replace(/\u241B\{B\}|./gsu, (letter) =>
    letter.toLowerCase().toUpperCase() === letter && letter.length < 3 ? letter.toLowerCase() : letter,
  );
}

/** Digits, small letters and capitals of a code as signs; all else as it is. */
function shapeOf(code: string): string {
  return code.replace(/[0-9]/g, "0").replace(/[a-z]/g, "a").replace(/[A-Z]/g, "A");
}

describe("codes", () => {
  test("that differ have pseudonyms that differ, those that MoneyWorks holds equal have one", () => {
    fc.assert(
      fc.property(fc.array(anyCode, { maxLength: 80 }), (codes) => {
        const originals = new Set(codes.map(folded));
        const made = new Set(codes.map((code) => folded(pseudonyms.code(code))));
        expect(made.size).toBe(originals.size);
        for (const code of codes) expect(folded(pseudonyms.code(folded(code)))).toBe(folded(pseudonyms.code(code)));
      }),
      SEEDED,
    );
  });

  test("keep their length, digits as digits, letters as letters of the same case, all else as it is", () => {
    fc.assert(
      fc.property(anyCode, (code) => {
        const made = pseudonyms.code(code);
        expect(made.length).toBe(code.length);
        if (/^[ -~]*$/.test(code)) expect(shapeOf(made)).toBe(shapeOf(code));
      }),
      SEEDED,
    );
  });

  test("are never their own pseudonym where there is a letter or a digit", () => {
    fc.assert(
      fc.property(anyCode, (code) => {
        if (/[a-z0-9]/i.test(code.replaceAll("␛{B}", ""))) expect(folded(pseudonyms.code(code))).not.toBe(folded(code));
      }),
      SEEDED,
    );
  });

  test("of any length differ where one character does", () => {
    const long = fc.stringMatching(/^[A-Z0-9]{13,40}$/);
    fc.assert(
      fc.property(long, fc.nat(), fc.constantFrom("A", "7"), (code, at, other) => {
        const place = at % code.length;
        const changed = code.slice(0, place) + other + code.slice(place + 1);
        expect(pseudonyms.code(code)).toMatch(/^[A-Z0-9]+$/);
        expect(pseudonyms.code(changed) === pseudonyms.code(code)).toBe(changed === code);
      }),
      SEEDED,
    );
  });

  test("of parts joined by other signs are the parts' pseudonyms", () => {
    fc.assert(
      fc.property(anyCode, anyCode, fc.constantFrom("-", "/", " ", "."), (one, other, sign) => {
        expect(pseudonyms.code(one + sign + other)).toBe(pseudonyms.code(one) + sign + pseudonyms.code(other));
      }),
      SEEDED,
    );
  });

  test("do not depend on what was asked for before", () => {
    fc.assert(
      fc.property(fc.array(anyCode, { maxLength: 40 }), (codes) => {
        const fresh = pseudonymsOf();
        for (const code of [...codes].reverse()) expect(fresh.code(code)).toBe(pseudonyms.code(code));
      }),
      { ...SEEDED, numRuns: 20 },
    );
  });

  test("all four digits, all three letters: each is another one's pseudonym, and a secret's own", () => {
    const numbers = Array.from({ length: 10_000 }, (_, i) => String(i).padStart(4, "0"));
    const made = new Set(numbers.map((number) => pseudonyms.code(number)));
    expect(made.size).toBe(10_000);
    const same = numbers.filter((number) => pseudonyms.code(number) === another.code(number));
    expect(same.length).toBeLessThan(10);
  });

  test("of copies are apart where there is room for it, and copy 0 is the world without copies", () => {
    const copies = [0, 1, 2, 11].map((copy) => pseudonymsOf({ copy }));
    const codes = Array.from({ length: 1000 }, (_, i) => String(i).padStart(3, "0"));
    const made = copies.flatMap((copy) => codes.map((code) => copy.codeWithin(code, 6)));
    expect(new Set(made).size).toBe(4000);
    for (const code of codes) expect(copies[0]?.codeWithin(code, 6)).toBe(pseudonyms.code(code));
    expect(copies[1]?.codeWithin("ROWAN", 6)).toHaveLength(5);
    expect(copies[1]?.codeWithin("ROWAN", 0)).toMatch(/^[A-Z]{5}~1$/);
    expect(copies[1]?.codeWithin("", 9)).toBe("");
  });
});
