import { World } from "../support/world.ts";
import { CompanyLife } from "./growth/company-life.ts";
import { HELP, parseGrowthOptions } from "./growth/options.ts";
import { type Sizes, sizesOf } from "./growth/sizes.ts";
import { readOptions } from "./read-options.ts";
import { markdownTable } from "./report/markdown.ts";

/** `bun run bench:growth`: what a company of usual size leaves on the disk in a month, and what retention gives back of it. */
const options = readOptions(parseGrowthOptions, HELP);
const DAY_MS = 86_400_000;
const MONTH_DAYS = 30;

const { records, days, edits, busyPolls } = options;
console.error(`making a company of ${records} records and reading it …`);
await using world = await World.open({ records });
let kept: number | null = null;
const life = new CompanyLife(world, { edits, busyPolls }, () => ({ runs: kept, changes: kept, promotions: kept }));
await life.begin();
const before = sizesOf(world);
for (let day = 1; day <= days; day++) {
  await life.day();
  console.error(`day ${day} of ${days}`);
}
const after = sizesOf(world);
kept = options.keep * DAY_MS;
world.pass(DAY_MS / 4);
life.forget();
const forgotten = sizesOf(world);
world.staging.rewrite();
const packed = sizesOf(world);

const month = (pick: keyof Sizes) => ((after[pick] - before[pick]) / days) * MONTH_DAYS;
const mb = (bytes: number) => (bytes / 1_000_000).toFixed(1);
const row = (name: string, pick: keyof Sizes, show: (value: number) => string) => [
  name,
  show(before[pick]),
  show(month(pick)),
  show(forgotten[pick]),
];
const whole = (value: number) => value.toFixed(0);
console.log(
  markdownTable(
    ["", "after the first read", "a month more", `after all but ${options.keep} of ${days} days are forgotten`],
    [
      row("staging, MB", "staging", mb),
      row("of it free, MB", "stagingFree", mb),
      row("local repository, MB", "repository", mb),
      row("remote on this disk, MB", "remote", mb),
      row("packs", "packs", whole),
      row("lines of the log", "logLines", whole),
      row("lines of the change log", "changes", whole),
      row("runs", "runs", whole),
    ],
  ),
);
world.git("gc", "--quiet", "--prune=now");
console.log(
  `\nlocal repository after git gc: ${mb(sizesOf(world).repository)} MB; staging written anew: ${mb(packed.staging)} MB. Polls that were not run but written down: ${life.notRun}.`,
);
