import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Target } from "../../src/app/release/contents.ts";
import { buildProgram, type ProgramRequest } from "./program.ts";

/** What a program is made of. */
const SOURCES = ["src", "scripts", "package.json", "bun.lock", "tsconfig.json", "build.ts"];

/**
 * The SHA-256 of each target's program, built from a copy of the sources in a directory of another name and depth.
 * Whoever has a commit can do the same and compare with SHA256SUMS.
 */
export async function buildElsewhere(
  request: Omit<ProgramRequest, "work">,
  targets: readonly Target[],
): Promise<ReadonlyMap<string, string>> {
  const place = mkdtempSync(join(tmpdir(), "tidemark-elsewhere-"));
  try {
    const root = join(place, "some", "where", "else");
    for (const path of SOURCES) cpSync(join(request.root, path), join(root, path), { recursive: true });
    symlinkSync(join(request.root, "node_modules"), join(root, "node_modules"), "junction");
    const sums = new Map<string, string>();
    for (const target of targets) {
      const { name, bytes } = await buildProgram({ ...request, root, work: join(place, "work") }, target);
      sums.set(name, new Bun.CryptoHasher("sha256").update(bytes).digest("hex"));
    }
    return sums;
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}
