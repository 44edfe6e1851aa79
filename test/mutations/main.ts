import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { breakCopy, type Mutation } from "./mutation.ts";
import { MUTATIONS } from "./mutations.ts";

const root = dirname(dirname(import.meta.dir));

interface Verdict {
  readonly caught: boolean;
  /** Names of the tests that failed, or why nothing can be said. */
  readonly detail: string;
}

/** `bun run mutations [NAME]…`: exit code 1 when one goes unnoticed. */
async function main(names: readonly string[]): Promise<number> {
  const unknown = names.filter((name) => !MUTATIONS.some((mutation) => mutation.name === name));
  if (unknown.length > 0) throw new Error(`no such mutation: ${unknown.join(", ")}`);
  const chosen = MUTATIONS.filter(({ name }) => names.length === 0 || names.includes(name));
  let missed = 0;
  for (const mutation of chosen) {
    const { caught, detail } = await tryOut(mutation);
    if (!caught) missed++;
    console.log(`${caught ? "caught" : "MISSED"}  ${mutation.name}: ${mutation.harm}\n        ${detail}`);
  }
  console.log(`\n${chosen.length - missed} of ${chosen.length} mutations caught`);
  return missed === 0 ? 0 : 1;
}

async function tryOut(mutation: Mutation): Promise<Verdict> {
  const directory = mkdtempSync(join(tmpdir(), "mutation-"));
  try {
    const copy = join(directory, "copy");
    breakCopy(root, copy, mutation);
    const failed: string[] = [];
    for (const file of mutation.caughtBy) {
      const { code, names, ran } = await runTests(copy, file);
      if (ran === 0) return { caught: false, detail: `${file} ran no test` };
      if (code !== 0)
        failed.push(`${file}: ${names[0] ?? "failed"}${names.length > 1 ? ` (${names.length} in all)` : ""}`);
    }
    return { caught: failed.length > 0, detail: failed.join("\n        ") || "every test passed" };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function runTests(cwd: string, file: string): Promise<{ code: number; names: string[]; ran: number }> {
  const child = Bun.spawn([process.execPath, "test", "--timeout", "120000", `./${file}`], {
    cwd,
    stdout: "ignore",
    stderr: "pipe",
  });
  const text = await new Response(child.stderr).text();
  const names = [...text.matchAll(/^\(fail\) (.*?)(?: \[[\d.]+ms\])?$/gm)].map(([, name = ""]) => name);
  const ran = Number(/^Ran (\d+) tests?/m.exec(text)?.[1] ?? 0);
  return { code: await child.exited, names, ran };
}

process.exitCode = await main(process.argv.slice(2));
