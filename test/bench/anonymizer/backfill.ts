import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { git, gitResult } from "../../support/git-command.ts";
import { jsonLines, Program } from "../../support/program.ts";
import { differingFiles } from "../../support/same-files.ts";

export interface Backfilling {
  readonly program: readonly string[];
  readonly place: string;
  readonly snapshot: string;
  /** The same company as canonical files. */
  readonly canonical: string;
}

/** Tidemark's first read of an anonymized company, as processes: simulator, sync, check, and git's own look at the result. */
export async function backfill({ program: [program, ...words], place, snapshot, canonical }: Backfilling) {
  const started = performance.now();
  const simulate = [...words, "simulate", "--json", "--port", "0", "--zone", "UTC", "--data", snapshot];
  await using simulator = new Program(simulate, { program });
  const { url } = JSON.parse(await simulator.line(/"listening"/));
  const loaded = (performance.now() - started) / 1000;
  const data = join(place, "backfill");
  mkdirSync(data, { recursive: true });
  const remote = join(data, "mirror.git");
  const env = {
    TIDEMARK_MONEYWORKS_URL: url,
    TIDEMARK_REMOTE_URL: remote,
    TIDEMARK_DATA: join(data, "data"),
    TIDEMARK_TABLES: tablesOf(canonical),
    TIDEMARK_CHUNK: "1000",
  };
  const tell = async (...args: string[]) => {
    await using run = new Program([...words, ...args, "--json"], { program, env });
    return await run.finished;
  };
  const sync = await tell("sync");
  const check = await tell("sync", "--full", "--check");
  const seconds = (performance.now() - started) / 1000;
  const fsck = gitResult(remote, ["fsck", "--strict", "--no-dangling"]);
  const files = differingFiles(remote, canonical);
  const summary = jsonLines(sync.out).at(-1);
  const ok = sync.code === 0 && check.code === 0 && fsck.code === 0 && files.length === 0;
  const commits = sync.code === 0 ? git(remote, ["rev-list", "--count", "main"]) : "no";
  const said = `snapshot served after ${loaded.toFixed(1)} s, read and checked in ${seconds.toFixed(1)} s, ${commits} commits`;
  const faults = ok
    ? ""
    : `; sync ${sync.code} (${summary?.outcome}), check ${check.code}, fsck ${fsck.code}, ${files.length} files differ (${files.slice(0, 3).join(", ")}) ${sync.err.slice(-300)}`;
  return { ok, note: said + faults };
}

function tablesOf(canonical: string): string {
  return [...new Bun.Glob("*").scanSync({ cwd: canonical, onlyFiles: false })]
    .filter((name) => /^[a-z0-9]+$/.test(name))
    .join(",");
}
