import { describe, expect, test } from "bun:test";
import { EntryTable } from "../../../../src/exporter/pack/entry-table.ts";

function oid(text: string | number): Uint8Array {
  return Buffer.from(new Bun.CryptoHasher("sha1").update(`${text}`).digest("hex"), "hex");
}

describe("EntryTable", () => {
  test("takes each object once and tells where it is", () => {
    const table = new EntryTable();
    expect([table.add(oid("a"), 7, 12), table.add(oid("b"), 8, 40), table.add(oid("a"), 9, 99)]).toEqual([
      true,
      true,
      false,
    ]);
    expect([table.count, table.indexOf(oid("b")), table.indexOf(oid("c"))]).toEqual([2, 1, -1]);
    expect([table.crc(0), table.offset(0)]).toEqual([7, 12]);
  });

  test("keeps crc32 above 2^31 and offsets above 2^32 as they are", () => {
    const table = new EntryTable();
    table.add(oid("a"), 0xffffffff, 2 ** 40 + 1);
    expect([table.crc(0), table.offset(0)]).toEqual([0xffffffff, 2 ** 40 + 1]);
  });

  test("finds and sorts every one of 20,000 objects", () => {
    const table = new EntryTable();
    for (let at = 0; at < 20_000; at++) table.add(oid(at), at, 1_000_000 - at);
    for (let at = 0; at < 20_000; at += 997) expect(table.indexOf(oid(at))).toBe(at);
    const ids = Array.from(table.byOid(), (number) => Buffer.from(table.oid(number)).toString("hex"));
    expect(ids).toEqual(ids.toSorted());
    expect(new Set(ids).size).toBe(20_000);
    expect(Array.from(table.byOffset().slice(0, 3))).toEqual([19_999, 19_998, 19_997]);
  });

  test("sorts ids that share their first bytes", () => {
    const table = new EntryTable();
    const ids = ["ff", "00", "7f", "01"].map((end) => `${"ab".repeat(19)}${end}`);
    for (const id of ids) table.add(Buffer.from(id, "hex"), 0, 0);
    expect(Array.from(table.byOid(), (number) => ids[number] ?? "")).toEqual(ids.toSorted());
  });
});
