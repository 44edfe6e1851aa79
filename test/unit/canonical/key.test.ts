import { describe, expect, test } from "bun:test";
import { keyOf, keyOfCode, meaningOfKey } from "../../../src/canonical/key.ts";
import { codeOf, key, nameRecord, schemaOf, transactionRecord } from "../../support/canonical-tools.ts";

const NAME = schemaOf("name");
const TRANSACTION = schemaOf("transaction");

describe("keyOf", () => {
  const codes: readonly [name: string, code: Record<string, string>, expected: string][] = [
    ["is the code as MoneyWorks wrote it", { code: "Rowan & Sons" }, "Rowan & Sons"],
    ["keeps spaces", { code: " A " }, " A "],
    ["is the number behind # where the code is blank", {}, "#12"],
    ["doubles the # of a code that begins with one", { code: "#12" }, "##12"],
    ["doubles it again", { code: "##12" }, "###12"],
    ["leaves a # further on", { code: "A#12" }, "A#12"],
  ];
  test.each(codes)("%s", (_name, fields, expected) => {
    const record = nameRecord(fields);
    const found = keyOf(NAME, { seq: 12, record });
    expect(String(found)).toBe(expected);
    const meaning = fields.code === undefined ? { kind: "sequence", seq: 12 } : { kind: "code", code: fields.code };
    expect(meaningOfKey(NAME, found)).toEqual(meaning as ReturnType<typeof meaningOfKey>);
  });

  test("is the sequence number where the table has no code", () => {
    const found = keyOf(TRANSACTION, { seq: 1042, record: transactionRecord([]) });
    expect(String(found)).toBe("1042");
    expect(meaningOfKey(TRANSACTION, found)).toEqual({ kind: "sequence", seq: 1042 });
  });

  test("of a code alone is the key of its record", () => {
    expect(keyOfCode("#x")).toBe(keyOf(NAME, { seq: 1, record: nameRecord({ code: "#x" }) }));
  });
});

describe("meaningOfKey refuses", () => {
  test.each([
    ["a code in a table of numbers", TRANSACTION, "ROWAN"],
    ["zero", TRANSACTION, "0"],
    ["a leading zero", TRANSACTION, "01"],
    ["a number behind # in a table of numbers", TRANSACTION, "#12"],
    ["a number beyond 32 bits", TRANSACTION, "4294967296"],
    ["the empty key", NAME, ""],
    ["a single # before anything but a number", NAME, "#A"],
    ["a lone #", NAME, "#"],
  ])("%s", (_name, schema, text) => {
    expect(codeOf(() => meaningOfKey(schema, key(text)))).toBe("canonical.bad-key");
  });
});
