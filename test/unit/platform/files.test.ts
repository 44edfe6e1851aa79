import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createFiles } from "../../../src/platform/files.ts";

const files = createFiles();
let root = "";
const path = (...names: string[]) => join(root, ...names);
const bytes = (text: string) => new TextEncoder().encode(text);
const codeOf = (attempt: () => unknown): unknown => {
  try {
    attempt();
  } catch (reason) {
    return reason instanceof Error && "code" in reason ? reason.code : reason;
  }
  return "no error";
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "tidemark-files-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe("reading", () => {
  test("a missing file is null only where the caller asked for that", () => {
    expect(files.readIfPresent(path("none"))).toBeNull();
    expect(codeOf(() => files.read(path("none")))).toBe("ENOENT");
    expect(codeOf(() => files.size(path("none")))).toBe("ENOENT");
    expect(codeOf(() => files.readIfPresent(root))).toBe("EISDIR");
  });

  test("a directory's names come sorted, and a missing one has none", () => {
    for (const name of ["b", "a", "c"]) writeFileSync(path(name), name);
    expect(files.list(root)).toEqual(["a", "b", "c"]);
    expect(files.list(path("none"))).toEqual([]);
    expect(codeOf(() => files.list(path("a")))).toBe("ENOTDIR");
  });

  test("tells files from directories from nothing", () => {
    writeFileSync(path("f"), "four");
    expect([files.exists(path("f")), files.exists(path("none"))]).toEqual([true, false]);
    const places = [root, path("f"), path("none"), path("f", "below")];
    expect(places.map((p) => files.isDirectory(p))).toEqual([true, false, false, false]);
    expect(files.size(path("f"))).toBe(4);
  });

  test("tells where a path really leads, links followed before .. is", () => {
    mkdirSync(path("a", "b"), { recursive: true });
    symlinkSync(path("a", "b"), path("link"));
    const real = files.realPath(root);
    expect(files.realPath(`${path("link")}/..`)).toBe(`${real}/a`);
    expect(files.realPath(path("none"))).toBeNull();
    writeFileSync(path("f"), "");
    expect(files.realPath(path("f", "below"))).toBeNull();
  });

  test("a pipe in a file's place is not waited for, and a device without an end not read", () => {
    Bun.spawnSync(["mkfifo", path("p")]);
    symlinkSync("/dev/zero", path("z"));
    for (const name of ["p", "z"]) {
      expect(codeOf(() => files.readIfPresent(path(name)))).toBe("EINVAL");
      expect(codeOf(() => files.open(path(name)))).toBe("EINVAL");
    }
  });

  test("a reader fills from any offset and stops at the end", () => {
    writeFileSync(path("f"), "0123456789");
    const reader = files.open(path("f"));
    const into = new Uint8Array(4);
    expect([reader.size, reader.read(into, 3), new TextDecoder().decode(into)]).toEqual([10, 4, "3456"]);
    expect([reader.read(into, 8), reader.read(into, 10), reader.read(into, 99)]).toEqual([2, 0, 0]);
    reader.close();
  });
});

describe("writing", () => {
  test("appends everything, in order", () => {
    const writer = files.create(path("f"));
    const buffer = bytes("abc");
    writer.write(buffer);
    buffer.fill(0x78);
    writer.write(buffer);
    writer.sync();
    writer.close();
    expect(readFileSync(path("f"), "utf8")).toBe("abcxxx");
  });

  test("never writes over a file that is there", () => {
    writeFileSync(path("f"), "old");
    expect(codeOf(() => files.create(path("f")))).toBe("EEXIST");
    expect(readFileSync(path("f"), "utf8")).toBe("old");
  });

  test("makes directories with their parents, again without an error", () => {
    files.makeDirectory(path("a", "b", "c"));
    files.makeDirectory(path("a", "b", "c"));
    expect(files.isDirectory(path("a", "b", "c"))).toBe(true);
    writeFileSync(path("f"), "");
    expect(codeOf(() => files.makeDirectory(path("f")))).toBe("EEXIST");
  });

  test("renames over what is there, and removes once or twice", () => {
    writeFileSync(path("a"), "new");
    writeFileSync(path("b"), "old");
    files.rename(path("a"), path("b"));
    expect([existsSync(path("a")), readFileSync(path("b"), "utf8")]).toEqual([false, "new"]);
    files.remove(path("b"));
    files.remove(path("b"));
    expect(existsSync(path("b"))).toBe(false);
  });

  test("syncs a directory, and says when it is not there", () => {
    files.syncDirectory(root);
    expect(codeOf(() => files.syncDirectory(path("none")))).toBe("ENOENT");
  });
});

describe("a link", () => {
  test("is a second name for the same bytes", () => {
    writeFileSync(path("a"), "x");
    files.link(path("a"), path("b"));
    expect(statSync(path("b")).ino).toBe(statSync(path("a")).ino);
  });

  test("never replaces a file", () => {
    writeFileSync(path("a"), "x");
    writeFileSync(path("b"), "y");
    expect(codeOf(() => files.link(path("a"), path("b")))).toBe("EEXIST");
    expect(readFileSync(path("b"), "utf8")).toBe("y");
  });

  test("is a copy on another file system", () => {
    const shared = "/dev/shm";
    if (!existsSync(shared) || statSync(shared).dev === statSync(root).dev) return;
    const elsewhere = mkdtempSync(join(shared, "tidemark-files-"));
    try {
      writeFileSync(path("a"), "x");
      files.link(path("a"), join(elsewhere, "b"));
      expect(readFileSync(join(elsewhere, "b"), "utf8")).toBe("x");
      expect(files.list(elsewhere)).toEqual(["b"]);
      expect(codeOf(() => files.link(path("a"), join(elsewhere, "b")))).toBe("EEXIST");
    } finally {
      rmSync(elsewhere, { recursive: true });
    }
  });
});

test("what may not be written says so", () => {
  if (process.getuid?.() === 0) return;
  mkdirSync(path("locked"));
  chmodSync(path("locked"), 0o500);
  expect(codeOf(() => files.create(path("locked", "f")))).toBe("EACCES");
});
