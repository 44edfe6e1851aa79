import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildBinary, currentCommit } from "../../build.ts";
import { MOST_BYTES } from "../release/measure.ts";
import { type Check, type Project, type Report, reportOf } from "./check.ts";
import { type Finished, runProgram } from "./program.ts";

interface Trial {
  readonly name: string;
  readonly args: readonly string[];
  /** What is wrong with the answer; null when nothing is. */
  judge(done: Finished): string | null;
}

/** The compiled program, in a directory where everything lies about that it must not pick up. */
export const binaryCheck: Check = {
  name: "binary",
  holds: "the compiled binary builds, twice to the same bytes, stays small, and picks up nothing where it is started",
  proofs: [
    {
      name: "a program that does not build",
      files: { "src/cli/main.ts": 'export { main } from "./missing.ts";\n' },
      says: /does not build/,
    },
    {
      name: "a program that is too large",
      files: { "src/cli/name.ts": `export const name = "${"x".repeat(8_000_000)}";\n` },
      says: /bytes, and the limit is/,
    },
    {
      name: "a program that prints another version",
      files: { "package.json": '{"name": "fixture", "version": "9.9.9", "type": "module"}\n' },
      says: /version: /,
    },
  ],
  async run(project) {
    const directory = mkdtempSync(join(tmpdir(), "tidemark-binary-"));
    try {
      return await tryBinary(project, directory);
    } finally {
      rmSync(directory, { recursive: true });
    }
  },
};

async function tryBinary({ root }: Project, directory: string): Promise<Report> {
  const commit = currentCommit(root);
  const files = [join(root, "dist", "tidemark"), join(directory, "again", "tidemark")];
  mkdirSync(join(root, "dist"), { recursive: true });
  try {
    for (const outfile of files) await buildBinary({ root, outfile, commit });
  } catch (reason) {
    return { ok: false, text: `does not build: ${Bun.inspect(reason)}` };
  }
  const [one = "", two = ""] = files.map((file) => Bun.SHA1.hash(readFileSync(file), "hex"));
  const problems = one === two ? [] : ["two builds of one commit differ"];
  const size = Bun.file(files[0] ?? "").size;
  if (size >= MOST_BYTES) problems.push(`${size} bytes, and the limit is ${MOST_BYTES}`);
  layTraps(directory);
  for (const { name, args, judge } of trials(root, commit)) {
    const problem = judge(await runProgram([files[0] ?? "", ...args], directory));
    if (problem !== null) problems.push(`${name}: ${problem}`);
  }
  return reportOf(problems, `${(size / 1e6).toFixed(1)} MB, ${one}`);
}

/** Files of other programs: a `.env` with a variable that Tidemark would refuse, a bunfig and a package.json that break. */
function layTraps(directory: string): void {
  writeFileSync(join(directory, ".env"), "TIDEMARK_TRAP=1\n");
  writeFileSync(join(directory, "bunfig.toml"), 'preload = ["./missing.ts"]\n');
  writeFileSync(join(directory, "package.json"), "not JSON");
}

function trials(root: string, commit: string): readonly Trial[] {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  return [
    {
      name: "version",
      args: ["version", "--json"],
      judge: ({ out, text }) => {
        const said = out.startsWith("{") ? JSON.parse(out) : {};
        return said.version === version && said.commit === commit ? null : `expected ${version} ${commit}, got ${text}`;
      },
    },
    {
      name: "help",
      args: ["--help"],
      judge: ({ code, text }) => (code === 0 && text.includes("Usage:") ? null : text),
    },
    {
      name: "manual",
      args: ["help", "security"],
      judge: ({ out, text }) => (out.startsWith("Security\n") ? null : text),
    },
    {
      name: "unknown command",
      args: ["frobnicate"],
      judge: ({ code, text }) => (code === 2 ? null : `exit ${code}: ${text}`),
    },
    {
      name: "licences",
      args: ["licences"],
      judge: ({ out }) => (/^ {2}Bun \d/m.test(out) ? null : "Bun is in the program and not in the list"),
    },
    {
      name: "configuration",
      args: ["config", "--json"],
      judge: ({ code, text }) => (code === 0 ? null : `exit ${code}: ${text}`),
    },
  ];
}
