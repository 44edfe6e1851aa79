import { describe, expect, test } from "bun:test";

/** Whether a program is on the PATH. */
export function hasTool(name: string): boolean {
  return Bun.which(name) !== null;
}

/** The path of a program that a test cannot do without. @throws when it is missing; see describeWithTool for a skip */
export function requireTool(name: string): string {
  const path = Bun.which(name);
  if (path === null) throw new Error(`this test needs the program "${name}", which is not on the PATH`);
  return path;
}

/**
 * What a test needs that looks into another process with strace. Where strace is there and may trace nobody, as in some
 * containers, that right is named, too: it counts as a missing tool.
 */
export function tracing(): readonly string[] {
  const strace = Bun.which("strace");
  const may = strace === null || Bun.spawnSync([strace, "-f", "true"], { stderr: "ignore" }).success;
  return may ? ["strace"] : ["strace", "the right to trace processes"];
}

/**
 * A group of tests that runs a foreign program. Where one of them is missing the group is skipped visibly on a
 * developer's machine, and fails under CI: there, a skipped check is a check that nobody made.
 */
export function describeWithTool(names: string | readonly string[], title: string, body: () => void): void {
  const missing = [names].flat().filter((name) => !hasTool(name));
  if (missing.length === 0) describe(title, body);
  else if (process.env.CI === undefined) describe.skip(`${title} (skipped: ${missing.join(", ")} not installed)`, body);
  else test(`${title} needs ${missing.join(", ")}`, () => expect(missing).toEqual([]));
}

/** The Python that the system's own packages belong to; another one on the PATH may know nothing of them. */
export const SYSTEM_PYTHON = "/usr/bin/python3";

/** What a test needs that reads metrics with Prometheus' own parser. Where its package is missing, that is named, too. */
export function metricsParser(): readonly string[] {
  if (!hasTool(SYSTEM_PYTHON)) return [SYSTEM_PYTHON];
  const found = Bun.spawnSync([SYSTEM_PYTHON, "-c", "import prometheus_client"], { stderr: "ignore" }).success;
  return found ? [SYSTEM_PYTHON] : [SYSTEM_PYTHON, "the Python package prometheus_client"];
}
