// Cuts the power of a recorded run at many points and starts the program on what is left: `bun test/faults/power-loss.ts
// [--records 400] [--chunk 10] [--checkpoint 10] [--polls 2] [--seed 1] [--kinds 0] [--random 60] [--mixtures 2]
// [--only <step> --keep <directory>]`. `--kinds 40` cuts after one step of each of 40 kinds instead of after every fsync.
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { seeded } from "../support/seeded.ts";
import { TemporaryDirectory } from "../support/temporary.ts";
import { Disk } from "./power-loss/disk.ts";
import { type Fate, writeImage } from "./power-loss/image.ts";
import { judge, type Promised } from "./power-loss/judge.ts";
import type { Step } from "./power-loss/operations.ts";
import { Recording, type RecordingOptions } from "./power-loss/record.ts";

export interface PowerLossOptions {
  readonly seed: number;
  /** Cut after one step of so many kinds, drawn by the seed; null: after every fsync. */
  readonly kinds: number | null;
  /** Further cuts anywhere. */
  readonly random: number;
  /** Images with a mixture of what reached the disk, beside one with all and one with nothing. */
  readonly mixtures: number;
  /** Only the cut after this step. */
  readonly only?: number | undefined;
  /** A directory in which the images stay. */
  readonly keep?: string | undefined;
  /** Syncs that are left out, by their label: as if the program had forgotten them. */
  readonly forgotten?: RegExp | undefined;
}

export interface PowerLossReport {
  readonly steps: number;
  readonly syncs: number;
  readonly cuts: number;
  readonly images: number;
  /** Images that took a second run: what changed during an interrupted first read comes with the next poll. */
  readonly secondRuns: number;
  readonly faults: readonly string[];
}

/** Program starts at a time. */
const AT_ONCE = 2;

/** @throws when the program does not start at all */
export async function powerLoss(recording: Recording, options: PowerLossOptions): Promise<PowerLossReport> {
  using place = new TemporaryDirectory();
  const { tree, env } = recording;
  const steps = recording.steps.filter(({ label }) => options.forgotten?.test(label) !== true);
  const cuts = cutPoints(steps, options);
  const jobs = cuts.flatMap((cut) => fates(options, cut).map((fate) => ({ cut, ...fate })));
  const faults: string[] = [];
  let secondRuns = 0;
  await inParallel(jobs, async ({ cut, name, fate }) => {
    const path = join(options.keep ?? place.path, `${cut}-${name}`);
    mkdirSync(path, { recursive: true });
    const { disk, promised } = replay(steps.slice(0, cut));
    writeImage(disk, fate, path);
    const { faults: found, runs } = await judge({ path, env, promised }, tree);
    if (runs > 1) secondRuns += 1;
    faults.push(...found.map((text) => `cut after step ${cut} (${steps[cut - 1]?.label}), ${name}: ${text}`));
    if (options.keep === undefined) rmSync(path, { recursive: true });
  });
  const syncs = steps.filter(({ operation }) => operation.kind === "sync").length;
  return { steps: steps.length, syncs, cuts: cuts.length, images: jobs.length, secondRuns, faults };
}

/** Numbers of steps after which the power goes. */
function cutPoints(steps: readonly Step[], { seed, random, kinds, only }: PowerLossOptions): number[] {
  if (only !== undefined) return [only];
  const chance = seeded(seed);
  const draw = (count: number) => Math.floor(chance() * count);
  const numbered = steps.map((step, at) => ({ ...step, cut: at + 1 }));
  const chosen = kinds === null ? numbered.filter(({ operation }) => operation.kind === "sync") : [];
  const left = kinds === null ? [] : Object.values(Object.groupBy(numbered, ({ label }) => label));
  while (left.length > 0 && chosen.length < (kinds ?? 0)) {
    const [kind = []] = left.splice(draw(left.length), 1);
    chosen.push(...kind.slice(draw(kind.length)).slice(0, 1));
  }
  const further = Array.from({ length: random }, () => 1 + draw(steps.length));
  return [...new Set([...chosen.map(({ cut }) => cut), ...further])].sort((a, b) => a - b);
}

function fates({ mixtures, seed }: PowerLossOptions, cut: number): { name: string; fate: Fate }[] {
  const mixed = Array.from({ length: mixtures }, (_, at) => ({
    name: `mixture-${at + 1}`,
    fate: { chance: seeded(seed * 1_000_003 + cut * 101 + at) },
  }));
  return [{ name: "everything", fate: "everything" as const }, { name: "nothing", fate: "nothing" as const }, ...mixed];
}

/** The disk after these steps, and every commit that the sync of a branch's directory had made certain. */
function replay(steps: readonly Step[]): { disk: Disk; promised: Promised } {
  const disk = new Disk();
  const promised = { local: [] as string[], remote: [] as string[] };
  for (const { operation, label } of steps) {
    disk.apply(operation);
    const end = /^sync (data\/repository|mirror)\.git\/refs\/heads$/.exec(label)?.[1];
    if (operation.kind !== "sync" || end === undefined) continue;
    const main = disk.names().get(operation.node)?.get("main");
    if (main === undefined) continue;
    const { synced, size } = disk.file(main);
    promised[end === "mirror" ? "remote" : "local"].push(synced.toString("latin1", 0, size).trim());
  }
  return { disk, promised };
}

async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const rest = items.values();
  const lane = async () => {
    for (const item of rest) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

function optionsFrom(words: readonly string[]): { recording: RecordingOptions; campaign: PowerLossOptions } {
  const text = { type: "string" } as const;
  const sizes = { records: text, chunk: text, checkpoint: text, polls: text };
  const cuts = { seed: text, kinds: text, random: text, mixtures: text, only: text, keep: text };
  const { values } = parseArgs({ args: [...words], options: { ...sizes, ...cuts } });
  const { records = 400, chunk = 10, checkpoint = 10, polls = 2 } = values;
  const { seed = 1, kinds = 0, random = 60, mixtures = 2, only, keep } = values;
  return {
    recording: { records: +records, chunk: +chunk, checkpoint: +checkpoint, polls: +polls },
    campaign: {
      seed: +seed,
      kinds: +kinds === 0 ? null : +kinds,
      random: +random,
      mixtures: +mixtures,
      only: only === undefined ? undefined : +only,
      keep,
    },
  };
}

if (import.meta.main) {
  const started = performance.now();
  const { recording: sizes, campaign } = optionsFrom(Bun.argv.slice(2));
  await using recording = await Recording.make(sizes);
  const { faults, ...figures } = await powerLoss(recording, campaign);
  console.log({ ...figures, faults: faults.length, seconds: Math.round((performance.now() - started) / 1000) });
  for (const fault of faults) console.log(`FAULT ${fault}`);
  console.log(faults.length === 0 ? "all is well" : "NOT well");
  process.exitCode = faults.length === 0 ? 0 : 1;
}
