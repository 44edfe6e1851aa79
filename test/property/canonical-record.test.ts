import { expect, test } from "bun:test";
import fc from "fast-check";
import { blobOid, deflate, inflate } from "../../src/canonical/blob.ts";
import { diffRecords } from "../../src/canonical/diff.ts";
import { buildImport } from "../../src/canonical/import-document.ts";
import { parseRecord } from "../../src/canonical/parse-record.ts";
import { printRecord, recordBytes } from "../../src/canonical/print.ts";
import { protectText } from "../../src/canonical/protect.ts";
import { anyRecord, anyText } from "../support/canonical-arbitraries.ts";
import { describeWithTool } from "../support/tools.ts";

const SEEDED = { seed: 20_260_712, numRuns: 500 };

test("parse(print(r)) is r", () => {
  fc.assert(
    fc.property(anyRecord, (record) => {
      expect(parseRecord(recordBytes(record))).toEqual(record);
    }),
    SEEDED,
  );
});

test("equal bytes are equal records: the blob id says whether a record changed", () => {
  fc.assert(
    fc.property(anyRecord, anyRecord, (a, b) => {
      expect(blobOid(recordBytes(a)) === blobOid(recordBytes(b))).toBe(Bun.deepEquals(a, b));
    }),
    SEEDED,
  );
});

test("a diff is empty exactly between equals, and turns around", () => {
  const twoStates = fc.tuple(anyRecord, anyRecord).map(([a, b]) => [a, { ...b, element: a.element }] as const);
  fc.assert(
    fc.property(twoStates, ([a, b]) => {
      const there = diffRecords(a, b);
      expect(there.length === 0).toBe(Bun.deepEquals(a, b));
      const sameKinds = a.subfiles.every((s) => b.subfiles.every((t) => s.name !== t.name || s.element === t.element));
      if (sameKinds) {
        expect(diffRecords(b, a)).toEqual(there.map((c) => ({ field: c.field, old: c.new, new: c.old })));
      }
      expect(diffRecords(a, structuredClone(a))).toEqual([]);
    }),
    SEEDED,
  );
});

test("a stored record is inflated to the bytes it was deflated from", () => {
  fc.assert(
    fc.property(anyRecord, (record) => {
      const bytes = recordBytes(record);
      expect(Buffer.compare(inflate(deflate(bytes)), bytes)).toBe(0);
    }),
    { ...SEEDED, numRuns: 100 },
  );
});

test("what MoneyWorks is sent is read back exactly", () => {
  const sendable = anyText.filter((text) => protectText(text).replaced === 0);
  fc.assert(
    fc.property(sendable, (text) => {
      const value = protectText(text).text;
      const xml = buildImport({ table: "Name", element: "name", content: [{ name: "comment", value }] });
      expect(Bun.XML.parse(xml)).toEqual({ table: { "@name": "Name", name: { comment: text } } });
    }),
    SEEDED,
  );
});

describeWithTool("xmllint", "xmllint --c14n11", () => {
  test("prints three hundred records unchanged", () => {
    // Canonical XML of nested elements without namespaces is the same as their own: one process checks them all.
    const records = fc.sample(anyRecord, { seed: 20_260_713, numRuns: 300 });
    const document = `<all>${records.map(printRecord).join("")}</all>`;
    const { stdout, stderr } = Bun.spawnSync(["xmllint", "--c14n11", "-"], {
      stdin: new TextEncoder().encode(document),
    });
    expect(stderr.toString()).toBe("");
    expect(stdout.toString()).toBe(document);
  });
});
