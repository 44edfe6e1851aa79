import { describe, expect, test } from "bun:test";
import { isProtected, protectMarkup, protectText, restoreText } from "../../../src/canonical/protect.ts";
import { utf8 } from "../../support/canonical-tools.ts";

describe("protectText", () => {
  const cases: readonly [name: string, input: string, output: string, replaced: number][] = [
    ["leaves ordinary text", "Rowan & Sons <b> é 漢 😀", "Rowan & Sons <b> é 漢 😀", 0],
    ["leaves tab, line feed and carriage return", "a\tb\nc\rd", "a\tb\nc\rd", 0],
    ["leaves the C1 controls and DEL, which XML 1.0 allows", "\u007F\u0085\u009F", "\u007F\u0085\u009F", 0],
    ["marks a vertical tab", "a\u000Bb", "a␛{B}b", 1],
    ["marks NUL", "\u0000", "␛{0}", 1],
    ["marks both noncharacters of the BMP", "\uFFFE\uFFFF", "␛{FFFE}␛{FFFF}", 2],
    ["marks half a surrogate pair", "\uD83D!", "␛{D83D}!", 1],
    ["marks the second half alone", "!\uDE00", "!␛{DE00}", 1],
    ["marks its own sign without counting it", "␛{B}", "␛{241B}{B}", 0],
  ];
  test.each(cases)("%s", (_name, input, output, replaced) => {
    expect(protectText(input)).toEqual({ text: output, replaced });
    expect(restoreText(output)).toBe(input);
    expect(isProtected(output)).toBe(true);
  });
});

describe("restoreText", () => {
  const cases: readonly [name: string, input: string, output: string][] = [
    ["gives the replacement character for a byte that was no UTF-8", "caf␛{=E9}", "caf\uFFFD"],
    ["leaves a sign without braces", "␛ 5", "␛ 5"],
    ["leaves a mark of a character that needs none", "␛{41}", "␛{41}"],
    ["leaves a mark with a leading zero", "␛{0B}", "␛{0B}"],
    ["leaves a mark in small letters", "␛{b}", "␛{b}"],
    ["leaves a byte that is always UTF-8", "␛{=41}", "␛{=41}"],
    ["leaves a number beyond Unicode", "␛{110000}", "␛{110000}"],
  ];
  test.each(cases)("%s", (_name, input, output) => {
    expect(restoreText(input)).toBe(output);
  });
});

describe("isProtected", () => {
  test.each(["␛", "␛{41}", "␛{b}", "␛{=7F}", "a\u000B", "␛{␛{B}}"])("refuses %j", (text) => {
    expect(isProtected(text)).toBe(false);
  });
});

describe("protectMarkup", () => {
  const cases: readonly [name: string, input: string, output: string, replaced: number][] = [
    ["leaves a clean page", "<a>x &amp; &#13; &#x1F600;</a>", "<a>x &amp; &#13; &#x1F600;</a>", 0],
    ["removes a byte order mark", "\uFEFF<a/>", "<a/>", 0],
    ["marks a raw vertical tab", "<a>\u000B</a>", "<a>␛{B}</a>", 1],
    ["marks a decimal reference", "<a>&#11;</a>", "<a>␛{B}</a>", 1],
    ["marks a hexadecimal reference", "<a>&#x0b;</a>", "<a>␛{B}</a>", 1],
    ["marks a reference to half a surrogate pair", "<a>&#xD83D;</a>", "<a>␛{D83D}</a>", 1],
    ["marks a reference to its own sign without counting it", "<a>&#x241b;</a>", "<a>␛{241B}</a>", 0],
    ["leaves a number beyond Unicode to the parser", "<a>&#1114112;</a>", "<a>&#1114112;</a>", 0],
    ["leaves what only looks like a reference in CDATA", "<a><![CDATA[&#11;]]></a>", "<a><![CDATA[&#11;]]></a>", 0],
    ["marks a raw character in CDATA", "<a><![CDATA[\u000B]]></a>", "<a><![CDATA[␛{B}]]></a>", 1],
    ["is not fooled by CDATA inside a comment", "<a><!--<![CDATA[-->&#11;</a>", "<a><!--<![CDATA[-->␛{B}</a>", 1],
    ["leaves an escaped ampersand alone", "<a>&amp;#11;</a>", "<a>&amp;#11;</a>", 0],
  ];
  test.each(cases)("%s", (_name, input, output, replaced) => {
    expect(protectMarkup(utf8(input))).toEqual({ text: output, replaced });
  });

  const bytes: readonly [name: string, input: number[], output: string, replaced: number][] = [
    ["a Latin-1 letter", [0x63, 0xe9, 0x21], "c␛{=E9}!", 1],
    ["a sequence cut off by the end", [0x78, 0xe2, 0x90], "x␛{=E2}␛{=90}", 2],
    ["an overlong slash", [0xc0, 0xaf], "␛{=C0}␛{=AF}", 2],
    ["a slash overlong in three bytes", [0xe0, 0x80, 0xaf], "␛{=E0}␛{=80}␛{=AF}", 3],
    ["a surrogate written as three bytes", [0xed, 0xa0, 0x80], "␛{=ED}␛{=A0}␛{=80}", 3],
    ["a code point beyond Unicode", [0xf4, 0x90, 0x80, 0x80], "␛{=F4}␛{=90}␛{=80}␛{=80}", 4],
    ["a bad byte after an emoji", [0xf0, 0x9f, 0x98, 0x80, 0xff], "😀␛{=FF}", 1],
    ["a byte order mark before a bad byte", [0xef, 0xbb, 0xbf, 0x61, 0xff], "a␛{=FF}", 1],
    ["a bad byte inside CDATA", [...utf8("<![CDATA["), 0xe9, ...utf8("]]>")], "<![CDATA[␛{=E9}]]>", 1],
  ];
  test.each(bytes)("marks each byte of %s", (_name, input, output, replaced) => {
    expect(protectMarkup(Uint8Array.from(input))).toEqual({ text: output, replaced });
  });

  test("takes a page of unfinished sections in time that grows with its size", () => {
    const page = utf8(`${"<![CDATA[".repeat(20_000)}\u000B`);
    expect(protectMarkup(page).replaced).toBe(1);
  });
});

describe("a text that holds the end of a CDATA section", () => {
  const protectedText = (xml: string) => protectMarkup(new TextEncoder().encode(xml));
  test("is escaped, since a server may send it raw, and is not counted as replaced", () => {
    expect(protectedText("<a>x]]>y</a>")).toEqual({ text: "<a>x]]&gt;y</a>", replaced: 0 });
  });
  test("leaves a real CDATA section as it is", () => {
    expect(protectedText("<a><![CDATA[x]]>y</a>").text).toBe("<a><![CDATA[x]]>y</a>");
  });
});
