import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { wordDiff } from "../../../../src/dashboard/text/word-diff.ts";

/** `[-old-]` and `[+new+]` within what both have. */
function marked(old: string, now: string): string {
  const marks = { same: ["", ""], old: ["[-", "-]"], new: ["[+", "+]"] } as const;
  return wordDiff(old, now)
    .map(({ kind, text }) => `${marks[kind][0]}${text}${marks[kind][1]}`)
    .join("");
}

describe("differences in words", () => {
  test.each([
    ["nothing changed", "one two", "one two", "one two"],
    ["a word", "oak, ash, beech", "oak, elm, beech", "oak, [-ash-][+elm+], beech"],
    ["two neighbours are one stretch", "a b c d", "a x y d", "a [-b c-][+x y+] d"],
    ["a word more", "one three", "one two three", "one [+two +]three"],
    ["a word less", "one two three", "one three", "one [-two -]three"],
    ["everything", "abc", "xyz", "[-abc-][+xyz+]"],
    ["from nothing", "", "abc", "[+abc+]"],
    ["to nothing", "abc", "", "[-abc-]"],
    ["marks count for themselves", "a.b", "a,b", "a[-.-][+,+]b"],
    ["letters of any language", "Mātai café", "Mātai kafe", "Mātai [-café-][+kafe+]"],
    ["line ends", "one\ntwo", "one\nthree", "one\n[-two-][+three+]"],
  ])("%s", (_, old, now, text) => expect(marked(old, now)).toBe(text));

  test("both texts can be read out of it, whatever they are", () => {
    const text = fc
      .array(fc.constantFrom("a", "b", "c", " ", "  ", ",", "\n", "ä", "<b>"), { maxLength: 40 })
      .map((all) => all.join(""));
    fc.assert(
      fc.property(text, text, (old, now) => {
        const pieces = wordDiff(old, now);
        const side = (kind: "old" | "new") =>
          pieces.filter((each) => each.kind === "same" || each.kind === kind).map((each) => each.text);
        expect(side("old").join("")).toBe(old);
        expect(side("new").join("")).toBe(now);
        expect(pieces.every((piece) => piece.text !== "")).toBe(true);
      }),
    );
  });

  test("long texts that share nothing are told as a whole, without comparing every word with every other", () => {
    const words = (letter: string) => Array.from({ length: 5000 }, (_, at) => `${letter}${at}`).join(" ");
    expect(wordDiff(words("a"), words("b")).map(({ kind }) => kind)).toEqual(["old", "new"]);
  });

  test("one word in a very long text is found all the same", () => {
    const long = Array.from({ length: 20_000 }, (_, at) => `w${at}`);
    const changed = long.with(10_000, "changed").join(" ");
    expect(wordDiff(long.join(" "), changed).filter(({ kind }) => kind !== "same")).toEqual([
      { kind: "old", text: "w10000" },
      { kind: "new", text: "changed" },
    ]);
  });
});
