import { afterAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import { blobOid, deflate } from "../../../../src/canonical/blob.ts";
import { EntryTable } from "../../../../src/exporter/pack/entry-table.ts";
import { oidAt, oidBytes } from "../../../../src/exporter/pack/oid-bytes.ts";
import { openIndex, writeIndex } from "../../../../src/exporter/pack/pack-index.ts";
import { type PackObject, PackWriter } from "../../../../src/exporter/pack/pack-writer.ts";
import { createFiles } from "../../../../src/platform/files.ts";
import { codeThrown } from "../../../support/exporter-world.ts";
import { git } from "../../../support/git-command.ts";
import { TemporaryDirectory } from "../../../support/temporary.ts";

const files = createFiles();
const temporary = new TemporaryDirectory();
afterAll(() => temporary[Symbol.dispose]());
const path = (name: string) => join(temporary.path, name);

function blob(text: string): PackObject {
  const bytes = new TextEncoder().encode(text);
  return { type: "blob", oid: blobOid(bytes), size: bytes.length, body: deflate(bytes) };
}

const BLOBS = Array.from({ length: 1000 }, (_, at) => blob(`record ${at}\n`.repeat(1 + (at % 40))));

function spooled(name: string, memory: number): PackWriter {
  return PackWriter.spooled(files, { path: path(`${name}.pack`), spool: path(`${name}.spool`), memory });
}

describe("PackWriter", () => {
  test("writes what git reads, and the idx that git would write", () => {
    const writer = spooled("whole", 1 << 20);
    for (const object of BLOBS) writer.add(object);
    const { objects, bytes, checksum } = writer.finish();
    expect([objects, bytes]).toEqual([1000, files.size(path("whole.pack"))]);
    expect(
      Buffer.from(files.read(path("whole.pack")))
        .subarray(-20)
        .toString("hex"),
    ).toBe(checksum);
    expect(git(temporary.path, ["index-pack", "--strict", "-o", path("git.idx"), path("whole.pack")])).toBe(checksum);
    expect(Buffer.compare(files.read(path("whole.idx")), files.read(path("git.idx")))).toBe(0);
  });

  test("gives the same bytes whether entries wait in memory, in a file, or nowhere", () => {
    const writers = {
      memory: spooled("memory", 1 << 20),
      file: spooled("file", 1000),
      direct: PackWriter.direct(files, path("direct.pack"), BLOBS.length),
    };
    const checksums = Object.values(writers).map((writer) => {
      for (const object of BLOBS) writer.add(object);
      return writer.finish().checksum;
    });
    expect(new Set(checksums).size).toBe(1);
    expect(files.exists(path("file.spool"))).toBe(false);
    expect(Buffer.compare(files.read(path("file.pack")), files.read(path("direct.pack")))).toBe(0);
  });

  test("leaves out what the pack has already", () => {
    const writer = spooled("twice", 1 << 20);
    expect([writer.add(blob("a")), writer.add(blob("b")), writer.add(blob("a"))]).toEqual([true, true, false]);
    expect(writer.finish().objects).toBe(2);
    git(temporary.path, ["index-pack", "--strict", "-o", path("twice-git.idx"), path("twice.pack")]);
  });

  test("writes a small pack in one call", () => {
    const writes: number[] = [];
    const counting = {
      ...files,
      create: (name: string) => {
        const file = files.create(name);
        return { ...file, write: (bytes: Uint8Array) => void writes.push(bytes.length) };
      },
    };
    const writer = PackWriter.spooled(counting, {
      path: path("small.pack"),
      spool: path("small.spool"),
      memory: 1 << 20,
    });
    writer.add(blob("a"));
    writer.finish();
    expect(writes.length).toBe(2);
  });

  test("leaves nothing behind when it is given up", () => {
    const writer = spooled("given-up", 100);
    for (const object of BLOBS) writer.add(object);
    writer.abort();
    expect(files.list(temporary.path).filter((name) => name.startsWith("given-up"))).toEqual([]);
  });
});

describe("pack index", () => {
  test("finds offsets beyond 2 and 4 GiB", () => {
    const table = new EntryTable();
    const offsets = [12, 2 ** 31 - 1, 2 ** 31, 2 ** 32 + 7, 2 ** 40];
    for (const [at, offset] of offsets.entries()) table.add(oidBytes(blob(`${at}`).oid), at, offset);
    const file = files.create(path("large.idx"));
    file.write(writeIndex(table, Buffer.alloc(20, 9)));
    file.close();
    const reader = files.open(path("large.idx"));
    const index = openIndex(reader, "large.idx");
    expect(offsets.map((_, at) => index.find(oidBytes(blob(`${at}`).oid)))).toEqual(offsets);
    expect(index.find(oidBytes(blob("absent").oid))).toBeNull();
    const entries = index.entries();
    expect(Array.from(entries.byOffset(), (number) => entries.offset(number))).toEqual(offsets);
    expect(oidAt(index.packChecksum())).toBe("09".repeat(20) as never);
    reader.close();
  });

  test("finds each of many and nothing else", () => {
    const table = new EntryTable();
    for (let at = 0; at < 30_000; at++) table.add(oidBytes(blobOid(Buffer.from(`${at}`))), at, at);
    const file = files.create(path("many.idx"));
    file.write(writeIndex(table, new Uint8Array(20)));
    file.close();
    const reader = files.open(path("many.idx"));
    const index = openIndex(reader, "many.idx");
    for (let at = 0; at < 30_000; at += 101) expect(index.find(oidBytes(blobOid(Buffer.from(`${at}`))))).toBe(at);
    for (let at = 30_000; at < 30_100; at++) expect(index.find(oidBytes(blobOid(Buffer.from(`${at}`))))).toBeNull();
    reader.close();
  });

  for (const [name, keep] of [
    ["cut short", 1500],
    ["shorter than its head", 100],
  ] as const) {
    test(`refuses an index that is ${name}`, () => {
      const whole = files.read(path("many.idx"));
      const broken = path(`${keep}.idx`);
      const file = files.create(broken);
      file.write(whole.subarray(0, keep));
      file.close();
      const reader = files.open(broken);
      expect(codeThrown(() => openIndex(reader, broken))).toBe("mirror.corrupt");
      reader.close();
    });
  }
});
