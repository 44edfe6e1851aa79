import { join, resolve } from "node:path";
import { buildBinary, currentCommit } from "../../build.ts";

const ROOT = resolve(import.meta.dir, "../..");

/** The binary that PROGRAM_UNDER_TEST names, else one that is built into a directory. Its path. */
export async function builtProgram(directory: string): Promise<string> {
  const given = process.env.PROGRAM_UNDER_TEST;
  return given === undefined ? await releasedProgram(directory) : resolve(given);
}

/** The binary in the form that is released, built into a directory. Its path. */
export async function releasedProgram(directory: string): Promise<string> {
  const outfile = join(directory, "tidemark");
  await buildBinary({ root: ROOT, outfile, commit: currentCommit(ROOT) });
  return outfile;
}
