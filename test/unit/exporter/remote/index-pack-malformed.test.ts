import { describe, expect, test } from "bun:test";
import { readdirSync, writeFileSync } from "node:fs";
import { deflateSync } from "node:zlib";
import { TidemarkError } from "../../../../src/domain/errors/tidemark-error.ts";
import { entryHeader } from "../../../../src/exporter/pack/pack-entry.ts";
import { indexPack } from "../../../../src/exporter/remote/index-pack.ts";
import { DEFAULT_PACK_LIMITS } from "../../../../src/exporter/remote/pack-limits.ts";
import { failureOf, noSignal, remotePorts } from "../../../support/remote-ports.ts";
import { TemporaryDirectory } from "../../../support/temporary.ts";
import { appending, blobId, PackBuilder, sha1 } from "./pack-builder.ts";

const BASE = "some base text\n";
const builder = () => new PackBuilder();
const whole = () => builder().object("blob", BASE).object("blob", "another");
const limits = { ...DEFAULT_PACK_LIMITS, objectBytes: 100_000, objects: 1000, depth: 3 };

/** The same bytes with a right checksum after a change. */
function resealed(pack: Buffer, change: (body: Buffer) => Buffer): Buffer {
  const body = change(Buffer.from(pack.subarray(0, -20)));
  return Buffer.concat([body, sha1(body)]);
}

function flipped(at: number): Buffer {
  const pack = whole().build();
  pack[at] = (pack[at] ?? 0) ^ 0x55;
  return pack;
}

function chain(length: number): Buffer {
  const pack = builder().object("blob", "");
  let base = 12;
  for (let size = 0; size < length; size++) {
    const at = pack.offset;
    pack.offsetDelta(base, size === 0 ? Buffer.of(0, 1, 1, 0x61) : appending(size, "a"));
    base = at;
  }
  return pack.build();
}

/** Two deltas, each of which names as its base an id that only the other could have. */
function cycle(): Buffer {
  const [a, b] = [blobId("a"), blobId("b")];
  return builder().refDelta(a, appending(1, "x")).refDelta(b, appending(1, "y")).build();
}

const CASES: readonly (readonly [string, () => Buffer, string])[] = [
  ["nothing", () => Buffer.alloc(0), "cut short"],
  ["less than a header", () => whole().build().subarray(0, 11), "cut short"],
  ["a pack without its end", () => whole().build().subarray(0, -25), ""],
  [
    "a pack cut in an object, with a right checksum",
    () => resealed(whole().build(), (body) => body.subarray(0, -4)),
    "cut short",
  ],
  ["another file", () => Buffer.alloc(200, "<html>"), "does not begin with PACK"],
  ["version 4", () => whole().build({ version: 4 }), "version is 4"],
  ["a wrong checksum", () => flipped(whole().build().length - 1), "checksum"],
  ["a changed type", () => flipped(12), ""],
  ["more objects announced than there are", () => whole().build({ count: 3 }), ""],
  ["fewer objects announced than there are", () => whole().build({ count: 1 }), "follow the last object"],
  ["four billion objects announced", () => whole().build({ count: 0xffffffff }), "too short for"],
  ["an object larger than it says", () => builder().object("blob", BASE, 3).build(), "not the 3 bytes"],
  ["an object smaller than it says", () => builder().object("blob", BASE, 99).build(), "not the 99 bytes"],
  ["a bomb", () => builder().object("blob", Buffer.alloc(9_000_000), 9).build(), "not the 9 bytes"],
  ["no zlib stream", () => builder().raw(entryHeader("blob", 5), Buffer.from("hello hello hello")).build(), "zlib"],
  [
    "a zlib stream without end",
    () => builder().raw(entryHeader("blob", 5), deflateSync("hello").subarray(0, 9)).build(),
    "",
  ],
  ["an unknown type", () => builder().raw(Buffer.of(0x55), deflateSync("hello")).build(), "no object starts here"],
  [
    "a size beyond all numbers",
    () => builder().raw(Buffer.alloc(31, 0xff), Buffer.of(0)).build(),
    "no object starts here",
  ],
  ["an object twice", () => builder().object("blob", BASE).object("blob", BASE).build(), "twice"],
  ["a delta against its own place", () => builder().offsetDelta(12, appending(1, "x")).build(), "no object starts"],
  [
    "a delta against the middle of an object",
    () => whole().offsetDelta(13, appending(1, "x")).build(),
    "no object starts",
  ],
  ["a thin pack", () => builder().refDelta(blobId("elsewhere"), appending(9, "x")).build(), "not in the pack"],
  ["deltas in a circle", cycle, "not in the pack"],
  ["a delta that wants a longer base", () => whole().offsetDelta(12, appending(99, "x")).build(), "does not fit"],
  [
    "a delta that copies beyond its base",
    () =>
      whole()
        .offsetDelta(12, Buffer.of(15, 20, 0x91, 10, 20))
        .build(),
    "does not fit",
  ],
  [
    "a delta that ends in an instruction",
    () =>
      whole()
        .offsetDelta(12, Buffer.of(15, 20, 9, 1))
        .build(),
    "does not fit",
  ],
  ["a delta of nothing", () => whole().offsetDelta(12, Buffer.alloc(0)).build(), "does not fit"],
];

const TOO_MUCH: readonly (readonly [string, () => Buffer, string])[] = [
  [
    "an object of a gigabyte",
    () =>
      builder()
        .object("blob", BASE, 2 ** 30)
        .build(),
    "1073741824 bytes",
  ],
  [
    "a delta that makes a gigabyte",
    () =>
      whole()
        .offsetDelta(12, Buffer.of(15, 0x80, 0x80, 0x80, 0x80, 4, 0x90, 15))
        .build(),
    "1073741824 bytes",
  ],
  ["too many objects", () => builder().raw(Buffer.alloc(30_000)).build({ count: 2000 }), "2000 objects"],
  ["a chain without end", () => chain(9), "3 deltas"],
];

async function refusal(pack: Buffer): Promise<TidemarkError> {
  using place = new TemporaryDirectory();
  writeFileSync(`${place.path}/t.pack`, pack);
  const request = { packPath: `${place.path}/t.pack`, indexPath: `${place.path}/t.idx`, limits };
  const error = await failureOf(indexPack(request, remotePorts(), noSignal()));
  expect(readdirSync(place.path)).toEqual(["t.pack"]);
  if (error instanceof TidemarkError) return error;
  throw error;
}

describe("index-pack refuses", () => {
  test.each(CASES)("%s", async (_, build, reason) => {
    const error = await refusal(build());
    expect(error.code).toBe("remote.bad-pack");
    expect(error.message).toContain(reason);
  });

  test.each(TOO_MUCH)("%s", async (_, build, reason) => {
    const error = await refusal(build());
    expect(error.code).toBe("remote.pack-limit");
    expect(error.message).toContain(reason);
  });
});
