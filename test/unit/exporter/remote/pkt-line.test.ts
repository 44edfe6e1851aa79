import { describe, expect, test } from "bun:test";
import { encodePkt, MAX_PAYLOAD, readPkt } from "../../../../src/exporter/remote/pkt-line.ts";
import { faultOf, inChunks, packets } from "./bytes.ts";

const ascii = (text: string) => new TextEncoder().encode(text);

describe("a pkt-line", () => {
  test("counts itself in four hexadecimal digits", () => {
    expect(new TextDecoder().decode(encodePkt("hello\n"))).toBe("000ahello\n");
    expect(new TextDecoder().decode(encodePkt(""))).toBe("0004");
  });

  test("holds 65516 bytes and not one more", () => {
    expect(encodePkt(new Uint8Array(MAX_PAYLOAD)).subarray(0, 4)).toEqual(ascii("fff0"));
    expect(() => encodePkt(new Uint8Array(MAX_PAYLOAD + 1))).toThrow(RangeError);
  });

  test.each([1, 2, 3, 5, 1000])("is read from chunks of %i bytes", async (size) => {
    const input = inChunks(packets("one", null, "", "three"), size);
    const read = [await readPkt(input), await readPkt(input), await readPkt(input), await readPkt(input)];
    expect(read.map((packet) => (packet instanceof Uint8Array ? new TextDecoder().decode(packet) : packet))).toEqual([
      "one",
      "flush",
      "",
      "three",
    ]);
    expect(await readPkt(input)).toBe("end");
  });

  test.each([
    ["that ends inside its length", "00", "truncated"],
    ["that ends inside its payload", "0009hel", "truncated"],
    ["whose length is not hexadecimal", "00g4", "malformed"],
    ["whose length has a sign", "+004", "malformed"],
    ["that is shorter than its own length", "0003", "malformed"],
    ["of protocol v2's delimiter", "0001", "malformed"],
    ["longer than git allows", "fff5", "malformed"],
    ["that is a web page", "<!DOCTYPE html>", "malformed"],
  ])("%s is refused", async (_, text, kind) => {
    expect(await faultOf(readPkt(inChunks(ascii(text))))).toBe(kind);
  });
});
