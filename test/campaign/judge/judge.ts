import type { Oid, TableName } from "../../../src/domain/ids.ts";
import type { PageWrite, PreparedCommit, SeedData } from "../../../src/domain/ports/staging.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { RunOutcome } from "../world/run.ts";
import type { World } from "../world/world.ts";
import type { Caches, Held } from "./caches.ts";
import { isExpected, type Reason } from "./codes.ts";
import { mirrored, truth } from "./contents.ts";
import { judgeCommit, newCommits } from "./history.ts";
import type { Ledger, Level } from "./ledger.ts";
import { markerFile, miscounted } from "./markers.ts";
import { PageWatch } from "./pages.ts";
import { Promotions } from "./promotions.ts";
import { replayDifferences } from "./replay.ts";
import { RepositoryReader } from "./repository.ts";
import { causeOf, tell } from "./tell.ts";

/** Something that must not be. `rule` groups them. */
export interface Violation {
  readonly rule: string;
  readonly text: string;
}

/** What the share of `max_delete` comes to in the largest of these tables. */
const MOST_BY_SHARE = 5;

/** Looks at the mirror after each run, and says what is wrong with it. */
export class Judge {
  readonly violations: Violation[] = [];
  readonly promotions: Promotions;
  readonly #world: World;
  readonly #ledger: Ledger;
  readonly #tables: readonly TableName[];
  readonly #caches: Caches;
  readonly #pages: PageWatch;
  /** Packs by commit, as the journal names them. */
  readonly #packs = new Map<Oid, Oid>();
  readonly #ours = new Set<Oid>();
  readonly #judged = new Set<Oid>();
  #remote: RepositoryReader | null = null;
  #local: { readonly path: string; readonly reader: RepositoryReader } | null = null;
  #localMain: Oid | null = null;
  #remoteMain: Oid | null = null;
  /** The newest commit that the journal calls done: no power cut takes it back. */
  #finished: Oid | null = null;
  #pushed: Oid | null = null;
  /** The commit that staging was filled from. */
  #base: Oid | null = null;

  constructor(
    world: World,
    ledger: Ledger,
    { scenario, caches }: { readonly scenario: Scenario; readonly caches: Caches },
  ) {
    this.#world = world;
    this.#ledger = ledger;
    this.#tables = scenario.tables;
    this.#pages = new PageWatch(Math.max(scenario.deleteCount, MOST_BY_SHARE));
    this.#caches = caches;
    this.promotions = new Promotions({
      world,
      caches,
      local: () => this.local,
      remote: () => this.remote,
      isIgnoring: (scenario.quirks.ignoredImportFields ?? []).length > 0,
      say: (rule, text) => this.say(rule, text),
    });
  }

  get main(): Oid | null {
    return this.#remoteMain;
  }

  /** A first read was cut off. */
  get isUnfinished(): boolean {
    return this.#pages.unfinished.size > 0;
  }

  /** Records could not be read. */
  get isSetAside(): boolean {
    return this.#setAside().size > 0;
  }

  close(): void {
    this.#remote?.close();
    this.#local?.reader.close();
  }

  /** A run begins. */
  before(allowDeletes: number): void {
    this.#pages.begin(allowDeletes);
  }

  /** A transaction of staging went through. */
  written(method: string, args: readonly unknown[]): void {
    this.promotions.written(method, args);
    if (method === "applyPage") for (const text of this.#pages.see(args[0] as PageWrite)) this.say("pages", text);
    if (method === "noteClock") this.#ledger.sampled();
    if (method === "prepareCommit") {
      const { commit, pack } = args[0] as PreparedCommit;
      this.#packs.set(commit, pack);
      this.#ours.add(commit);
    }
    if (method === "seed") this.#base = (args[0] as SeedData).head;
    if (method === "finishCommit") {
      this.#finished = args[0] as Oid;
      this.#try("history", () => this.#judgeLocal());
    }
    if (method === "seed") this.#finished = this.#base;
    if (method === "markPushed") this.#pushed = args[0] as Oid;
  }

  /** Both ends may be back where the journal left them. */
  powerLost(): void {
    this.#localMain = this.#finished;
    this.#remoteMain = this.#pushed;
  }

  /** Staging is gone, and its change log with it. */
  forgetStaging(): void {
    this.#base = null;
    this.#pages.forget();
    this.promotions.forgetStaging();
  }

  /** After a run, whatever became of it. @param reasons what may explain that it failed */
  after({ results, between, promotions, start, died }: RunOutcome, reasons: ReadonlySet<Reason>): void {
    const errors = [...results, ...between].map((result) => result.error);
    for (const error of [start, promotions?.error ?? null, ...errors]) {
      if (error === null || isExpected(error.code, reasons)) continue;
      this.say("error", `${error.code}: ${error.message}${causeOf(error)}`);
    }
    this.#try("history", () => this.#judgeLocal());
    this.#try("history", () => this.#judgeRemote());
    this.promotions.look(reasons);
    const last = results.at(-1);
    if (died !== null || last === undefined || errors.some((error) => error !== null)) return;
    // What a turn of promotions merged goes to the remote behind it, and when that fails with the next run.
    const isPromoted = promotions !== null && (promotions.reports.length > 0 || promotions.error !== null);
    const isBehind = isPromoted && reasons.size > 0;
    if (this.#localMain !== this.#remoteMain && !isBehind) {
      this.say(
        "ends",
        `after a run that went through local main is ${this.#localMain}, the remote's ${this.#remoteMain}`,
      );
    }
    // A sweep leaves the markers, and what the clocks did to them, to the next poll.
    if (!this.#ledger.disturbed && last.summary.kind !== "sweep") this.#try("marker", () => this.#judgeMarkers());
  }

  /** What is not as MoneyWorks holds it, and is not allowed to wait for more than a run of this kind. */
  converged(level: Level | "all", allowed: (debt: Level) => boolean): void {
    this.#try("convergence", () => {
      const aside = level === "all" ? new Set() : this.#setAside();
      for (const { text, numbers } of this.#differences()) {
        const excused = numbers.some((number) => {
          if (aside.has(number)) return true;
          const debt = this.#ledger.debt(number);
          return debt !== null && allowed(debt);
        });
        if (!excused) this.say("convergence", `after ${level === "all" ? "everything" : `a ${level}`}: ${text}`);
      }
    });
  }

  /** All that both ends hold can be read and has the right hash. */
  walk(): void {
    const head = this.#remoteMain;
    if (head === null) return;
    this.#try("objects", () => this.remote.walk(head));
    this.#try("objects", () => this.local.walk(head));
  }

  /** What only holds at the end: the change log tells how main came to be, and the marker file counts its records. */
  complete(): void {
    const head = this.#remoteMain;
    const staging = this.#world.appliance?.ports.staging;
    if (head === null || staging === undefined) return;
    this.#try("change log", () => {
      const replay = { staging, reader: this.local, caches: this.#caches, base: this.#base, head };
      for (const text of replayDifferences(replay)) this.say("change log", text);
    });
    this.#try("marker", () => this.#judgeCounts(head));
    this.#try("outcome", () => this.promotions.complete());
  }

  say(rule: string, text: string): void {
    if (this.violations.length < 20) this.violations.push({ rule, text: text.replaceAll(this.#world.path, "") });
  }

  get remote(): RepositoryReader {
    this.#remote ??= new RepositoryReader(this.#world.remotePath, this.#caches);
    return this.#remote;
  }

  get local(): RepositoryReader {
    const path = this.#world.repository;
    if (this.#local?.path !== path) {
      this.#local?.reader.close();
      this.#local = { path, reader: new RepositoryReader(path, this.#caches) };
      this.#localMain = null;
      this.#finished = null;
    }
    return this.#local.reader;
  }

  #judgeLocal(): void {
    const { local } = this;
    const head = local.main();
    const known = this.#localMain;
    this.#localMain = head;
    for (const commit of newCommits(local, head, known)) this.#judgeOnce(local, commit.oid);
  }

  #judgeRemote(): void {
    const { remote } = this;
    const head = remote.main();
    if (head === null && this.#remoteMain !== null) this.say("history", "the remote's main is gone");
    const known = this.#remoteMain;
    this.#remoteMain = head;
    for (const { oid } of newCommits(remote, head, known)) {
      if (!this.#ours.has(oid)) this.say("history", `the remote has ${oid}, which no process made`);
    }
  }

  #judgeOnce(reader: RepositoryReader, oid: Oid): void {
    if (this.#judged.has(oid)) return;
    this.#judged.add(oid);
    const checksum = this.#packs.get(oid);
    const pack = checksum === undefined ? null : reader.packed(checksum);
    const commit = reader.commit(oid);
    for (const text of judgeCommit(reader, commit, pack)) this.say("history", text);
    if (commit.parents.length < 2) return;
    this.#try("merge", () => {
      for (const text of this.promotions.merged(reader, commit)) this.say("merge", text);
    });
  }

  #differences(): { text: string; numbers: string[] }[] {
    const expected = truth(this.#world.simulator, this.#tables, this.#caches);
    const found = this.#mirrored();
    const names = new Set([...expected.keys(), ...found.keys()]);
    return [...names].flatMap((name) => {
      const [wanted, is] = [expected.get(name), found.get(name)];
      if (wanted?.text === is?.text) return [];
      return [{ text: tell(name, wanted, is), numbers: [wanted, is].flatMap((held) => held?.number ?? []) }];
    });
  }

  /** Everything stamped before its table's marker is there as it is, unless it changed in a way that polls cannot see. */
  #judgeMarkers(): void {
    const head = this.#remoteMain;
    if (head === null) return;
    const files = this.remote.files(this.remote.commit(head).tree);
    const { tables } = markerFile(this.remote, files);
    const aside = this.#setAside();
    const found = mirrored(this.remote, files, this.#caches);
    for (const [name, wanted] of truth(this.#world.simulator, this.#tables, this.#caches)) {
      const time: string | null = tables[name.slice(0, name.indexOf("/"))]?.marker ?? null;
      if (time === null || wanted.stamp >= time || found.get(name)?.text === wanted.text) continue;
      if (this.#ledger.debt(wanted.number) !== null || aside.has(wanted.number)) continue;
      this.say("marker", `marker ${time}, but of ${wanted.stamp}: ${tell(name, wanted, found.get(name))}`);
    }
  }

  #judgeCounts(head: Oid): void {
    const file = markerFile(this.remote, this.remote.files(this.remote.commit(head).tree));
    const count = (table: TableName) => this.#world.simulator.rows(table).length;
    for (const text of miscounted(file, this.#tables, count)) this.say("marker", text);
  }

  /** Records that could not be read, by number: only a full sync tries them again. */
  #setAside(): Set<string> {
    const all = this.#world.appliance?.ports.staging.quarantined() ?? [];
    return new Set(all.map(({ table, seq }) => `${table}/${seq}`));
  }

  #mirrored(): Map<string, Held> {
    const head = this.#remoteMain;
    return head === null
      ? new Map()
      : mirrored(this.remote, this.remote.files(this.remote.commit(head).tree), this.#caches);
  }

  #try(rule: string, look: () => void): void {
    try {
      look();
    } catch (error) {
      this.say(
        rule,
        error instanceof Error
          ? `${error.message} (${(error.stack ?? "").split("\n").slice(1, 3).join(" ").trim()})`
          : String(error),
      );
    }
  }
}
