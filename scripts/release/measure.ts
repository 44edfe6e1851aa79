import { hostTarget, type Target } from "../../src/app/release/contents.ts";
import { currentMachine } from "../../src/platform/machine.ts";

const STARTS = 5;

/** A row of the table that a release prints. */
export interface Measured {
  readonly target: Target;
  readonly bytes: number;
  /** Of a .tar.xz; null: not measured. */
  readonly packed: number | null;
  /** ms until `tidemark version` has answered; null where the program does not run. */
  readonly start: number | null;
  readonly baseline: true | null;
}

/** How large the program is in a .tar.xz; null without tar and xz. */
export async function packedSize(path: string): Promise<number | null> {
  if (Bun.which("tar") === null || Bun.which("xz") === null) return null;
  const tar = Bun.spawn(["tar", "-cf", "-", "--owner=0", "--group=0", "--mtime=@0", path], { stderr: "ignore" });
  const xz = Bun.spawn(["xz", "-6", "-T1"], { stdin: tar.stdout });
  let size = 0;
  for await (const piece of xz.stdout) size += piece.length;
  if ((await tar.exited) !== 0 || (await xz.exited) !== 0) throw new Error(`tar and xz failed on ${path}`);
  return size;
}

/**
 * The median of some starts, in ms; null for another kind of machine.
 * @throws Error when it runs here and does not say that it is this version, commit and target
 */
export function startTime(path: string, expected: Readonly<Record<string, unknown>>): number | null {
  if (hostTarget(currentMachine()) !== expected.target) return null;
  const times = Array.from({ length: STARTS }, () => {
    const started = performance.now();
    const { stdout } = Bun.spawnSync([path, "version", "--json"], { cwd: "/", env: {} });
    const took = performance.now() - started;
    const said = JSON.parse(stdout.toString() || "{}");
    for (const [name, value] of Object.entries(expected)) {
      if (!Bun.deepEquals(said[name], value)) throw new Error(`${path} says ${name} ${said[name]}, and it is ${value}`);
    }
    return took;
  });
  return times.toSorted((a, b) => a - b)[Math.floor(STARTS / 2)] ?? null;
}

/** One line a program: sizes in MB (millions of bytes), the start in ms. */
export function measuredTable(rows: readonly Measured[]): string {
  const megabytes = (bytes: number | null) => (bytes === null ? "–" : (bytes / 1e6).toFixed(1));
  const lines = rows.map(({ target, bytes, packed, start, baseline }) => [
    target,
    megabytes(bytes),
    megabytes(packed),
    start === null ? "not here" : start.toFixed(0),
    baseline === null ? "" : "no AVX2 needed",
  ]);
  const table = [["target", "MB", ".tar.xz", "start ms", ""], ...lines];
  const widths = table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? [];
  return table
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
