import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { describeDifference, firstDifference } from "../../../../src/moneyworks/repeat/difference.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const page = (...phones: string[]) =>
  `<?xml version="1.0"?>\n<table name="Name" count="${phones.length}">\n${phones
    .map((phone, index) => `\t<name>\n\t\t<code>C${index}</code>\n\t\t<phone>${phone}</phone>\n\t</name>\n`)
    .join("")}</table>\n`;

function describeTexts(a: string, b: string, hidden: readonly string[] = []) {
  const at = firstDifference(bytes(a), bytes(b));
  if (at === null) return null;
  return describeDifference([bytes(a), bytes(b)], at, (element) => hidden.includes(element));
}

describe("the first difference", () => {
  test("is none between equal bytes, and the shorter length where one goes on", () => {
    expect(firstDifference(bytes("abc"), bytes("abc"))).toBeNull();
    expect(firstDifference(bytes(""), bytes(""))).toBeNull();
    expect(firstDifference(bytes("abc"), bytes("abcd"))).toBe(3);
    expect(firstDifference(bytes(""), bytes("x"))).toBe(0);
    expect(firstDifference(bytes("xbc"), bytes("abc"))).toBe(0);
  });

  test("is where it is, whatever the bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.uint8Array(), fc.uint8Array(), (same, a, b) => {
        fc.pre(a[0] !== b[0]);
        const [one, other] = [Buffer.concat([same, a]), Buffer.concat([same, b])];
        expect(firstDifference(one, other)).toBe(same.length);
      }),
    );
  });

  test("is told with record, element and both sides", () => {
    expect(describeTexts(page("1", "22", "3"), page("1", "2X", "3"))).toMatchObject({
      record: 2,
      element: "phone",
      isPrivate: false,
      context: [expect.stringContaining("<phone>22</phone>"), expect.stringContaining("<phone>2X</phone>")],
    });
    expect(describeTexts(page("1"), page("1", "2"))).toMatchObject({ record: 0, element: "table" });
  });

  test("counts records, not fields that have a record's name", () => {
    const named = (phone: string) => page("1", phone).replaceAll("code>", "name>");
    expect(describeTexts(named("2"), named("3"))).toMatchObject({ record: 2, element: "phone" });
  });

  test("keeps characters whole that are longer than a byte", () => {
    const found = describeTexts(page("ā–€1"), page("ā–€2"));
    expect(found?.context[0]).toContain("ā–€1");
  });

  test("shows no value of a private field, also when only its neighbour differs, or the window cuts it", () => {
    for (const padding of ["", "p".repeat(35), "p".repeat(90)]) {
      const [a, b] = [`sesame${padding}1`, `sesame${padding}2`];
      const found = describeTexts(page(a), page(b), ["phone"]);
      expect(found?.isPrivate).toBe(true);
      expect(found?.context.join("")).toContain("(private)");
      expect(found?.context.join("")).not.toMatch(/sesame|ppp/);
    }
    const neighbour = describeTexts(page("sesame").replace("C0", "D0"), page("sesame"), ["phone"]);
    expect(neighbour).toMatchObject({ element: "code", isPrivate: false });
    expect(neighbour?.context.join("")).not.toContain("sesame");
  });

  test("is private when just the other side stands in a private field", () => {
    const [a, b] = ["<table><name><code/></name></table>", "<table><name><pin>1234</pin></name></table>"];
    const found = describeTexts(a, b, ["pin"]);
    expect(found?.context[1]).not.toContain("1234");
  });

  test("does not need well-formed answers", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (a, b) => {
        const found = describeTexts(`<name>${a}`, `<name>${b}`);
        if (found !== null) expect(found.context).toHaveLength(2);
      }),
    );
  });
});
