import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildBinary } from "../../build.ts";
import type { Check, Report } from "./check.ts";
import { type FileCoverage, lineShare, parseLcov, uncovered } from "./coverage.ts";
import { runProgram } from "./program.ts";
import { sourceFiles } from "./sources.ts";

/**
 * Of all lines of src that can run, those in files that no test loads included. Views (.tsx) are not counted: they run in Chromium, where this
 * coverage does not reach.
 */
const LEAST_COVERAGE = 0.85;
/** Files run side by side in so many processes, on two cores: many tests wait for disks, clocks and other programs. */
const WORKERS = 4;
/** Of a test that sets none of its own: far more than any takes, also on a machine with other work. */
const TIMEOUT_MS = 60_000;
/** A file system in memory, where the host has one (Linux): waiting for a disk to be durable proves nothing to a test. */
const MEMORY = "/dev/shm";
/** Far more than all tests that run at one time have on it. */
const LEAST_MEMORY_BYTES = 2 ** 31;
const FAILING = 'import { expect, test } from "bun:test";\n\ntest("fails", () => expect(1).toBe(2));\n';

/** Every test, and how much of the program they run. */
export const testsCheck: Check = {
  name: "tests",
  holds: `every test passes, and they run at least ${LEAST_COVERAGE * 100} % of the lines of src`,
  proofs: [
    { name: "a failing test", files: { "test/unit/bad.test.ts": FAILING }, says: /1 fail/ },
    {
      name: "code that no test loads",
      files: { "src/lib/new.ts": `export function f(a: number) {\n${"  a += 1;\n".repeat(40)}  return a;\n}\n` },
      says: /below 85[\s\S]*src\/lib\/new\.ts 0 %/,
    },
  ],
  async run({ root }) {
    const directory = mkdtempSync(join(temporaryRoot(), "tidemark-tests-"));
    try {
      return await runTests(root, directory);
    } finally {
      rmSync(directory, { recursive: true });
    }
  },
};

function temporaryRoot(): string {
  if (!existsSync(MEMORY)) return tmpdir();
  const { bavail, bsize } = statfsSync(MEMORY);
  return bavail * bsize < LEAST_MEMORY_BYTES ? tmpdir() : MEMORY;
}

/** @param directory for all that they make */
async function runTests(root: string, directory: string): Promise<Report> {
  const args = [
    `--parallel=${WORKERS}`,
    `--timeout=${TIMEOUT_MS}`,
    "--coverage",
    "--coverage-reporter=lcov",
    `--coverage-dir=${directory}`,
    "--only-failures",
  ];
  // Tests that give up root's rights have to reach what root made for them.
  chmodSync(directory, 0o711);
  const temporary = join(directory, "temporary");
  mkdirSync(temporary);
  // What tests start as a process is the built program: with bytecode, because there it starts some thousand times.
  const program = join(directory, "tidemark");
  await buildBinary({ root, outfile: program, commit: "tests", bytecode: true });
  const env = { TMPDIR: temporary, PROGRAM_UNDER_TEST: program };
  const { code, text } = await runProgram([process.execPath, "test", ...args], root, env);
  const lcov = join(directory, "lcov.info");
  const coverage = judge(root, existsSync(lcov) ? parseLcov(readFileSync(lcov, "utf8")) : []);
  return { ok: code === 0 && coverage.ok, text: `${text}\n${coverage.text}` };
}

function judge(root: string, loaded: readonly FileCoverage[]): Report {
  const known = new Set(loaded.map(({ path }) => path));
  const transpiler = new Bun.Transpiler({ loader: "ts" });
  const files = [...loaded.filter(({ path }) => /^(src|anonymizer)\//.test(path))];
  for (const { path, text } of sourceFiles(root, ["src", "anonymizer"], ".ts")) {
    if (!known.has(path)) files.push(uncovered(path, transpiler.transformSync(text)));
  }
  const share = lineShare(files);
  const percent = `${(share * 100).toFixed(1)} % of ${files.length} files' lines were run`;
  if (share >= LEAST_COVERAGE) return { ok: true, text: percent };
  return {
    ok: false,
    text: [`${percent}, below ${LEAST_COVERAGE * 100} %; least covered:`, ...worst(files)].join("\n"),
  };
}

function worst(files: readonly FileCoverage[]): string[] {
  const missed = ({ lines, hit }: FileCoverage) => lines - hit;
  const most = files.toSorted((a, b) => missed(b) - missed(a)).slice(0, 15);
  return most.map((file) => `  ${file.path} ${Math.floor(lineShare([file]) * 100)} % (${missed(file)} lines missed)`);
}
