import { describe, expect, test } from "bun:test";
import { NewerFormat, NoBackup } from "../../../src/app/backup/backup-reader.ts";
import { HEAD_BYTES, head, TAIL_BYTES } from "../../../src/app/backup/format.ts";
import { Damage } from "../../../src/app/backup/frames.ts";
import { manifestText } from "../../../src/app/backup/manifest.ts";
import { archiveEnd, entryHead, padding } from "../../../src/app/backup/tar.ts";
import { backupBytes, framed, manifestOf, readBackup, SOME_CONTENTS } from "../../support/backup-files.ts";
import { seeded } from "../../support/seeded.ts";
import { describeWithTool } from "../../support/tools.ts";

type Ending = "whole" | "refused" | string;

/** How reading ends: by one of the reasons that are told, and by nothing else. */
async function ending(bytes: Uint8Array): Promise<Ending> {
  try {
    await readBackup(bytes);
    return "whole";
  } catch (error) {
    const isTold = error instanceof Damage || error instanceof NoBackup || error instanceof NewerFormat;
    return isTold ? "refused" : String(error);
  }
}

function flipped(bytes: Uint8Array, at: number, mask = 1): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ mask;
  return copy;
}

/** An archive as somebody else may write it. */
function archive(...pieces: (string | Uint8Array)[]): Uint8Array {
  return Buffer.concat([...pieces.map((piece) => Buffer.from(piece)), archiveEnd()]);
}

function entry(path: string, content: string, size = content.length): Uint8Array {
  const modified = Date.UTC(2025, 2, 12, 8) / 1000;
  return Buffer.concat([entryHead({ path, size, modified }), Buffer.from(content), padding(content.length)]);
}

describe("a backup of which one byte is another", () => {
  test("is refused, whichever byte it is", async () => {
    const bytes = await backupBytes();
    expect(await ending(bytes)).toBe("whole");
    for (let at = 0; at < bytes.length; at++) expect([at, await ending(flipped(bytes, at))]).toEqual([at, "refused"]);
  });

  test("is refused whichever bit it is, in what frames it", async () => {
    const bytes = await backupBytes();
    const ends = [...Array(HEAD_BYTES).keys(), ...[...Array(TAIL_BYTES).keys()].map((at) => bytes.length - 1 - at)];
    for (const at of ends)
      for (let bit = 0; bit < 8; bit++)
        expect([at, bit, await ending(flipped(bytes, at, 1 << bit))]).toEqual([at, bit, "refused"]);
  });
});

describe("a backup that is not whole", () => {
  test("is refused, however much of it is there", async () => {
    const bytes = await backupBytes();
    for (let length = 0; length < bytes.length; length++)
      expect([length, await ending(bytes.subarray(0, length))]).toEqual([length, "refused"]);
  });

  test("is refused with something behind it, or a part of it twice", async () => {
    const bytes = await backupBytes();
    const chance = seeded(5);
    expect(await ending(Buffer.concat([bytes, new Uint8Array(1)]))).toBe("refused");
    expect(await ending(Buffer.concat([bytes, bytes]))).toBe("refused");
    for (let round = 0; round < 50; round++) {
      const [from, to] = [chance(), chance()].map((part) => Math.floor(part * bytes.length)).sort((a, b) => a - b);
      expect(await ending(Buffer.concat([bytes.subarray(0, to), bytes.subarray(from)]))).toBe(
        from === to ? "whole" : "refused",
      );
    }
  });
});

describe("what is refused although every sum is right", () => {
  const manifest = (contents = SOME_CONTENTS, changes = {}) => manifestText(manifestOf(contents, changes));
  const staging = { "staging.sqlite": "S" };

  test("is no more than what is not as the writer writes it: the same archive is taken otherwise", async () => {
    const text = manifest(staging);
    expect(await ending(framed(archive(entry("manifest.json", text), entry("staging.sqlite", "S"))))).toBe("whole");
  });

  test.each([
    ["climbs out", "repository.git/../../outside"],
    ["climbs out of the packs", "repository.git/objects/pack/../../../outside"],
    ["is absolute", "/outside"],
    ["is a hook that git would run", "repository.git/hooks/post-update"],
    ["is a lock", "lock.sqlite"],
    ["ends in a dot", "staging.sqlite/."],
    ["has another letter case", "STAGING.SQLITE"],
  ])("a path that %s", async (_, path) => {
    const text = manifest({ ...staging, [path]: "X" });
    const bytes = framed(archive(entry("manifest.json", text), entry("staging.sqlite", "S"), entry(path, "X")));
    expect(await ending(bytes)).toBe("refused");
  });

  test.each(["1", "2", "3", "4", "6", "L", "K", "g", "x", "S"])(
    "an entry of the kind %s in the place of a file",
    async (kind) => {
      const link = Buffer.from(entry("staging.sqlite", "S"));
      link.write(kind, 156);
      link.write("/outside", 157);
      const sum = link.subarray(0, 512).reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0);
      link.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
      expect(await ending(framed(archive(entry("manifest.json", manifest(staging)), link)))).toBe("refused");
    },
  );

  test("an entry of another size, another content, one too many or one too few", async () => {
    const first = entry("manifest.json", manifest(staging));
    const wrong = [
      archive(first, entry("staging.sqlite", "SS")),
      archive(first, entry("staging.sqlite", "T")),
      archive(first, entry("staging.sqlite", "S"), entry("staging.sqlite", "S")),
      archive(first),
      archive(first, entry("tidemark.toml", "S")),
      archive(entry("staging.sqlite", "S"), first),
    ];
    for (const bytes of wrong) expect(await ending(framed(bytes))).toBe("refused");
  });

  test("a manifest that is none, of another version, with an entry twice, or without the staging file", async () => {
    const twice = manifestOf(staging);
    const texts = [
      "",
      "[]",
      "null",
      manifest(staging).replace('"version": 1', '"version": 2'),
      manifest(staging, { entries: [...twice.entries, ...twice.entries] }),
      manifest({ "tidemark.toml": "S" }),
      manifest(staging, { main: "../../x" }),
      manifest(staging, { ref: "refs/heads/../../x" }),
      manifest(staging, { ref: "refs/heads/a\nb" }),
    ];
    for (const text of texts) {
      const bytes = framed(archive(entry("manifest.json", text), entry("staging.sqlite", "S")));
      expect([text, await ending(bytes)]).toEqual([text, "refused"]);
    }
  });

  test("a frame that grows beyond what one may hold", async () => {
    const text = entry("manifest.json", manifest({ "staging.sqlite": "\0".repeat(3_000_000) }));
    const large = archive(text, entry("staging.sqlite", "\0".repeat(3_000_000)));
    expect(await ending(framed(large, (piece) => Bun.zstdCompressSync(piece)))).toBe("refused");
  });

  test("a manifest that asks for room beyond all measure", async () => {
    const sized = manifestOf(staging);
    const entries = sized.entries.map((one) => ({ ...one, size: 2 ** 50 }));
    const bytes = framed(
      archive(entry("manifest.json", manifest(staging, { entries })), entry("staging.sqlite", "S", 2 ** 50)),
    );
    expect(await ending(bytes)).toBe("refused");
  });

  test("another beginning is no backup, a higher version is a newer one", async () => {
    const bytes = await backupBytes();
    const newer = Buffer.concat([head(2), bytes.subarray(HEAD_BYTES)]);
    expect(await readBackup(newer).catch((error: unknown) => error)).toBeInstanceOf(NewerFormat);
    const other = await readBackup(Buffer.from("PK\x03\x04".repeat(100))).catch((error: unknown) => error);
    expect(other).toBeInstanceOf(NoBackup);
  });
});

describeWithTool("zstd", "a frame that says nothing of its size", () => {
  test("is refused before it is unpacked", async () => {
    const unsized = (piece: Uint8Array) => Bun.spawnSync(["zstd", "-c", "--no-check"], { stdin: piece }).stdout;
    const staging = { "staging.sqlite": "S" };
    const text = manifestText(manifestOf(staging));
    const small = archive(entry("manifest.json", text), entry("staging.sqlite", "S"));
    expect(await ending(framed(small))).toBe("whole");
    expect(await ending(framed(small, unsized))).toBe("refused");
  });
});
