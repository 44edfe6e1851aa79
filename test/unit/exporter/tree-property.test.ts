import { expect, test } from "bun:test";
import fc from "fast-check";
import { recordPath } from "../../../src/canonical/path.ts";
import type { RecordKey, TableName } from "../../../src/domain/ids.ts";
import { SCHEMA, type TableSchema } from "../../../src/domain/schema/schema.ts";
import { ExporterWorld } from "../../support/exporter-world.ts";
import { git } from "../../support/git-command.ts";

const CODES = ["ROWAN", "rowan", "OAK", "CON", "a/b", "é", "x.", "..", "%20", "~"];
const NUMBERS = ["1", "63", "64", "65", "4095", "4096", "262144", "999999", "4000000"];

/** A step: one table, new contents by key, null deletes. */
const step = fc.oneof(
  fc.tuple(fc.constant("name"), fc.dictionary(fc.constantFrom(...CODES), fc.option(fc.nat(5), { freq: 2 }))),
  fc.tuple(fc.constant("transaction"), fc.dictionary(fc.constantFrom(...NUMBERS), fc.option(fc.nat(5), { freq: 2 }))),
);

/** The root tree that git makes of the same files. */
function gitTree(world: ExporterWorld, files: ReadonlyMap<string, string>): string {
  const own = ["marker.json", "config.json"].map((name) => [
    `.tidemark/${name}`,
    world.git("rev-parse", `main:.tidemark/${name}`),
  ]);
  const blobs = [...files].map(([path, content]) => [
    path,
    git(world.repository, ["hash-object", "-w", "--stdin"], content),
  ]);
  const index = [...own, ...blobs].map(([path, oid]) => `100644 ${oid} 0\t${path}\0`).join("");
  git(world.repository, ["read-tree", "--empty"]);
  git(world.repository, ["update-index", "-z", "--index-info"], index);
  return world.git("write-tree");
}

test("whatever is added, changed and deleted, the tree is the one git makes of the files that are left", () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 8 }), (steps) => {
      using world = new ExporterWorld();
      world.mirror.recover();
      const files = new Map<string, string>();
      for (const [table, changes] of steps) {
        const records = Object.fromEntries(
          Object.entries(changes).map(([key, value]) => [key, value === null ? null : `${value}\n`]),
        );
        world.stage(table, records);
        world.commit();
        for (const [key, text] of Object.entries(records)) {
          const path = recordPath(SCHEMA.get(table as TableName) as TableSchema, key as RecordKey);
          if (text === null) files.delete(path);
          else files.set(path, text);
        }
      }
      world.commit();
      expect(world.git("rev-parse", "main^{tree}")).toBe(gitTree(world, files));
      expect(world.fsck()).toBe("");
    }),
    { seed: 20, numRuns: 25 },
  );
}, 20_000);
