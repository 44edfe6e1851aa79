import { describe, expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import manifest from "../../../package.json" with { type: "json" };
import { bundledPackages, describePackage } from "../../../scripts/release/packages.ts";
import { TemporaryDirectory } from "../../support/temporary.ts";

test("what is in the program is every dependency, with what they bring, each with version, licence, text and sum", async () => {
  const packages = await bundledPackages(resolve(import.meta.dir, "../../.."));
  const versions = Object.fromEntries(packages.map(({ name, version }) => [name, version]));
  expect(versions).toMatchObject(manifest.dependencies);
  expect(versions).toMatchObject({ cookie: expect.any(String), "@preact/signals-core": expect.any(String) });
  for (const { name, licence, text, sha512 } of packages) {
    expect([name, licence]).toEqual([name, expect.stringMatching(/^MIT(-0)?$/)]);
    expect([name, text]).toEqual([name, expect.stringContaining("Permission is hereby granted, free of charge")]);
    expect([name, sha512]).toEqual([name, expect.stringMatching(/^[0-9a-f]{128}$/)]);
  }
});

test("packages that Elysia would bring for uploaded files are not in it", async () => {
  const names = (await bundledPackages(resolve(import.meta.dir, "../../.."))).map(({ name }) => name);
  expect(names).not.toContain("file-type");
  expect(names).not.toContain("strtok3");
});

describe("describePackage", () => {
  const described = (files: Readonly<Record<string, string>>) => {
    using place = new TemporaryDirectory();
    const directory = join(place.path, "left-pad");
    mkdirSync(directory);
    for (const [name, content] of Object.entries(files)) writeFileSync(join(directory, name), content);
    return describePackage(directory, '  "left-pad": ["left-pad@1.3.0", "", {}, "sha512-/w=="],\n');
  };
  const MANIFEST = '{"name": "left-pad", "version": "1.3.0", "license": "WTFPL"}';

  test.each(["LICENSE", "licence.md", "LICENSE-MIT", "COPYING", "License.txt"])("finds the text in %s", (name) => {
    expect(described({ "package.json": MANIFEST, [name]: "do what you want" })).toEqual({
      name: "left-pad",
      version: "1.3.0",
      licence: "WTFPL",
      text: "do what you want",
      sha512: "ff",
    });
  });

  test("refuses a package without a text", () => {
    expect(() => described({ "package.json": MANIFEST, "README.md": "MIT" })).toThrow(
      "left-pad 1.3.0 is in the program and has no licence text",
    );
  });

  test("refuses a package that names no licence", () => {
    expect(() => described({ "package.json": '{"name": "left-pad", "version": "1.3.0"}', LICENSE: "?" })).toThrow(
      "names no licence",
    );
  });
});
