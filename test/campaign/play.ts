import { existsSync } from "node:fs";
import type { RecordedKind, RunKind } from "../../src/domain/run.ts";
import { gitResult } from "../support/git-command.ts";
import { Authors } from "./authors/authors.ts";
import { Chronicle } from "./chronicle.ts";
import { Happenings } from "./happenings.ts";
import type { Caches } from "./judge/caches.ts";
import { type Reason, reasonsOf } from "./judge/codes.ts";
import { Judge, type Violation } from "./judge/judge.ts";
import { Ledger } from "./judge/ledger.ts";
import type { Companies } from "./scenario/companies.ts";
import type { Scenario, Step, Trouble, WorldEvent } from "./scenario/scenario.ts";
import { Trace } from "./trace.ts";
import type { SentImport } from "./world/http.ts";
import type { Workplace } from "./world/place.ts";
import type { Counts } from "./world/points.ts";
import type { RunOrder, RunOutcome } from "./world/run.ts";
import { World } from "./world/world.ts";

/** What one seed came to. */
export interface Outcome {
  readonly violations: readonly Violation[];
  readonly trace: Trace;
  /** The remote's main at the end. */
  readonly main: string | null;
  readonly counts: { readonly [kind in "runs" | "faults" | "points" | "passed" | "brought" | "promotions"]: Counts };
  readonly requests: number;
}

export interface Stage {
  readonly workplace: Workplace;
  readonly companies: Companies;
  readonly caches: Caches;
}

/** Plays a scenario to its end, heals everything, and says what is wrong then. */
export async function play(scenario: Scenario, stage: Stage, { fsck } = { fsck: false }): Promise<Outcome> {
  const path = stage.workplace.open();
  const player = new Player(scenario, { ...stage, path });
  try {
    const outcome = await player.play();
    if (fsck) player.fsck();
    return outcome;
  } finally {
    player.close();
    stage.workplace.clear(path);
    stage.caches.trim();
  }
}

type RunStep = Extract<Step, { kind: "run" }>;

type HostEvent = Exclude<Step, RunStep | WorldEvent>;

function isOfHost(step: Exclude<Step, RunStep>): step is HostEvent {
  return HOST_EVENTS.has(step.kind);
}

const HOST_EVENTS: ReadonlySet<string> = new Set<HostEvent["kind"]>([
  "restart",
  "reboot",
  "power loss",
  "lose staging",
  "fresh directory",
]);

class Player {
  readonly #scenario: Scenario;
  readonly #world: World;
  readonly #judge: Judge;
  readonly #ledger: Ledger;
  readonly #authors: Authors;
  readonly #chronicle: Chronicle;
  #trace = new Trace(() => 0);
  /** What happens at which request of the run under way. */
  #during: readonly Extract<Trouble, { on: "request" }>[] = [];
  readonly #happenings: Happenings;

  constructor(scenario: Scenario, { companies, caches, path }: Stage & { readonly path: string }) {
    this.#scenario = scenario;
    const trace = (now: () => number) => {
      this.#trace = new Trace(now);
      return this.#trace;
    };
    this.#world = new World(
      scenario,
      { path, snapshot: companies.at(scenario.company), trace },
      {
        onRequest: (number, command) => this.#atRequest(number, command),
        onWritten: (method, args) => this.#judge.written(method, args),
        onSending: () => this.#judge.promotions.sending(),
        onImporting: () => this.#importing(),
        onImported: (sent) => this.#imported(sent),
      },
    );
    this.#chronicle = new Chronicle(this.#trace);
    this.#ledger = new Ledger(this.#world.simulator, scenario.tables, scenario.overlapSeconds);
    this.#judge = new Judge(this.#world, this.#ledger, { scenario, caches });
    const world = this.#world;
    this.#authors = new Authors({
      remotePath: world.remotePath,
      simulator: world.simulator,
      caches,
      now: () => Math.floor(world.simulator.controls.clock.state().utc / 1000),
      onPushed: (ref) => world.pushed(ref),
    });
    this.#happenings = new Happenings({
      world,
      authors: this.#authors,
      onAuthored: (authored) => {
        this.#chronicle.committed();
        this.#judge.promotions.authored(authored);
      },
      onChanged: (numbers) => this.#judge.promotions.changed(numbers),
      ledger: this.#ledger,
      trace: this.#trace,
      overlapSeconds: scenario.overlapSeconds,
    });
  }

  close(): void {
    this.#authors.close();
    this.#judge.close();
    this.#world.end();
  }

  async play(): Promise<Outcome> {
    for (const step of this.#scenario.steps) await this.#step(step);
    await this.#heal();
    this.#trace.add(`main ${this.#judge.main}`);
    const { points, requests } = this.#world;
    const { runs, faults, brought, promotions } = this.#chronicle;
    return {
      violations: this.#judge.violations,
      trace: this.#trace,
      main: this.#judge.main,
      counts: { runs, faults, points: points.died, passed: points.passed, brought, promotions },
      requests,
    };
  }

  /** What the real git says of both ends. */
  fsck(): void {
    for (const repository of [this.#world.repository, this.#world.remotePath]) {
      if (!existsSync(repository)) continue;
      const { code, errors, output } = gitResult(repository, ["fsck", "--strict", "--no-dangling", "--no-progress"]);
      const said = `${output}${errors}`.split("\n").filter((line) => line !== "" && !line.startsWith("notice: "));
      if (code !== 0 || said.length > 0) this.#judge.say("fsck", `git fsck: ${code} ${said.join("; ")}`);
    }
  }

  async #step(step: Step): Promise<void> {
    const world = this.#world;
    if (step.kind === "run") return this.#run(step);
    if (!isOfHost(step)) return this.#happenings.happen(step);
    this.#trace.add(step.kind);
    if (step.kind === "restart") world.end();
    if (step.kind === "reboot") this.#reboot();
    if (step.kind === "power loss") this.#losePower();
    if (step.kind === "lose staging") await world.loseStaging();
    if (step.kind === "fresh directory") await world.freshDirectory();
    if (step.kind === "lose staging" || step.kind === "fresh directory") this.#judge.forgetStaging();
  }

  #reboot(): void {
    this.#world.end();
    this.#world.clock.reboot();
    this.#ledger.disturb("reboot");
  }

  #losePower(): void {
    this.#world.losePower();
    this.#judge.powerLost();
    this.#reboot();
  }

  async #run({ run, allowDeletes, yields, tick, troubles }: RunStep): Promise<void> {
    const world = this.#world;
    const words = `${run}${allowDeletes > 0 ? " with deletes" : ""}${yields > 0 ? ` yielding ${yields}` : ""}`;
    this.#trace.add(`${words} ${JSON.stringify(troubles)}`);
    for (const trouble of troubles) this.#arm(trouble);
    this.#during = troubles.filter((trouble) => trouble.on === "request");
    world.tick = tick;
    this.#judge.before(allowDeletes);
    const waiting: readonly Reason[] = this.#judge.promotions.isWaiting ? ["sent"] : [];
    const outcome = await this.#go({ run, allowDeletes, yields, follow: "promotions and sweep" });
    this.#during = [];
    const power = troubles.some((trouble) => trouble.on === "crash" && trouble.power);
    if (outcome.died !== null && power) {
      this.#trace.add("and the power fails");
      this.#losePower();
    }
    world.calm();
    const { standing } = this.#happenings;
    for (const reason of reasonsOf(troubles)) if (reason === "past") standing.add(reason);
    this.#judge.after(outcome, new Set([...standing, ...waiting, ...reasonsOf(troubles)]));
  }

  async #go(order: RunOrder): Promise<RunOutcome> {
    // One that goes on with a first read passes what the first attempt has read.
    const isWhole = !this.#judge.isUnfinished;
    this.#ledger.runBegins();
    const outcome = await this.#world.run(order);
    this.#happenings.next();
    this.#chronicle.tell(outcome);
    if (outcome.promotions !== null) this.#judge.promotions.turned(outcome.promotions);
    for (const { summary, error } of outcome.results) {
      const isOver = error === null && summary.outcome !== "yielded";
      if (isOver && isWhole && isReading(summary.kind)) this.#ledger.settle(summary.kind);
    }
    return outcome;
  }

  #imported(sent: SentImport): void {
    this.#ledger.look();
    this.#judge.promotions.imported(sent);
  }

  #arm(trouble: Trouble): void {
    this.#world.trouble(trouble);
    this.#chronicle.planned(trouble);
  }

  #importing(): void {
    this.#happenings.next();
    this.#judge.promotions.importing();
  }

  #atRequest(number: number, command: string): void {
    this.#happenings.next();
    for (const { at, event } of this.#during) {
      if (at !== number) continue;
      if (event.kind === "cancel") this.#cancel();
      // What is being saved cannot be imported over.
      else if (event.kind === "blink" && command === "import") continue;
      else if (event.kind === "blink") this.#happenings.blink(event);
      else this.#happenings.happen(event);
    }
  }

  #cancel(): void {
    this.#chronicle.cancelled();
    this.#world.cancel();
  }

  /** Everything is well again; now each kind of run has to bring what it is for. */
  async #heal(): Promise<void> {
    const { simulator, clock } = this.#world;
    this.#trace.add("everything heals");
    simulator.controls.clock.drift(1);
    simulator.controls.occupyLogins(0);
    // A disk that failed may have left locks of a living process, which only the next one breaks.
    if (this.#scenario.steps.some(breaksDisk)) this.#world.end();
    await this.#world.heal();
    await clock.sleep(310_000);
    this.#happenings.noteZone();
    this.#world.tick = 5;
    const judge = this.#judge;
    // What changed behind a first read that was cut off falls into the poll after the one that ends it.
    if (judge.isUnfinished || this.#world.appliance === null) await this.#mustRun("poll");
    // Of a record that is set aside nobody can tell what an import made of it, and polls leave it so.
    if (judge.isSetAside) await this.#mustRun("sweep");
    const { promotions } = await this.#mustRun("poll", "promotions");
    // Polls go on behind what was promoted.
    if (promotions !== null && promotions.reports.length > 0) await this.#mustRun("poll");
    judge.converged("poll", (debt) => debt !== "poll");
    await this.#mustRun("sweep");
    judge.converged("sweep", (debt) => debt === "full");
    await this.#mustRun("full");
    judge.converged("all", () => false);
    const main = judge.main;
    await this.#mustRun("poll");
    if (judge.main !== main) judge.say("needless", "a poll with nothing to do made a commit");
    judge.complete();
    judge.walk();
  }

  async #mustRun(run: RunKind, follow: RunOrder["follow"] = "nothing"): Promise<RunOutcome> {
    this.#trace.add(`${run}, all well`);
    this.#judge.before(Number.POSITIVE_INFINITY);
    const outcome = await this.#go({ run, allowDeletes: 100_000, yields: 2, follow });
    this.#judge.after(outcome, new Set());
    const result = outcome.results.find(({ summary }) => summary.outcome !== "yielded");
    if (result !== undefined && result.error === null) this.#chronicle.bring(run, result.summary);
    else {
      const why = `${result?.error?.code ?? outcome.start?.code ?? outcome.died} ${result?.error?.message ?? ""}`;
      this.#judge.say("healing", `${run} does not go through: ${why}`);
    }
    return outcome;
  }
}

function breaksDisk(step: Step): boolean {
  return step.kind === "run" && step.troubles.some((trouble) => trouble.on === "disk" && trouble.call === "remove");
}

function isReading(kind: RecordedKind): kind is RunKind {
  return kind === "poll" || kind === "full" || kind === "sweep";
}
