import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadSnapshot } from "../../../src/app/simulator-files.ts";
import { errorOf } from "../../support/errors.ts";
import { TemporaryDirectory } from "../../support/temporary.ts";

const HEADER = '{"format":"tidemark-simulator","version":2,"uuid":"A"}';
const FIRST_VERSION = { format: "tidemark-simulator", version: 1, document: { uuid: "A", tables: {} } };

let place: TemporaryDirectory;
beforeEach(() => {
  place = new TemporaryDirectory();
});
afterEach(() => place[Symbol.dispose]());

function fileOf(content: string | Uint8Array): string {
  const path = join(place.path, "company.jsonl");
  writeFileSync(path, content);
  return path;
}

function recordsOf(content: string | Uint8Array): string[] {
  return [...(loadSnapshot(fileOf(content)).recorded?.records ?? [])];
}

describe("a snapshot file of version 2", () => {
  test("is read line by line, across the pieces in which it is read", () => {
    const records = Array.from({ length: 3000 }, (_, at) => `${at}:${"é日🪵".repeat(at % 400)}`);
    expect(recordsOf(`${[HEADER, ...records].join("\n")}\n`)).toEqual(records);
    expect(recordsOf([HEADER, ...records].join("\n"))).toEqual(records);
  });

  test("may hold no records", () => {
    expect([recordsOf(HEADER), recordsOf(`${HEADER}\n`)]).toEqual([[], []]);
    expect(loadSnapshot(fileOf(HEADER)).recorded?.uuid).toBe("A");
  });

  test("that is not UTF-8 is refused", () => {
    const bytes = new Uint8Array([...new TextEncoder().encode(`${HEADER}\n`), 0xe9, 10]);
    expect(errorOf(() => recordsOf(bytes))).toMatchObject({ code: "simulator.snapshot" });
  });
});

test("a snapshot file of version 1 may be one line of any length, or laid out", () => {
  const long = { ...FIRST_VERSION, document: { ...FIRST_VERSION.document, uuid: "A".repeat(100_000) } };
  for (const text of [JSON.stringify(FIRST_VERSION), `${JSON.stringify(long)}\n`, JSON.stringify(long, null, 2)]) {
    expect(loadSnapshot(fileOf(text)).snapshot).toEqual(JSON.parse(text));
  }
});

test.each([
  ["{", "it is not JSON"],
  ["", "it is not JSON"],
  ['{"format":"other"}', "its format is another"],
  ['{"format":"tidemark-simulator","version":9}\n{}\n', "newer"],
])("%j is refused", (content, reason) => {
  const error = errorOf(() => loadSnapshot(fileOf(content)));
  expect(error).toMatchObject({ code: "simulator.snapshot", message: expect.stringContaining(reason) });
});

test("a file that is not there is named", () => {
  expect(errorOf(() => loadSnapshot(join(place.path, "none")))).toMatchObject({
    code: "simulator.file",
    message: expect.stringContaining("none"),
  });
});
