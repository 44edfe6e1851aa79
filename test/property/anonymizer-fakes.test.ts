import { expect, test } from "bun:test";
import fc from "fast-check";
import type { FakeKind } from "../../anonymizer/model/rule.ts";
import { pseudonymsOf } from "../support/pseudonyms.ts";

const pseudonyms = pseudonymsOf();
/** Words that nothing of ours has, so that they can only come from the original. */
const OWN = ["Zarbour", "ZMITHE", "中文", "zangarei"];
const piece = fc.constantFrom(
  ...OWN,
  ...[
    "14",
    "PO Box",
    "88",
    "Level 3,",
    "NSW",
    "2000",
    "Australia",
    "c/-",
    "LS1 4AB",
    "New South Wales",
    "12A/",
    "-",
    ",",
  ],
  ...["Pty Ltd", "& Sons", "Mr", "Dear", "ext", "+64 9", "01-0902-0068389-00", "4111111111111111", "53004085616"],
  ...["@", "http://", "www.", ".co.nz", "?", "␛{1B}", "\r"],
);
const anyText = fc
  .array(fc.tuple(piece, fc.constantFrom(" ", "", " ", "-")), { maxLength: 6 })
  .map((pieces) => pieces.flat().join(""));
const size = fc.constantFrom(0, 3, 10, 25, 60);
const KINDS: readonly FakeKind[] = [
  ...(["person", "company", "party", "position", "salutation", "phone", "email", "url", "bank-name"] as const),
  ...(["bank-account", "tax-number", "card-number", "barcode", "product", "city"] as const),
];

function survivors(text: string): string[] {
  return OWN.filter((word) => text.toLowerCase().includes(word.toLowerCase()));
}

test("no made-up value has a word of its original, nor more than its field holds", () => {
  fc.assert(
    fc.property(anyText, size, (text, most) => {
      for (const what of KINDS) {
        const made = pseudonyms.fake(what, text, most);
        expect([what, survivors(made)]).toEqual([what, []]);
        if (most > 0) expect(made.length).toBeLessThanOrEqual(Math.max(most, text.trim() === "" ? text.length : 0));
        if (/[\p{L}\p{Nd}]/u.test(text.replaceAll("␛{1B}", ""))) {
          expect(made.toLowerCase()).not.toBe(text.toLowerCase());
          expect(made.trim()).not.toBe("");
        }
      }
    }),
    { seed: 20_260_714, numRuns: 120 },
  );
});

test("no address has a word of its original, lines stay blank or not, and parts follow the first line alone", () => {
  const lines = fc.array(fc.oneof(anyText, fc.constant("")), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(lines, size, (original, most) => {
      const sizes = { line: most, postcode: most, state: most, country: most };
      const made = pseudonyms.address({ lines: original, postcode: "2000", state: "NSW", country: "" }, sizes);
      expect(survivors(made.lines.join("\n"))).toEqual([]);
      expect(made.lines.map((line) => line.trim() === "")).toEqual(original.map((line) => line.trim() === ""));
      if (most > 0)
        for (const line of made.lines.filter((one) => one.trim() !== "")) expect(line.length).toBeLessThanOrEqual(most);
      const first = original.find((line) => line.trim() !== "");
      if (first === undefined) return;
      const alone = pseudonyms.address({ lines: [first, ""], postcode: "2000", state: "NSW", country: "" }, sizes);
      expect([alone.postcode, alone.state]).toEqual([made.postcode, made.state]);
    }),
    { seed: 20_260_714, numRuns: 150 },
  );
});
