import { runCommand } from "../../src/cli/main.ts";
import { createClock } from "../../src/platform/clock.ts";
import { FakeHost } from "./fake-host.ts";
import type { Installation } from "./installation.ts";

export interface RanHere {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** What went to standard output as bytes. */
  readonly bytes: Uint8Array;
}

/** A command of an installation in this very process: the same code, a tenth of the time. Paths have to be absolute. */
export async function runHere(
  place: Pick<Installation, "env">,
  args: readonly string[],
  {
    env = {},
    answers = [],
  }: { readonly env?: Readonly<Record<string, string | undefined>>; readonly answers?: readonly string[] } = {},
): Promise<RanHere> {
  const host = new FakeHost({ args, env: { ...place.env, ...env }, answers });
  const code = await runCommand(host, createClock().now());
  return { code, out: host.output, err: host.errors, bytes: Buffer.concat(host.bytes) };
}

/** One that has to go through. @throws with everything that it wrote */
export async function doneHere(place: Pick<Installation, "env">, ...args: string[]): Promise<string> {
  const { code, out, err } = await runHere(place, args);
  if (code !== 0) throw new Error(`${args.join(" ")} ended with ${code}\n${out}${err}`);
  return out;
}
