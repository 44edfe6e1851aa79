import { describe, expect, test } from "bun:test";
import type { Files } from "../../../src/domain/ports/files.ts";
import { codeThrown, ExporterWorld } from "../../support/exporter-world.ts";

/** Files whose writes fail with the operating system's code as long as one is set. */
class SickDisk {
  code: string | null = null;

  wrap(files: Files): Files {
    return {
      ...files,
      create: (path) => {
        const file = files.create(path);
        return {
          ...file,
          write: (bytes) => {
            if (this.code !== null) throw Object.assign(new Error(`${this.code}: write`), { code: this.code });
            file.write(bytes);
          },
        };
      },
    };
  }
}

describe("a disk that refuses", () => {
  for (const [code, told] of [
    ["ENOSPC", "data.disk-full"],
    ["EROFS", "data.read-only"],
    ["EIO", "data.io"],
  ] as const) {
    test(`${code} is told as ${told}, and the next commit carries everything`, () => {
      const disk = new SickDisk();
      using world = new ExporterWorld({ wrap: (files) => disk.wrap(files) });
      world.mirror.recover();
      world.commitOf("name", { ROWAN: "one\n" });
      world.stage("name", { ROWAN: "two\n" });
      disk.code = code;
      expect(codeThrown(() => world.commit())).toBe(told);
      disk.code = null;
      expect(world.commit()?.records).toBe(1);
      expect([world.fsck(), world.git("rev-list", "--count", "main")]).toEqual(["", "2"]);
      expect(world.git("count-objects", "-v")).toMatch(/packs: 2\n(.*\n)*garbage: 0/);
    });
  }
});
