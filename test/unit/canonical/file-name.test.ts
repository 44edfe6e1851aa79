import { describe, expect, test } from "bun:test";
import { fileName, keyOfFileName } from "../../../src/canonical/file-name.ts";
import { codeOf, key } from "../../support/canonical-tools.ts";

describe("fileName", () => {
  const cases: readonly [name: string, key: string, file: string][] = [
    ["keeps capitals", "ROWAN", "ROWAN.xml"],
    ["marks where small letters begin", "Rowan", "R~owan.xml"],
    ["marks small letters from the start", "rowan", "~rowan.xml"],
    ["marks each change of case", "aBc", "~a~B~c.xml"],
    ["carries the case across digits", "A1b2C", "A1~b2~C.xml"],
    ["keeps digits, underscore and hyphen", "WID-OAK_2", "WID-OAK_2.xml"],
    ["escapes a hyphen at the front", "-rf", "%2D~rf.xml"],
    ["escapes a dot wherever it is", ".a.b.", "%2E~a%2Eb%2E.xml"],
    ["escapes its own signs", "~%", "%7E%25.xml"],
    ["escapes slashes, spaces and quotes", "a/ \\\"'", "~a%2F%20%5C%22%27.xml"],
    ["escapes what is not ASCII by its UTF-8", "É€😀", "%C3%89%E2%82%AC%F0%9F%98%80.xml"],
    ["escapes what Windows forbids", '<>:"|?*', "%3C%3E%3A%22%7C%3F%2A.xml"],
    ["has a form for the empty key", "", "%%.xml"],
    ["keeps a device name apart", "CON", "%43ON.xml"],
    ["keeps a numbered device name apart", "COM1", "%43OM1.xml"],
    ["needs no escape where the case mark does it", "con", "~con.xml"],
    ["leaves what only begins like a device name", "CONS", "CONS.xml"],
    ["escapes superscript digits anyway", "COM¹", "COM%C2%B9.xml"],
    ["makes nothing of git's own names", ".git", "%2E~git.xml"],
    ["makes nothing of git's short name", "git~1", "~git%7E1.xml"],
  ];
  test.each(cases)("%s: %j", (_name, text, file) => {
    expect(fileName(key(text))).toBe(file);
    expect(keyOfFileName(file)).toBe(key(text));
  });

  test("turns to base32 above 200 characters", () => {
    const short = "é".repeat(33);
    const long = "é".repeat(34);
    expect(fileName(key(short))).toHaveLength(33 * 6 + 4);
    expect(fileName(key(long))).toMatch(/^%%[a-z2-7]{109}\.xml$/);
    expect(keyOfFileName(fileName(key(long)))).toBe(key(long));
  });

  test("takes 148 bytes and no more", () => {
    const longest = "ü".repeat(74);
    expect(fileName(key(longest)).length).toBeLessThanOrEqual(244);
    expect(keyOfFileName(fileName(key(longest)))).toBe(key(longest));
    expect(codeOf(() => fileName(key(`${longest}u`)))).toBe("canonical.key-too-long");
  });

  test("takes every code of 31 characters, the longest MoneyWorks has", () => {
    expect(keyOfFileName(fileName(key("😀".repeat(31))))).toBe(key("😀".repeat(31)));
  });

  test("refuses half of a surrogate pair", () => {
    expect(codeOf(() => fileName(key("a\uD83D")))).toBe("canonical.bad-key");
  });
});

describe("keyOfFileName gives null for", () => {
  test.each([
    ["another ending", "ROWAN.txt"],
    ["an ending in capitals", "ROWAN.XML"],
    ["nothing before the ending", ".xml"],
    ["a small letter without its mark", "rowan.xml"],
    ["a mark that changes nothing", "~ROWAN.xml"],
    ["a mark at the end", "ROWAN~.xml"],
    ["two marks", "R~~owan.xml"],
    ["an escape that is not needed", "%52OWAN.xml"],
    ["small hex digits", "%c3%a9.xml"],
    ["a cut escape", "A%4.xml"],
    ["an escape of bytes that are not UTF-8", "%FF.xml"],
    ["a device name", "CON.xml"],
    ["a raw space", "A B.xml"],
    ["a raw dot", "A.B.xml"],
    ["a raw letter with an accent", "é.xml"],
    ["base32 of a short key", "%%me.xml"],
    ["base32 with other digits", "%%1890.xml"],
    [
      "base32 in capitals",
      fileName(key("é".repeat(34)))
        .toUpperCase()
        .replace("XML", "xml"),
    ],
    ["base32 with leftover bits", fileName(key("é".repeat(34))).replace(/.\.xml$/, "7.xml")],
  ])("%s", (_name, file) => {
    expect(keyOfFileName(file)).toBeNull();
  });
});
