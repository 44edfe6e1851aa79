import { describe, expect, test } from "bun:test";
import { leafDirectory, leafOf, parseRecordPath, recordPath } from "../../../src/canonical/path.ts";
import { codeOf, key, schemaOf } from "../../support/canonical-tools.ts";

const NAME = schemaOf("name");
const TRANSACTION = schemaOf("transaction");

describe("recordPath", () => {
  test.each([
    [1, "transaction/00/00/00/00/1.xml"],
    [63, "transaction/00/00/00/00/63.xml"],
    [64, "transaction/00/00/00/01/64.xml"],
    [1042, "transaction/00/00/00/10/1042.xml"],
    [4096, "transaction/00/00/01/00/4096.xml"],
    [1_000_000, "transaction/00/03/34/09/1000000.xml"],
    [2_147_483_647, "transaction/7f/3f/3f/3f/2147483647.xml"],
    [4_294_967_295, "transaction/ff/3f/3f/3f/4294967295.xml"],
  ])("of transaction %d", (seq, path) => {
    expect(recordPath(TRANSACTION, key(String(seq)))).toBe(path);
    expect(parseRecordPath(path)).toEqual({ table: TRANSACTION.table, key: key(String(seq)) });
  });

  test.each([
    ["ROWAN", "ROWAN.xml"],
    ["##5", "%23%235.xml"],
    ["#5", "%235.xml"],
    ["Café", "C~af%C3%A9.xml"],
  ])("of name %s lies in the leaf of its hash", (code, file) => {
    const hash = new Bun.CryptoHasher("sha1").update(code).digest("hex").slice(0, 3);
    const leaf = Number.parseInt(hash, 16);
    const hex = (n: number) => n.toString(16).padStart(2, "0");
    const path = `name/${hex(leaf >> 6)}/${hex(leaf & 63)}/${file}`;
    expect(leafOf(NAME, key(code))).toBe(leaf);
    expect(recordPath(NAME, key(code))).toBe(path);
    expect(parseRecordPath(path)).toEqual({ table: NAME.table, key: key(code) });
  });

  test("refuses a code in a table of numbers", () => {
    expect(codeOf(() => recordPath(TRANSACTION, key("ROWAN")))).toBe("canonical.bad-key");
  });
});

test("leafDirectory names the leaf without a record", () => {
  expect(leafDirectory(TRANSACTION, 16)).toBe("transaction/00/00/00/10");
  expect(leafDirectory(NAME, 4095)).toBe("name/3f/3f");
});

describe("parseRecordPath gives null for", () => {
  const rowan = recordPath(NAME, key("ROWAN"));
  test.each([
    ["a file of another leaf", "transaction/00/00/00/11/1042.xml"],
    ["a leaf in capitals", "transaction/00/03/34/0A/1000000.xml"],
    ["a level too few", "transaction/00/00/10/1042.xml"],
    ["a number with a leading zero", "transaction/00/00/00/00/01.xml"],
    ["a code among numbers", "transaction/00/00/00/00/A.xml"],
    ["a table nobody knows", rowan.replace("name", "nome")],
    ["the marker file", ".tidemark/marker.json"],
    ["a new record on an incoming branch", "new/name/1.xml"],
    ["a record's own directory", "transaction/00/00/00/10"],
    ["another ending", rowan.replace(".xml", ".XML")],
    ["a name that is not the one right form", rowan.replace("ROWAN", "%52OWAN")],
    ["a leading slash", `/${rowan}`],
    ["the empty path", ""],
  ])("%s", (_name, path) => {
    expect(parseRecordPath(path)).toBeNull();
  });
});
