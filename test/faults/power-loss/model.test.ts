import { describe, expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { seeded } from "../../support/seeded.ts";
import { TemporaryDirectory } from "../../support/temporary.ts";
import { Disk } from "./disk.ts";
import { type Fate, writeImage } from "./image.ts";
import { Recorder } from "./operations.ts";
import { systemCalls } from "./trace.ts";

const hex = (text: string) =>
  Array.from(Buffer.from(text), (byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join("");
const text = (value: string) => `"${hex(value)}"`;
const file = (number: number, path: string) => `${number}<${hex(path)}>`;

/** Lines of strace for a process that works in /d; `{…}` becomes a string and `[n path]` a descriptor. */
function stepsOf(...lines: string[]) {
  const recorder = new Recorder("/d");
  const full = lines.map((line) =>
    `7 ${line}`
      .replace(/\{([^}]*)\}/g, (_, value: string) => text(value))
      .replace(/\[(\d+) ([^\]]*)\]/g, (_, number: string, path: string) => file(Number(number), path)),
  );
  recorder.follow(systemCalls(full.join("\n")));
  return recorder.steps;
}

/** What stands in the directory after the power went at the end of these steps. */
function left(steps: ReturnType<typeof stepsOf>, fate: Fate): Record<string, string> {
  const disk = new Disk();
  for (const { operation } of steps) disk.apply(operation);
  using place = new TemporaryDirectory();
  writeImage(disk, fate, place.path);
  const names = readdirSync(place.path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    names.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [path.slice(place.path.length + 1), readFileSync(path, "utf8")];
    }),
  );
}

const CREATE = ["openat(AT_FDCWD, {/d/a}, O_WRONLY|O_CREAT|O_EXCL, 0666) = [3 /d/a]", "write([3 /d/a], {one}, 3) = 3"];
const SYNC_FILE = "fsync([3 /d/a]) = 0";
const SYNC_DIRECTORY = ["openat(AT_FDCWD, {/d}, O_RDONLY) = [4 /d]", "fsync([4 /d]) = 0", "close([4 /d]) = 0"];

describe("the model of a disk", () => {
  test("loses a name whose directory was not synced, and bytes whose file was not", () => {
    expect(left(stepsOf(...CREATE), "everything")).toEqual({ a: "one" });
    expect(left(stepsOf(...CREATE), "nothing")).toEqual({});
    expect(left(stepsOf(...CREATE, SYNC_FILE), "nothing")).toEqual({});
    expect(left(stepsOf(...CREATE, ...SYNC_DIRECTORY), "nothing")).toEqual({ a: "" });
    expect(left(stepsOf(...CREATE, SYNC_FILE, ...SYNC_DIRECTORY), "nothing")).toEqual({ a: "one" });
  });

  test("keeps the old file under a name until the rename is certain, and never loses both", () => {
    const old = stepsOf(...CREATE, SYNC_FILE, ...SYNC_DIRECTORY);
    expect(old.length).toBe(4);
    const renamed = [
      ...CREATE,
      SYNC_FILE,
      ...SYNC_DIRECTORY,
      "openat(AT_FDCWD, {/d/b}, O_WRONLY|O_CREAT|O_EXCL, 0666) = [5 /d/b]",
      "write([5 /d/b], {two}, 3) = 3",
      "fsync([5 /d/b]) = 0",
      "rename({/d/b}, {/d/a}) = 0",
    ];
    expect(left(stepsOf(...renamed), "nothing")).toEqual({ a: "one" });
    expect(left(stepsOf(...renamed, ...SYNC_DIRECTORY), "nothing")).toEqual({ a: "two" });
    for (let seed = 0; seed < 50; seed++) {
      expect(["one", "two"]).toContain(left(stepsOf(...renamed), { chance: seeded(seed) }).a ?? "");
    }
  });

  test("tears a write only where sectors meet", () => {
    const long = "x".repeat(5000);
    const steps = stepsOf(...CREATE.slice(0, 1), ...SYNC_DIRECTORY, `pwrite64([3 /d/a], {${long}}, 5000, 0) = 5000`);
    const kept = Array.from(
      { length: 300 },
      (_, seed) => left(steps, { chance: seeded(seed) }).a?.replace(/\0/g, "").length ?? 0,
    );
    expect(kept.every((length) => length % 512 === 0 || length === 5000 || (5000 - length) % 512 === 0)).toBe(true);
    expect(new Set(kept).size).toBeGreaterThan(5);
  });
});

describe("a trace", () => {
  test("is followed where threads take turns: a number is free as soon as its close begins", () => {
    const steps = stepsOf(
      "close([3 /elsewhere] <unfinished ...>",
      "openat(AT_FDCWD, {/d/a}, O_WRONLY|O_CREAT, 0666) = [3 /d/a]",
      "<... close resumed>) = 0",
      "write([3 /d/a], {one}, 3) = 3",
    );
    expect(left(steps, "everything")).toEqual({ a: "one" });
  });

  test("with a write that is not understood is refused", () => {
    expect(() => stepsOf(...CREATE, "pwritev([3 /d/a], [{iov_base={x}, iov_len=1}], 1, 0) = 1")).toThrow("pwritev");
    expect(() => stepsOf("write([9 /d/unknown], {x}, 1) = 1")).toThrow("nobody opened");
  });
});
