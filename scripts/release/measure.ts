import { hostTarget, type Target } from "../../src/app/release/contents.ts";
import { currentMachine } from "../../src/platform/machine.ts";

const STARTS = 5;
/** Most of a program is Bun, whose runtime for Windows is the largest. docs/decisions/0023 has what the rest is. */
export const MOST_BYTES = 116_000_000;
const MOST_WINDOWS_BYTES = 122_000_000;
/** As .tar.xz. */
const MOST_PACKED_BYTES = 46_000_000;

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
  const xz = Bun.spawn(["xz", "-6", "-T0"], { stdin: tar.stdout });
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

/** @throws Error for a program that has grown beyond what a release may weigh */
export function requireSmall({ target, bytes, packed }: Measured): void {
  const most = target.startsWith("windows") ? MOST_WINDOWS_BYTES : MOST_BYTES;
  if (bytes >= most) throw new Error(`${target} has ${bytes} bytes, and the limit is ${most}`);
  if (packed !== null && packed >= MOST_PACKED_BYTES)
    throw new Error(`${target} has ${packed} bytes as .tar.xz, and the limit is ${MOST_PACKED_BYTES}`);
}

/** What `measuredLine` tells, above it. */
export const MEASURED_HEAD = row(["target", "MB", ".tar.xz", "start ms", ""]);

/** One program: sizes in MB (millions of bytes), the start in ms. */
export function measuredLine({ target, bytes, packed, start, baseline }: Measured): string {
  const megabytes = (size: number | null) => (size === null ? "–" : (size / 1e6).toFixed(1));
  const started = start === null ? "not here" : start.toFixed(0);
  return row([target, megabytes(bytes), megabytes(packed), started, baseline === null ? "" : "no AVX2 needed"]);
}

function row([target = "", ...rest]: readonly string[]): string {
  return `${target.padEnd(18)}${rest.map((cell) => cell.padEnd(10)).join("")}`.trimEnd();
}
