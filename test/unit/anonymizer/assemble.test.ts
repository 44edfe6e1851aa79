import { expect, test } from "bun:test";
import fc from "fast-check";
import { assembled } from "../../../anonymizer/writing/assemble.ts";
import { SpoolIndex } from "../../../anonymizer/writing/spool-index.ts";

interface Record {
  readonly order: number;
  readonly text: string;
}

/** Writes records batch by batch to a spool in memory and reads them back in order. */
function assemble(batches: readonly (readonly Record[])[]): { text: string; largest: number } {
  const index = new SpoolIndex();
  let spool = Buffer.alloc(0);
  for (const batch of batches) {
    expect(index.bytes).toBe(spool.length);
    let end = 0;
    const ends = Float64Array.from(batch, ({ text }) => (end += text.length));
    index.add({ ends, order: Float64Array.from(batch, ({ order }) => order) });
    spool = Buffer.concat([spool, Buffer.from(batch.map(({ text }) => text).join(""))]);
  }
  const pieces: string[] = [];
  for (const piece of assembled(index, (into, offset) => spool.copy(into, 0, offset, offset + into.length))) {
    pieces.push(Buffer.from(piece).toString());
  }
  return { text: pieces.join(""), largest: Math.max(0, ...pieces.map((piece) => piece.length)) };
}

const compare = (a: Record, b: Record) => a.order - b.order || (a.text < b.text ? -1 : a.text > b.text ? 1 : 0);
const anyRecords = fc.array(
  fc.record({ order: fc.integer({ min: 0, max: 30 }), text: fc.stringMatching(/^[a-c]{0,5}$/) }),
  { maxLength: 40 },
);

test("whatever order records came in, the file is the same", () => {
  fc.assert(
    fc.property(anyRecords, fc.integer({ min: 1, max: 7 }), (records, size) => {
      const batches: Record[][] = [];
      for (let at = 0; at < records.length; at += size) batches.push(records.slice(at, at + size));
      const sorted = records.toSorted(compare).map(({ text }) => text);
      expect(assemble(batches).text).toBe(sorted.join(""));
    }),
    { seed: 5, numRuns: 200 },
  );
});

test("records that ascend already are read in large pieces, a larger record in one", () => {
  const records = Array.from({ length: 3000 }, (_, order) => ({ order, text: `${order} `.repeat(50) }));
  const { text, largest } = assemble([records.slice(0, 1000), records.slice(1000)]);
  expect(text).toBe(records.map((record) => record.text).join(""));
  expect(largest).toBeLessThanOrEqual(1 << 18);
  expect(assemble([[{ order: 1, text: "x".repeat(300_000) }]]).largest).toBe(300_000);
});
