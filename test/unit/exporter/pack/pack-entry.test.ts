import { describe, expect, test } from "bun:test";
import { entryHeader, offsetDeltaHeader, parseEntryHeader } from "../../../../src/exporter/pack/pack-entry.ts";

describe("entry headers", () => {
  for (const size of [0, 1, 15, 16, 2047, 2048, 2 ** 31, 2 ** 40 + 5]) {
    test(`a blob of ${size} bytes comes back`, () => {
      const header = entryHeader("blob", size);
      expect(parseEntryHeader(header)).toEqual({ kind: "blob", size, length: header.length, distance: 0, base: null });
    });
  }

  for (const distance of [1, 127, 128, 16_511, 16_512, 2 ** 33]) {
    test(`a delta against ${distance} bytes earlier comes back`, () => {
      const header = offsetDeltaHeader(300, distance);
      expect(parseEntryHeader(header)).toEqual({
        kind: "ofs-delta",
        size: 300,
        length: header.length,
        distance,
        base: null,
      });
    });
  }

  test("are the bytes of git's gitformat-pack", () => {
    expect(Buffer.from(entryHeader("commit", 200)).toString("hex")).toBe("980c");
    expect(Buffer.from(offsetDeltaHeader(1, 128)).toString("hex")).toBe("618000");
  });

  test("a delta against an id tells the id", () => {
    const base = Buffer.alloc(20, 7);
    const parsed = parseEntryHeader(Buffer.concat([Buffer.from([0x75]), base, Buffer.from([1, 2])]));
    expect([parsed?.kind, parsed?.size, parsed?.length, Buffer.from(parsed?.base ?? []).equals(base)]).toEqual([
      "ref-delta",
      5,
      21,
      true,
    ]);
  });

  const broken: Record<string, number[]> = {
    "an unknown type": [0x00],
    "a size that never ends": [0xb0, 0x80],
    "a distance that never ends": [0x65, 0x80],
    "half an id": [0x75, 1, 2, 3],
    nothing: [],
  };
  for (const [name, bytes] of Object.entries(broken)) {
    test(`refuses ${name}`, () => expect(parseEntryHeader(Uint8Array.from(bytes))).toBeNull());
  }
});
