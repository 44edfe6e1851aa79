import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { HEAD_BYTES, TAIL_BYTES } from "../../src/app/backup/format.ts";
import { manifestText } from "../../src/app/backup/manifest.ts";
import { entryHead } from "../../src/app/backup/tar.ts";
import { archiveOf, backupBytes, manifestOf, SOME_CONTENTS } from "../support/backup-files.ts";
import { TemporaryDirectory } from "../support/temporary.ts";
import { describeWithTool } from "../support/tools.ts";

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}

function run(...words: string[]): string {
  const { success, stdout, stderr } = Bun.spawnSync(words);
  if (!success) throw new Error(`${words.join(" ")}: ${stderr}`);
  return String(stdout);
}

describeWithTool(["zstd", "tar"], "a backup of format 1", () => {
  test("begins and ends with frames that zstd passes over", async () => {
    const bytes = await backupBytes();
    expect(hex(bytes.subarray(0, HEAD_BYTES))).toBe(
      `502a4d18${"14000000"}${hex(new TextEncoder().encode("tidemark backup\n"))}${"01000000"}`,
    );
    const tail = bytes.subarray(-TAIL_BYTES);
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(bytes.length - TAIL_BYTES));
    const digest = new Bun.CryptoHasher("sha256").update(bytes.subarray(0, -32)).digest("hex");
    expect(hex(tail)).toBe(`512a4d18${"28000000"}${hex(length)}${digest}`);
  });

  test("holds an archive whose every byte is fixed", async () => {
    const archive = archiveOf(await backupBytes());
    expect([archive.length, new Bun.CryptoHasher("sha256").update(archive).digest("hex")]).toMatchInlineSnapshot(`
      [
        14336,
        "a9ffb0302c72bf909c5b924eb8e3df26d6ee63552d72033f31b08c6d1a03ff2a",
      ]
    `);
  });

  test("has a manifest that reads so", () => {
    expect(manifestText(manifestOf({ "tidemark.toml": "x" }))).toMatchInlineSnapshot(`
      "{
        "format": "tidemark-backup",
        "version": 1,
        "tidemark": "0.1.0",
        "document": "8B1E4C6A-1111-4222-8333-444455556666",
        "documentName": "Acme.moneyworks on https://books.example:6710",
        "schema": 4,
        "main": "0123456789abcdef0123456789abcdef01234567",
        "ref": "refs/heads/main",
        "tables": [
          {
            "name": "name",
            "records": 2,
            "marker": "20250312075900"
          }
        ],
        "entries": [
          {
            "path": "tidemark.toml",
            "size": 1,
            "sha256": "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"
          }
        ],
        "createdAt": "2025-03-12T08:00:00.000Z"
      }
      "
    `);
  });

  test("is read by tar", async () => {
    using place = new TemporaryDirectory();
    const file = join(place.path, "b.tar.zst");
    writeFileSync(file, await backupBytes());
    expect(run("tar", "--zstd", "-tf", file).trim().split("\n")).toEqual([
      "manifest.json",
      ...Object.keys(SOME_CONTENTS),
    ]);
    run("tar", "--zstd", "-xf", file, "-C", place.path);
    expect(await Bun.file(join(place.path, "staging.sqlite")).text()).toBe(SOME_CONTENTS["staging.sqlite"] as string);
    expect(run("zstd", "-tq", file)).toBe("");
  });

  test("has room for files beyond 8 GiB, as POSIX writes them", () => {
    using place = new TemporaryDirectory();
    const file = join(place.path, "large.tar");
    const size = 9_000_000_000_000;
    writeFileSync(file, entryHead({ path: "staging.sqlite", size, modified: 1_700_000_000 }));
    const { stdout } = Bun.spawnSync(["tar", "-tvf", file]);
    expect(String(stdout)).toContain(` ${size} 2023-11-14 `);
  });
});
