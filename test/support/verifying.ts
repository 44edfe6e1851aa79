import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { runCommand } from "../../src/cli/main.ts";
import { FakeHost } from "./fake-host.ts";
import { TOKEN } from "./place.ts";
import { jsonLines } from "./program.ts";
import { treeHashes } from "./tree-hashes.ts";
import type { World } from "./world.ts";

export interface Verified {
  readonly code: number;
  /** `area code subject` of every finding. */
  readonly findings: readonly string[];
  readonly remarks: readonly string[];
  readonly details: readonly string[];
  readonly summary: Record<string, unknown>;
  readonly errors: string;
}

/** `tidemark verify` over a world that is closed; checks that no file was touched. */
export async function verifyWorld(world: World, ...args: string[]): Promise<Verified> {
  world.close();
  const data = dirname(world.repository);
  const places = [data, world.remotePath].filter((place) => existsSync(place));
  const before = treeHashes(...places);
  const host = new FakeHost({
    env: { TIDEMARK_REMOTE_TOKEN: TOKEN },
    args: ["verify", "--json", "--data", data, "--remote-url", world.remotePath, ...args],
  });
  const code = await runCommand(host, world.clock.now());
  const after = treeHashes(...places);
  if (Bun.inspect(before) !== Bun.inspect(after)) throw new Error("verify touched a file");
  const lines = jsonLines(host.output);
  const named = (type: string) =>
    lines.filter((line) => line.type === type).map(({ area, code: what, subject }) => `${area} ${what} ${subject}`);
  return {
    code,
    findings: named("finding"),
    remarks: named("remark"),
    details: lines.filter(({ type }) => type === "finding").map(({ detail }) => String(detail)),
    summary: lines.find(({ type }) => type === "summary") ?? {},
    errors: host.errors,
  };
}

/** The packs of a repository. */
export function packsOf(repository: string): string[] {
  const directory = join(repository, "objects/pack");
  return readdirSync(directory)
    .filter((name) => name.endsWith(".pack"))
    .map((name) => join(directory, name));
}
