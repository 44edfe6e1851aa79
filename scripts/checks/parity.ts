import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildBinary, currentCommit } from "../../build.ts";
import { type Check, reportOf } from "./check.ts";
import { runProgram } from "./program.ts";

/** One run of the demo: a small document mirrored, one record edited, one poll. */
interface Outcome {
  readonly code: number;
  /** Mode, blob id and path of every file of the mirror. */
  readonly files: readonly string[];
  readonly text: string;
}

const DEMO = ["demo", "--once", "--records", "300", "--port", "0", "--json"];
/** Holds the time of the run. */
const MARKER = "\t.tidemark/marker.json";

/** The compiled program does to a repository what the source does, byte for byte. */
export const parityCheck: Check = {
  name: "parity",
  holds: "the demo leaves the same files in its repository, run from source and from the binary",
  proofs: [
    {
      name: "a binary that fails where the source does not",
      files: {
        "src/cli/main.ts": `import { host } from "../app/host.ts";

declare const TIDEMARK_COMMIT: string;

export function main(): void {
  host.exit(typeof TIDEMARK_COMMIT === "undefined" ? 0 : 1);
}
`,
      },
      says: /binary: exit 1/,
    },
  ],
  async run({ root }) {
    const directory = mkdtempSync(join(tmpdir(), "tidemark-parity-"));
    try {
      const binary = join(directory, "tidemark");
      await buildBinary({ root, outfile: binary, commit: currentCommit(root) });
      const source = await demo([process.execPath, join(root, "src/main.ts")], join(directory, "source"));
      const compiled = await demo([binary], join(directory, "compiled"));
      return reportOf(differences(source, compiled), `${source.files.length} files compared`);
    } finally {
      rmSync(directory, { recursive: true });
    }
  },
};

async function demo(program: readonly string[], directory: string): Promise<Outcome> {
  const { code, text } = await runProgram([...program, ...DEMO, "--dir", directory], tmpdir());
  const mirror = join(directory, "mirror.git");
  if (!existsSync(mirror)) return { code, text, files: [] };
  const { out } = await runProgram(["git", "--git-dir", mirror, "ls-tree", "-r", "HEAD"], directory);
  return { code, text, files: out.split("\n").filter((line) => line !== "" && !line.endsWith(MARKER)) };
}

function differences(source: Outcome, compiled: Outcome): string[] {
  const problems: string[] = [];
  if (source.code !== 0) problems.push(`source: exit ${source.code}: ${source.text}`);
  if (compiled.code !== 0) problems.push(`binary: exit ${compiled.code}: ${compiled.text}`);
  const same = new Set(source.files).intersection(new Set(compiled.files));
  for (const file of source.files) if (!same.has(file)) problems.push(`source alone: ${file}`);
  for (const file of compiled.files) if (!same.has(file)) problems.push(`binary alone: ${file}`);
  return problems;
}
