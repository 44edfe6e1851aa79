import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeContents, prepareDataDirectory } from "../../../src/app/data-directory.ts";
import type { Files } from "../../../src/domain/ports/files.ts";
import { createFiles } from "../../../src/platform/files.ts";
import { errorOf } from "../../support/errors.ts";
import { TemporaryDirectory } from "../../support/temporary.ts";

let place: TemporaryDirectory;
let path: string;
beforeEach(() => {
  place = new TemporaryDirectory();
  path = join(place.path, "deep", "data");
});
afterEach(() => place[Symbol.dispose]());

const rights = (name: string) => (statSync(name).mode & 0o777).toString(8);

/** Files on which one call fails as the operating system says it. */
function failing(method: "makeDirectory" | "create" | "remove", code: string): Files {
  const error = Object.assign(new Error(code), { code });
  return {
    ...createFiles(),
    [method]: () => {
      throw error;
    },
  };
}

describe("the data directory", () => {
  test("is made with its parents, empty and closed to other accounts", () => {
    const directory = prepareDataDirectory(path, createFiles());
    expect([rights(path), readdirSync(path)]).toEqual(["700", []]);
    expect(directory).toEqual({
      path,
      staging: join(path, "staging.sqlite"),
      lock: join(path, "lock.sqlite"),
      repository: join(path, "repository.git"),
    });
  });

  test("gets contents that are closed to other accounts, once", () => {
    const files = createFiles();
    const directory = prepareDataDirectory(path, files);
    makeContents(directory, files);
    expect([rights(directory.staging), rights(directory.repository)]).toEqual(["600", "700"]);
    writeFileSync(directory.staging, "content");
    makeContents(directory, files);
    expect(statSync(directory.staging).size).toBe(7);
  });

  test("that is there keeps its rights and what it holds", () => {
    mkdirSync(path, { recursive: true, mode: 0o750 });
    writeFileSync(join(path, "notes"), "ours");
    prepareDataDirectory(path, createFiles());
    expect([rights(path), readdirSync(path)]).toEqual(["750", ["notes"]]);
  });

  test("is proved by two processes at one moment", () => {
    mkdirSync(path, { recursive: true });
    const files = failing("create", "EEXIST");
    expect(() => prepareDataDirectory(path, files)).not.toThrow();
  });

  test("leaves no trace of its proof when there is no room for it", () => {
    const files = createFiles();
    const full: Files = {
      ...files,
      create: (name) => ({
        ...files.create(name),
        write: () => {
          throw Object.assign(new Error("ENOSPC"), { code: "ENOSPC" });
        },
      }),
    };
    expect(errorOf(() => prepareDataDirectory(path, full)).code).toBe("data.disk-full");
    expect(readdirSync(path)).toEqual([]);
  });

  test.each([
    ["makeDirectory", "EACCES", "data.read-only"],
    ["makeDirectory", "EROFS", "data.read-only"],
    ["makeDirectory", "ENOTDIR", "data.not-a-directory"],
    ["makeDirectory", "ENOSPC", "data.disk-full"],
    ["makeDirectory", "EDQUOT", "data.disk-full"],
    ["makeDirectory", "EIO", "data.cannot-open"],
    ["create", "EPERM", "data.read-only"],
    ["remove", "EISDIR", "data.cannot-open"],
  ] as const)("that %s cannot serve for %s is %s", (method, system, code) => {
    const error = errorOf(() => prepareDataDirectory(path, failing(method, system)));
    expect([error.code as string, error.message.includes(path)]).toEqual([code, true]);
  });

  test("that is a file is refused and stays", () => {
    const file = join(place.path, "notes");
    writeFileSync(file, "ours");
    for (const name of [file, join(file, "deeper")])
      expect(errorOf(() => prepareDataDirectory(name, createFiles())).code).toBe("data.not-a-directory");
    expect(existsSync(file)).toBe(true);
  });
});
