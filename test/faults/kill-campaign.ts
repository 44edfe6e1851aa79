// Kills a backfill again and again: `bun test/faults/kill-campaign.ts [--records 50000] [--kills 20] [--seed 1]
// [--checkpoint 5000] [--chunk 100] [--remote directory|http]`.
import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { gitResult } from "../support/git-command.ts";
import { GitServer } from "../support/git-server.ts";
import { fsck, Installation } from "../support/installation.ts";
import { treeOf } from "../support/mirror-files.ts";
import { jsonLines } from "../support/program.ts";
import { seeded } from "../support/seeded.ts";
import { SimulatorProcess } from "../support/simulator-process.ts";
import { TemporaryDirectory } from "../support/temporary.ts";
import { PageMeter } from "./kill-page-meter.ts";

interface CampaignOptions {
  readonly records: number;
  readonly kills: number;
  readonly seed: number;
  readonly checkpoint: number;
  readonly chunk: number;
  readonly remote: "directory" | "http";
  /** A kill falls up to so many ms after the page that it waits for, so that commits and pushes are hit too. */
  readonly jitterMs: number;
}

interface Kill {
  /** Pages of the document that had been sent when it fell. */
  readonly pages: number;
  /** Records that the next process read although an earlier one had been sent them. */
  readonly again: number;
  /** Commits on main, here and at the remote. */
  readonly commits: number;
  readonly pushed: number;
  /** Records that had been sent and were on no commit yet. */
  readonly waiting: number;
}

interface CampaignReport {
  readonly records: number;
  readonly kills: readonly Kill[];
  /** Root tree of an uninterrupted run, of the interrupted ones, and of the latter at the remote. */
  readonly trees: { readonly reference: string; readonly local: string; readonly remote: string };
  /** Of the uninterrupted run, and of all interrupted ones together with their restarts. */
  readonly ms: { readonly reference: number; readonly interrupted: number };
  /** What was not as it must be after a kill or at the end; empty when all was well. */
  readonly faults: readonly string[];
}

/** Runs the campaign on a document whose clock stands still, so that equal mirrors have equal trees. */
export async function killCampaign(options: CampaignOptions): Promise<CampaignReport> {
  const { records, chunk } = options;
  await using simulator = await SimulatorProcess.start({ records, args: ["--freeze"] });
  using meter = new PageMeter(simulator.url, chunk);
  using remotes = new Remotes(options.remote);
  const install = (name: string) => {
    const env = { TIDEMARK_CHUNK: String(chunk), TIDEMARK_CHECKPOINT: String(options.checkpoint) };
    return new Installation({ moneyworks: meter.through(simulator.url), ...remotes.make(name), env });
  };
  using whole = install("whole.git");
  const reference = await timed(() => whole.sync("--json"));
  const pages = meter.pages;
  const tree = treeOf(whole.repository);
  meter.clear();
  using broken = install("broken.git");
  const war = new War(options, { broken, meter, repository: remotes.directory("broken.git", broken) });
  const interrupted = await timed(() => war.wage(pages));
  const trees = { reference: tree, local: treeOf(broken.repository), remote: treeOf(war.remote) };
  return { records: meter.fresh, kills: war.kills, trees, ms: { reference, interrupted }, faults: war.faults };
}

interface Field {
  readonly broken: Installation;
  readonly meter: PageMeter;
  /** The remote's directory. */
  readonly repository: string;
}

class War {
  readonly kills: Kill[] = [];
  readonly faults: string[] = [];
  readonly remote: string;
  readonly #options: CampaignOptions;
  readonly #field: Field;

  constructor(options: CampaignOptions, field: Field) {
    this.#options = options;
    this.#field = field;
    this.remote = field.repository;
  }

  /** Kills at moments spread over a backfill of so many pages, then lets it end. */
  async wage(pages: number): Promise<void> {
    const chance = seeded(this.#options.seed);
    const moments = Array.from({ length: this.#options.kills }, () => Math.ceil(chance() * 0.85 * pages));
    for (const moment of moments.toSorted((a, b) => a - b)) await this.#kill(moment, chance() * this.#options.jitterMs);
    const before = this.#field.meter.again;
    const { out } = await this.#field.broken.sync("--json");
    this.#readAgain(this.#field.meter.again - before);
    const outcome = jsonLines(out).at(-1)?.outcome;
    if (outcome !== "ok") this.#fault(`the last run ended ${outcome}`);
    this.#inspect();
  }

  async #kill(moment: number, delay: number): Promise<void> {
    const { broken, meter } = this.#field;
    const before = meter.again;
    await using program = broken.start(["sync", "--json"]);
    const ended = program.finished;
    await Promise.race([meter.reached(moment), ended]);
    await Promise.race([Bun.sleep(delay), ended]);
    program.kill("SIGKILL");
    const { signal, err } = await ended;
    if (signal !== "SIGKILL") this.#fault(`a run ended by itself: ${err}`);
    this.#readAgain(meter.again - before);
    const waiting = meter.fresh - recordsOn(broken.repository);
    // A page makes the checkpoint more than full, one waits to be staged, one is on its way.
    const most = this.#options.checkpoint + 3 * this.#options.chunk;
    if (waiting > most) this.#fault(`${waiting} records wait for a commit; at most ${most} may`);
    this.kills.push({ pages: meter.pages, again: 0, ...this.#inspect(), waiting });
  }

  /** What a process reads again is what the kill before it cost. */
  #readAgain(again: number): void {
    const last = this.kills.pop();
    if (last !== undefined) this.kills.push({ ...last, again });
    const most = this.#options.checkpoint + this.#options.chunk;
    if (again > most) this.#fault(`${again} records were read again; at most ${most} may be`);
  }

  /** Both repositories are sound at any moment, and the remote holds nothing that is not here. */
  #inspect(): { commits: number; pushed: number } {
    const { repository: local } = this.#field.broken;
    const here = commitsOf(local);
    const there = commitsOf(this.remote);
    for (const repository of [local, this.remote]) {
      const complaint = isRepository(repository) ? fsck(repository) : "";
      if (complaint !== "") this.#fault(`${repository}: ${complaint}`);
    }
    if (there.some((commit, at) => here[at] !== commit)) this.#fault("the remote is not behind the local main");
    return { commits: here.length, pushed: there.length };
  }

  #fault(text: string): void {
    this.faults.push(`after kill ${this.kills.length}: ${text}`);
  }
}

/** Commits on main, oldest first; none where there is no repository yet. */
function commitsOf(repository: string): string[] {
  if (!isRepository(repository)) return [];
  const { code, output } = gitResult(repository, ["rev-list", "--reverse", "main", "--"]);
  return code === 0 ? output.trimEnd().split("\n") : [];
}

/** Files on main, without what the mirror says about itself. */
function recordsOn(repository: string): number {
  if (!isRepository(repository)) return 0;
  const { code, output } = gitResult(repository, ["ls-tree", "-r", "--name-only", "main"]);
  return code === 0 ? output.split("\n").filter((path) => path !== "" && !path.startsWith(".tidemark/")).length : 0;
}

function isRepository(path: string): boolean {
  return existsSync(`${path}/HEAD`);
}

/** Where the mirrors are pushed to. */
class Remotes implements Disposable {
  readonly #place = new TemporaryDirectory();
  readonly #server: GitServer | null;

  constructor(kind: CampaignOptions["remote"]) {
    this.#server = kind === "http" ? new GitServer({ root: this.#place.path, token: "campaign" }) : null;
  }

  make(name: string): { remote: string; token: string } | object {
    if (this.#server === null) return {};
    this.#server.create(name);
    return { remote: this.#server.url(name), token: "campaign" };
  }

  directory(name: string, installation: Installation): string {
    return this.#server === null ? installation.remote : `${this.#place.path}/${name}`;
  }

  [Symbol.dispose](): void {
    this.#server?.[Symbol.dispose]();
    this.#place[Symbol.dispose]();
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return Math.round(performance.now() - started);
}

function optionsFrom(words: readonly string[]): CampaignOptions {
  const text = { type: "string" } as const;
  const options = { records: text, kills: text, seed: text, checkpoint: text, chunk: text, remote: text, jitter: text };
  const { values } = parseArgs({ args: [...words], options });
  return {
    records: Number(values.records ?? 50_000),
    kills: Number(values.kills ?? 20),
    seed: Number(values.seed ?? 1),
    checkpoint: Number(values.checkpoint ?? 5000),
    chunk: Number(values.chunk ?? 100),
    remote: values.remote === "http" ? "http" : "directory",
    jitterMs: Number(values.jitter ?? 200),
  };
}

if (import.meta.main) {
  const report = await killCampaign(optionsFrom(Bun.argv.slice(2)));
  const { reference, local, remote } = report.trees;
  console.table(report.kills);
  console.log(`${report.records} records, ${report.kills.length} kills, ms ${JSON.stringify(report.ms)}`);
  console.log(`trees: reference ${reference}, local ${local}, remote ${remote}`);
  for (const fault of report.faults) console.log(`FAULT ${fault}`);
  const sound = report.faults.length === 0 && local === reference && remote === reference;
  console.log(sound ? "all is well" : "NOT well");
  process.exit(sound ? 0 : 1);
}
