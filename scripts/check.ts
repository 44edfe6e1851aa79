// `npm test`: every check, each with its proofs. Exit code 1 when one fails. Names as arguments run only those checks.
import { dirname } from "node:path";
import type { Check, Project, Report } from "./checks/check.ts";
import { READING, RUNNING } from "./checks/checks.ts";
import { prove } from "./prove.ts";

const project: Project = { root: dirname(import.meta.dir) };
/** The checks are mostly other programs; two at a time keep two cores busy. */
const AT_ONCE = 2;

interface Result {
  readonly name: string;
  readonly ok: boolean;
}

async function runCheck(check: Check): Promise<Result> {
  return timed(check.name, check.holds, async () => await check.run(project));
}

async function runProofs(checks: readonly Check[]): Promise<Result> {
  const proofs = checks.reduce((count, check) => count + check.proofs.length, 0);
  return timed("proofs", `each check fails what it is meant to fail (${proofs} proofs)`, async () => {
    const problems = (await inParallel(checks, (check) => prove(project.root, check))).flat();
    return { ok: problems.length === 0, text: problems.join("\n") };
  });
}

async function timed(name: string, holds: string, work: () => Promise<Report>): Promise<Result> {
  const started = performance.now();
  const { ok, text } = await work().catch((reason) => ({ ok: false, text: `broke down: ${Bun.inspect(reason)}` }));
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`\n=== ${name}: ${ok ? "ok" : "FAILED"} (${seconds} s) — ${holds}`);
  if (text !== "") console.log(text);
  return { name, ok };
}

async function inParallel<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const rest = items.entries();
  const lane = async () => {
    for (const [at, item] of rest) results[at] = await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return results;
}

async function main(names: readonly string[]): Promise<number> {
  const all = [...READING, ...RUNNING];
  const unknown = names.filter((name) => name !== "proofs" && !all.some((check) => check.name === name));
  if (unknown.length > 0) throw new Error(`no such check: ${unknown.join(", ")}`);
  const wanted = (name: string) => names.length === 0 || names.includes(name);
  const results = await inParallel(
    READING.filter(({ name }) => wanted(name)),
    runCheck,
  );
  if (wanted("proofs")) results.push(await runProofs(all));
  for (const check of RUNNING) if (wanted(check.name)) results.push(await runCheck(check));
  const failed = results.filter(({ ok }) => !ok).map(({ name }) => name);
  const verdict = failed.length === 0 ? `all ${results.length} checks passed` : `FAILED: ${failed.join(", ")}`;
  console.log(`\n${verdict}`);
  return failed.length === 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
