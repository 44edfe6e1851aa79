import { expect } from "bun:test";
import type { TableName } from "../../src/domain/ids.ts";
import { filesAt } from "./mirror-files.ts";
import { actualContents, differences, expectedContents } from "./truth.ts";
import type { World } from "./world.ts";

/** The remote's main holds what MoneyWorks holds, no more and no less, and its marker file counts it. */
export function expectMirrored(world: World, repository = world.remotePath): void {
  const files = filesAt(repository);
  const expected = expectedContents(world.simulator, world.settings.tables);
  expect(differences(expected, actualContents(files))).toEqual([]);
  const counts = recordCounts(files);
  for (const table of world.settings.tables) {
    expect(`${table} ${counts.get(table) ?? 0}`).toBe(`${table} ${world.simulator.rows(table).length}`);
  }
}

/** Records per table as the marker file of a commit counts them. */
export function recordCounts(files: ReadonlyMap<string, Uint8Array>): Map<TableName, number> {
  const { tables } = JSON.parse(String(files.get(".tidemark/marker.json")));
  return new Map(Object.keys(tables).map((table) => [table as TableName, tables[table].records]));
}

/**
 * The same, but for records that cannot be read: they may be missing, or be as they were. @param except `name/N5`
 */
export function expectMirroredExcept(world: World, except: readonly string[]): void {
  const actual = actualContents(filesAt(world.remotePath));
  const expected = expectedContents(world.simulator, world.settings.tables);
  for (const record of except) {
    actual.delete(record);
    expected.delete(record);
  }
  expect(differences(expected, actual)).toEqual([]);
}
