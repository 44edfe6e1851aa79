import { describe, expect, test } from "bun:test";
import { inflateSync } from "node:zlib";
import { blobOid, deflate, inflate } from "../../../src/canonical/blob.ts";
import { codeOf, utf8 } from "../../support/canonical-tools.ts";

const TEXT = utf8("<name>\n  <code>ROWAN</code>\n</name>\n".repeat(40));

test("blobOid is git's id of the content", () => {
  // `git hash-object` of an empty file, and the example of the Git book, chapter Git Objects.
  expect(String(blobOid(new Uint8Array()))).toBe("e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
  expect(String(blobOid(utf8("test content\n")))).toBe("d670460b4b4aece5915caf5c68d12f560a9fe3e4");
});

describe("deflate", () => {
  test.each([
    ["text", TEXT],
    ["nothing", new Uint8Array()],
    ["one byte", Uint8Array.of(0)],
  ])("of %s is one zlib stream", (_name, bytes) => {
    const stream = deflate(bytes);
    expect([...stream.subarray(0, 2)]).toEqual([0x78, 0x01]);
    expect([...inflateSync(stream)]).toEqual([...bytes]);
    expect([...inflate(stream)]).toEqual([...bytes]);
  });

  test("inflate reads a stream that lies inside a larger buffer", () => {
    const stream = deflate(TEXT);
    const larger = new Uint8Array(stream.length + 7);
    larger.set(stream, 3);
    expect([...inflate(larger.subarray(3, 3 + stream.length))]).toEqual([...TEXT]);
  });

  test.each([
    ["nothing", () => new Uint8Array()],
    ["no zlib header", () => deflate(TEXT).map((byte, i) => (i === 0 ? 0 : byte))],
    ["a wrong checksum", () => deflate(TEXT).map((byte, i, all) => (i === all.length - 1 ? byte ^ 1 : byte))],
    ["the end missing", () => deflate(TEXT).subarray(0, -9)],
    ["an invalid block", () => deflate(TEXT).map((byte, i) => (i === 2 ? 0xff : byte))],
  ])("inflate refuses a stream with %s", (_name, make) => {
    expect(codeOf(() => inflate(make()))).toBe("canonical.bad-stream");
  });
});
