import { expect, test } from "bun:test";
import fc from "fast-check";
import { parseEdited } from "../../src/canonical/parse-edited.ts";
import { printRecord, recordBytes } from "../../src/canonical/print.ts";
import { TidemarkError } from "../../src/domain/errors/tidemark-error.ts";
import type { Field, MwRecord } from "../../src/domain/record.ts";
import { anyRecord, anyText } from "../support/canonical-arbitraries.ts";
import { utf8 } from "../support/canonical-tools.ts";

const SEEDED = { seed: 20_261_129, numRuns: 500 };

test("every canonical file is read as the record that it is", () => {
  fc.assert(
    fc.property(anyRecord, fc.constantFrom("typed" as const, "empty" as const), (record, blanks) => {
      expect(parseEdited(recordBytes(record), blanks)).toEqual(record);
    }),
    SEEDED,
  );
});

/** How one field is written, of the many ways that mean the same. */
const anyWriting = fc.record({
  space: fc.constantFrom("", "\n", "\r\n    ", "\t", "<!-- <!DOCTYPE --> "),
  text: fc.constantFrom("escaped", "cdata", "decimal", "hex"),
  empty: fc.constantFrom("", "<blank_a/>", "<blank_b></blank_b>"),
  attribute: fc.constantFrom("", " x='1'", '\n y="&lt;"'),
});

type Writing = ReturnType<typeof anyWriting.generate>["value"];

function written({ name, value, system }: Field, { space, text, attribute }: Writing): string {
  return `${space}<${name}${system ? " system='true'" : ""}${attribute}>${textOf(value, text)}</${name}\n>`;
}

function textOf(value: string, form: Writing["text"]): string {
  const reference = (character: string) => {
    const code = character.codePointAt(0) as number;
    return form === "hex" ? `&#x${code.toString(16)};` : `&#${code};`;
  };
  // A raw carriage return would be read as a line feed, in CDATA too.
  if (form === "cdata" && !value.includes("]]>") && !value.includes("\r")) return `<![CDATA[${value}]]>`;
  return form === "decimal" || form === "hex"
    ? Array.from(value, reference).join("")
    : value.replace(/[&<>\r]/g, reference);
}

test("a file is read as the same record however it is written", () => {
  const anyForms = fc.tuple(anyRecord, fc.infiniteStream(anyWriting), fc.constantFrom("", "\uFEFF"));
  fc.assert(
    fc.property(anyForms, ([record, writings, mark]) => {
      const next = () => writings.next().value as Writing;
      const fields = (all: readonly Field[]) => all.toReversed().map((field) => written(field, next()) + next().space);
      const subfiles = record.subfiles.map(({ name, element, rows }) => {
        const lines = rows.map(
          (row) => `<${element}${row.system ? ' system="true"' : ""}>${fields(row.fields).join("")}</${element}>`,
        );
        return `<subfile name='${name}'>${next().space}${lines.join(next().space)}</subfile>`;
      });
      const { element } = record;
      const xml = `${mark}<${element}>${subfiles.join("")}${next().empty}${fields(record.fields).join("")}</${element}>`;
      expect(parseEdited(utf8(xml))).toEqual(record);
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
