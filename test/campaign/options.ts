export interface Options {
  /** Seeds to play, from `from` on. */
  readonly seeds: number;
  readonly from: number;
  /** Processes side by side. */
  readonly jobs: number;
  /** Only this one, with its trace. */
  readonly seed: number | null;
  /** This process plays the share of the seeds that a bigger one gave it, and reports in JSON. */
  readonly worker: { readonly number: number; readonly of: number } | null;
}

export const USAGE = `bun run faults [--seeds N] [--from S] [--jobs J] [--seed S]
  --seeds N   how many to play (default 1000)
  --from S    the first one (default 1)
  --jobs J    processes side by side (default 2)
  --seed S    play only this one, and print its trace`;

/** @throws RangeError for what is no option */
export function parseOptions(args: readonly string[]): Options {
  const values = new Map<string, number>();
  for (let at = 0; at < args.length; at += 2) {
    const [name = "", value = ""] = [args[at], args[at + 1]];
    if (!/^--(seeds|from|jobs|seed|worker|of)$/.test(name) || !/^\d+$/.test(value)) throw new RangeError(USAGE);
    values.set(name.slice(2), Number(value));
  }
  const number = values.get("worker");
  return {
    seeds: values.get("seeds") ?? 1000,
    from: values.get("from") ?? 1,
    jobs: Math.max(1, values.get("jobs") ?? 2),
    seed: values.get("seed") ?? null,
    worker: number === undefined ? null : { number, of: values.get("of") ?? 1 },
  };
}
