import { expect, test } from "bun:test";
import fc from "fast-check";
import { isProtected, protectMarkup, protectText, restoreText } from "../../src/canonical/protect.ts";
import { anyText } from "../support/canonical-arbitraries.ts";
import { utf8 } from "../support/canonical-tools.ts";

const SEEDED = { seed: 20_260_711, numRuns: 1000 };

test("every string is restored from its protected form", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(restoreText(protectText(text).text)).toBe(text);
    }),
    SEEDED,
  );
});

test("protected text is what an XML parser takes, and is recognised", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const safe = protectText(text).text;
      expect(isProtected(safe)).toBe(true);
      const escaped = safe.replace(/[&<>\r]/g, (character) => `&#${character.charCodeAt(0)};`);
      expect(Bun.XML.parse(`<a>${escaped}</a>`)).toEqual({ a: safe });
    }),
    SEEDED,
  );
});

test("different strings have different protected forms", () => {
  fc.assert(
    fc.property(anyText, anyText, (a, b) => {
      expect(protectText(a).text === protectText(b).text).toBe(a === b);
    }),
    SEEDED,
  );
});

test("any bytes inside a field become a text that a parser takes", () => {
  const noMarkup = fc
    .uint8Array({ maxLength: 40 })
    .map((bytes) => bytes.filter((byte) => byte !== 0x3c && byte !== 0x26 && byte !== 0x3e));
  fc.assert(
    fc.property(noMarkup, (bytes) => {
      const page = Uint8Array.from([...utf8("<a>"), ...bytes, ...utf8("</a>")]);
      expect(() => Bun.XML.parse(protectMarkup(page).text)).not.toThrow();
    }),
    SEEDED,
  );
});

test("well-formed UTF-8 goes through protectMarkup as protectText would have it", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const plain = text.toWellFormed().replace(/[<&>\uFEFF]/g, "");
      expect(protectMarkup(utf8(plain))).toEqual(protectText(plain));
    }),
    SEEDED,
  );
});
