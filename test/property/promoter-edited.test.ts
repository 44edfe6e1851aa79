import { expect, test } from "bun:test";
import fc from "fast-check";
import { parseEdited } from "../../src/canonical/parse-edited.ts";
import { printRecord, recordBytes } from "../../src/canonical/print.ts";
import { TidemarkError } from "../../src/domain/errors/tidemark-error.ts";
import type { MwRecord } from "../../src/domain/record.ts";
import { anyRecord, anyText } from "../support/canonical-arbitraries.ts";
import { utf8 } from "../support/canonical-tools.ts";
import { anyReformat } from "../support/reformat.ts";

const SEEDED = { seed: 20_261_129, numRuns: 500 };

test("every canonical file is read as the record that it is", () => {
  fc.assert(
    fc.property(anyRecord, fc.constantFrom("typed" as const, "empty" as const), (record, blanks) => {
      expect(parseEdited(recordBytes(record), blanks)).toEqual(record);
    }),
    SEEDED,
  );
});

test("a file is read as the same record however it is written", () => {
  fc.assert(
    fc.property(anyRecord, anyReformat, (record, reformat) => {
      expect(parseEdited(utf8(reformat(record, ["blank_a", "blank_b"])))).toEqual(record);
    }),
    SEEDED,
  );
});

test("whatever the bytes, they are read or refused with an error of ours", () => {
  const damaged = fc.tuple(anyRecord, fc.nat(), fc.nat({ max: 20 }), anyText).map(([record, at, length, text]) => {
    const xml = printRecord(record);
    const start = at % (xml.length + 1);
    return utf8(xml.slice(0, start) + text + xml.slice(start + length));
  });
  fc.assert(
    fc.property(fc.oneof(damaged, fc.uint8Array({ maxLength: 60 }), anyText.map(utf8)), (bytes) => {
      const record = readOrNull(bytes);
      if (record !== null) expect(parseEdited(recordBytes(record))).toEqual(record);
    }),
    SEEDED,
  );
});

function readOrNull(bytes: Uint8Array): MwRecord | null {
  try {
    return parseEdited(bytes);
  } catch (error) {
    if (error instanceof TidemarkError) return null;
    throw error;
  }
}
