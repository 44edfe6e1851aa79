import { filesAt } from "./mirror-files.ts";
import { actualContents, differences, expectedContents } from "./truth.ts";
import type { World } from "./world.ts";

/** How the remote's main differs from the document, deletions apart, as readable lines: what a poll has to bring. */
export function missingEdits(world: World): string[] {
  const expected = expectedContents(world.simulator, world.settings.tables);
  const lines = differences(expected, actualContents(filesAt(world.remotePath)), 100);
  return lines.filter((line) => !line.endsWith("should not be there"));
}
