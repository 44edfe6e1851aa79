import { dirname } from "node:path";
import { runCommand } from "../../src/cli/main.ts";
import { FakeHost } from "./fake-host.ts";
import { TOKEN } from "./place.ts";
import { jsonLines } from "./program.ts";
import type { World } from "./world.ts";

export interface RebuiltWorld {
  readonly code: number;
  /** The line about the new file; empty when there was none. */
  readonly rebuilt: Record<string, unknown>;
  readonly summary: Record<string, unknown>;
  readonly errors: string;
}

/** `tidemark rebuild --yes` over a world, as another process would run it. */
export async function rebuildWorld(world: World, ...args: string[]): Promise<RebuiltWorld> {
  world.close();
  const places = [
    "--data",
    dirname(world.repository),
    "--remote-url",
    world.remotePath,
    "--moneyworks-url",
    world.url,
    "--log-level",
    "error",
  ];
  const host = new FakeHost({
    args: ["rebuild", "--yes", "--json", ...places, "--tables", world.settings.tables.join(","), ...args],
    env: { TIDEMARK_REMOTE_TOKEN: TOKEN },
  });
  const code = await runCommand(host, world.clock.now());
  const line = (type: string) => jsonLines(host.output).find((one) => one.type === type) ?? {};
  return { code, rebuilt: line("rebuilt"), summary: line("summary"), errors: host.errors };
}

/** The change log without ids and times, sorted: what is to be the same after a rebuild. */
export function changeLog(world: World): string[] {
  return world.staging
    .changes({ limit: 1_000_000 })
    .map(({ table, key, operation, field, old, new: value, commit, run }) =>
      JSON.stringify({ table, key, operation, field, old, value, commit, run }),
    )
    .toSorted();
}
