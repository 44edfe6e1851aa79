import { describe, expect, test } from "bun:test";
import { createReader } from "../../../anonymizer/reading/read-batch.ts";
import { FileBatch } from "../../../src/app/anonymize/sources/file-batch.ts";
import { type SmallerPart, smaller } from "../../../src/app/anonymize/sources/smaller.ts";
import type { SourcePart } from "../../../src/app/anonymize/sources/source.ts";
import { recordBytes } from "../../../src/canonical/print.ts";
import type { Modtime } from "../../../src/domain/ids.ts";
import { table } from "../../support/anonymizing.ts";

const NUMBERS = Array.from({ length: 30 }, (_, index) => index + 1);
const NAME = table("name");

function exportPart(): SourcePart {
  const rows = NUMBERS.map((n) => `\t<name>\n\t\t<sequencenumber system="true">${n}</sequencenumber>\n\t</name>\n`);
  // Of a file of 500 records.
  const text = `<?xml version="1.0"?>\n<table name="Name" count="500" start="0" found="500">\n${rows.join("")}\n</table>\n`;
  const bytes = new TextEncoder().encode(text);
  return { batch: { table: NAME, form: "export", bytes, ends: null, modtimes: null }, place: "here" };
}

function filePart(): SourcePart {
  const batch = new FileBatch(NAME, "canonical");
  for (const n of NUMBERS) {
    const fields = [{ name: "sequencenumber", value: String(n), system: true }];
    batch.add(recordBytes({ element: "name", fields, subfiles: [] }), `202503011200${n + 10}` as Modtime);
  }
  return { batch: batch.take(), place: "here" };
}

async function cut(part: SourcePart, copies: number): Promise<{ parts: SmallerPart[]; read: unknown[] }> {
  const parts = await Array.fromAsync(smaller([part, part], copies));
  const reader = createReader();
  return { parts, read: parts.flatMap(({ batch }) => [...reader.read(batch).items]) };
}

describe("batches for several copies", () => {
  test.each([
    ["an export", exportPart],
    ["files", filePart],
  ])("of %s are smaller, lose nothing, and reading goes on only behind what was one", async (_, partOf) => {
    const { read } = await cut(partOf(), 1);
    expect(read.length).toBe(60);
    for (const [copies, batches] of [
      [2, 1],
      [100, 3],
      [1000, 15],
    ] as const) {
      const made = await cut(partOf(), copies);
      expect(made.read).toEqual(read);
      const places = [...Array<null>(batches - 1).fill(null), "here"];
      expect(made.parts.map(({ place }) => place)).toEqual([...places, ...places]);
    }
  });
});
