import { describe, expect, test } from "bun:test";
import { type Content, codesOf, edit, planOne, ROWAN, ROWAN_PATH } from "../../../support/planning.ts";

describe("XML is refused", () => {
  const name = (inside: string) => `<name><code>ROWAN</code>${inside}</name>`;
  const deep = (depth: number) => `${"<a>".repeat(depth)}${"</a>".repeat(depth)}`;
  const contents: readonly [name: string, content: Content][] = [
    ["that is empty", ""],
    ["that is cut short", ROWAN.slice(0, -20)],
    ["that is a merge with its marks", `<<<<<<< HEAD\n${ROWAN}=======\n${ROWAN}>>>>>>> x\n`],
    ["of two roots", ROWAN + ROWAN],
    ["with text behind it", `${ROWAN}SECRET`],
    ["that is no XML", "SECRET"],
    ["with a bare ampersand", name("<phone>SECRET & SECRET</phone>")],
    ["with a bare <", name("<phone>SECRET < SECRET</phone>")],
    ["with a DOCTYPE", `<!DOCTYPE name>${ROWAN}`],
    ["with entities", `<!DOCTYPE name [<!ENTITY e "SECRET">]>${name("<phone>&e;</phone>")}`],
    [
      "with a DOCTYPE behind a comment about one",
      `<!-- <!DOCTYPE --><!DOCTYPE a [<!ENTITY e "x">]>${name("<phone>&e;</phone>")}`,
    ],
    [
      "with a DOCTYPE behind a comment that begins like an end",
      `<!---> x --><!DOCTYPE a [<!ENTITY e "x">]>${name("<phone>&e;</phone>")}`,
    ],
    ["with an external entity", `<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>${name("<phone>&e;</phone>")}`],
    ["with an entity that nobody declares", name("<phone>&nbsp;</phone>")],
    ["with one field twice", name("<phone>1</phone><phone>1</phone>")],
    ["with one field in two spellings", name("<phone>1</phone><Phone>1</Phone>")],
    ["with a field inside a field", name("<phone><b>1</b></phone>")],
    ["with text between its fields", name("SECRET")],
    ["with a field named like no field", name("<__proto__>1</__proto__>")],
    ["with a prototype as a record", "<__proto__><phone>1</phone></__proto__>"],
    ["with a namespace", name("<x:phone>1</x:phone>")],
    ["with a subfile that has no name", name("<subfile><a><b>1</b></a></subfile>")],
    [
      "with two subfiles of one name",
      name('<subfile name="A"><a><b>1</b></a></subfile><subfile name="A"><a><b>1</b></a></subfile>'),
    ],
    ["with a NUL", name("<phone>a\0b</phone>")],
    ["with a reference to NUL", name("<phone>&#0;</phone>")],
    ["with a reference to half a pair", name("<phone>&#xD83D;</phone>")],
    ["with the sign of protected text by itself", name("<phone>a␛b</phone>")],
    ["with a mark of what is not forbidden", name("<phone>␛{41}</phone>")],
    ["that is not UTF-8", Uint8Array.of(0x3c, 0x61, 0x3e, 0xe9, 0x3c, 0x2f, 0x61, 0x3e)],
    ["in UTF-16", new Uint8Array(Buffer.from(`\uFEFF${ROWAN}`, "utf16le"))],
    [
      "in another encoding than it declares",
      `<?xml version="1.0" encoding="windows-1252"?>${name("<phone>é</phone>")}`,
    ],
    ["nested a hundred thousand times", deep(100_000)],
    ["nested a hundred thousand times inside a record", name(`<phone>${deep(100_000)}</phone>`)],
  ];
  test.each(contents)("%s", (_name, theirs) => {
    const { reasons, order } = planOne(ROWAN_PATH, { base: ROWAN, theirs });
    expect([codesOf(reasons), order]).toEqual([["bad-xml -"], null]);
    expect(reasons[0]?.text).not.toMatch(/SECRET|canonical form/);
  });

  test("that is larger than any record", () => {
    const theirs = name(`<comment>${"x".repeat(9_000_000)}</comment>`);
    expect(codesOf(planOne(ROWAN_PATH, { base: ROWAN, theirs }).reasons)).toEqual(["too-large -"]);
  });

  test("with more wrong fields than anybody wants to read about, in few reasons", () => {
    const fields = Array.from({ length: 5000 }, (_, index) => `<f${index}>x</f${index}>`).join("");
    const { reasons } = planOne(ROWAN_PATH, { base: ROWAN, theirs: edit(ROWAN, ["<phone>", `${fields}<phone>`]) });
    expect(reasons.length).toBe(101);
    expect(reasons.at(-1)).toEqual({
      code: "unknown-field",
      field: null,
      text: "There are 4900 more reasons against this file.",
    });
  });

  test("of the longest texts in no time", () => {
    const started = performance.now();
    const long = "0".repeat(7_000_000);
    const { reasons } = planOne(ROWAN_PATH, { base: ROWAN, theirs: edit(ROWAN, ["5.00<", `${long}x<`]) });
    expect(codesOf(reasons)).toEqual(["wrong-type discount"]);
    expect(performance.now() - started).toBeLessThan(3000);
  });
});
