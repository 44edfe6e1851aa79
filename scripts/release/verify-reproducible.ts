import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Target } from "../../src/app/release/contents.ts";
import type { Made } from "./make-release.ts";
import { buildProgram } from "./program.ts";
import { stageSources } from "./stage.ts";

/** The SHA-256 of each target's program, built once more from a copy in a directory of another name and depth. */
export async function buildElsewhere(made: Made, targets: readonly Target[]): Promise<ReadonlyMap<string, string>> {
  const work = mkdtempSync(join(tmpdir(), "tidemark-elsewhere-"));
  try {
    const stage = join(work, "some", "where", "else");
    await stageSources(made.root, stage);
    const sums = new Map<string, string>();
    for (const target of targets) {
      const { name, bytes } = await buildProgram({ ...made, stage, work }, target);
      sums.set(name, new Bun.CryptoHasher("sha256").update(bytes).digest("hex"));
    }
    return sums;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
