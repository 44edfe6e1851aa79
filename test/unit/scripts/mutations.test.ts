import { describe, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { staleEdits } from "../../mutations/mutation.ts";
import { MUTATIONS } from "../../mutations/mutations.ts";

const root = dirname(dirname(dirname(import.meta.dir)));

describe("the mutations", () => {
  test("are at least ten, each with a name of its own", () => {
    expect(new Set(MUTATIONS.map(({ name }) => name)).size).toBe(MUTATIONS.length);
    expect(MUTATIONS.length).toBeGreaterThanOrEqual(10);
  });
  test.each([...MUTATIONS])("$name still fits its files, and names tests that exist", (mutation) => {
    expect(staleEdits(root, mutation)).toEqual([]);
    expect(mutation.caughtBy.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });
});
