import { expect, test } from "bun:test";
import { join } from "node:path";
import { blobOid } from "../../../src/canonical/blob.ts";
import { PackWriter } from "../../../src/exporter/pack/pack-writer.ts";
import { createFiles } from "../../../src/platform/files.ts";
import { TemporaryDirectory } from "../../support/temporary.ts";

/** One zlib stream with one stored block: the same bytes on every host, whatever its zlib does. */
function stored(bytes: Uint8Array): Uint8Array {
  const stream = Buffer.alloc(bytes.length + 11);
  stream.writeUInt16BE(0x7801, 0);
  stream.writeUInt8(1, 2);
  stream.writeUInt16LE(bytes.length, 3);
  stream.writeUInt16LE(~bytes.length & 0xffff, 5);
  stream.set(bytes, 7);
  stream.writeUInt32BE(Bun.hash.adler32(bytes), bytes.length + 7);
  return stream;
}

test("a pack and its idx, pinned", () => {
  using temporary = new TemporaryDirectory();
  const files = createFiles();
  const path = join(temporary.path, "p.pack");
  const writer = PackWriter.spooled(files, { path, spool: join(temporary.path, "p.spool"), memory: 1000 });
  for (const text of ["", "a\n", "<name>\n</name>\n", "x".repeat(5000)]) {
    const bytes = new TextEncoder().encode(text);
    writer.add({ type: "blob", oid: blobOid(bytes), size: bytes.length, body: stored(bytes) });
  }
  const pack = writer.finish();
  const sha1 = (name: string) =>
    Bun.SHA1.hash(files.read(join(temporary.path, name)) as Uint8Array<ArrayBuffer>, "hex");
  expect(pack as unknown).toMatchInlineSnapshot(`
    {
      "bytes": 5099,
      "checksum": "01a6e6abec92812b192ad5f56a54f05afd0317db",
      "objects": 4,
    }
  `);
  expect([sha1("p.pack"), sha1("p.idx")]).toMatchInlineSnapshot(`
    [
      "739f3358709c98974c1be198cda2703da8854861",
      "f7c3a8b33d692a8e6ae7277452c90afeaf449255",
    ]
  `);
});
