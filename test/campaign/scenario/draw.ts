import type { TableName } from "../../../src/domain/ids.ts";
import type { RunKind } from "../../../src/domain/run.ts";
import type { Quirks } from "../../../src/simulator/options.ts";
import { Chance } from "../chance.ts";
import { ACTS, CHANGED_TABLES, type Change } from "./changes.ts";
import { type CommitEvent, drawCommit } from "./commits.ts";
import { COMPANIES, TRADING } from "./companies.ts";
import { CRASH_POINTS } from "./crash-points.ts";
import { drawTrouble } from "./draw-trouble.ts";
import { recipeFor } from "./recipes.ts";
import type { RunEvent, Scenario, Step, Trouble, WorldEvent } from "./scenario.ts";

const HOUR = 3_600_000;
/** Of scenarios in which people commit edits. */
const WRITING_SHARE = 0.25;
/** Points of one kind stand together: a few seeds meet some of every kind. Prime, and no divisor of their number. */
const STRIDE = 97;
/** An afternoon in March, and the hours before summer time ends and begins in New Zealand. */
const STARTS = [
  Date.UTC(2026, 2, 10, 20),
  Date.UTC(2026, 2, 10, 20),
  Date.UTC(2026, 3, 4, 14) - 2 * HOUR,
  Date.UTC(2026, 8, 26, 14) - 2 * HOUR,
];
const ZONES = ["Pacific/Auckland", "Pacific/Auckland", "Europe/London", 0, -570];

/** Everything that happens in this seed. */
export function drawScenario(seed: number): Scenario {
  const chance = new Chance(seed);
  const anyCompany = chance.is(0.04) ? COMPANIES - 1 : chance.int(0, COMPANIES - 2);
  // Each point's turn comes, whatever chance brings beside.
  const aim = recipeFor(CRASH_POINTS[(seed * STRIDE) % CRASH_POINTS.length] as string, chance, 1_000_000);
  const isWriting = chance.is(WRITING_SHARE);
  const steps = new Drawing(chance, isWriting).steps();
  const quirks = drawQuirks(chance);
  const all =
    aim.first === true ? [...aim.before, aim.dying, ...steps] : insert(steps, [...aim.before, aim.dying], chance);
  return {
    seed,
    company: isWriting && chance.is(0.6) ? TRADING : anyCompany,
    start: chance.pick(STARTS),
    zone: chance.pick(ZONES),
    quirks,
    tables: drawTables(chance, quirks),
    chunk: chance.pick([3, 4, 7, 20, 100]),
    checkpoint: chance.pick([3, 7, 20, 5000]),
    overlapSeconds: chance.pick([0, 5, 60, 60, 300]),
    deleteCount: chance.pick([0, 2, 20, 20]),
    mostPacks: chance.pick([2, 4, 32]),
    sweepEvery: chance.pick([null, 6 * HOUR, 24 * HOUR]),
    mostRecords: chance.pick([1, 500, 500, 500, 500, 500]),
    ...aim.scenario,
    steps: yielding(all, new Chance(seed ^ YIELDS)),
  };
}

/** Drawn apart from everything else, so that a seed's other happenings stay what they are. */
const YIELDS = 0x5eed;

function yielding(steps: readonly Step[], chance: Chance): Step[] {
  return steps.map((step) => (step.kind === "run" ? { ...step, yields: chance.pick([0, 1, 2, 5, 9]) } : step));
}

/** Somewhere after the first run, so that there is something to go on from. */
function insert(steps: readonly Step[], more: readonly Step[], chance: Chance): Step[] {
  const at = chance.is(0.6) ? 1 : chance.int(1, Math.max(1, steps.length));
  return [...steps.slice(0, at), ...more, ...steps.slice(at)];
}

/** Payments have no numbers in their XML: only lists tell them. */
function drawTables(chance: Chance, { customFormats }: Partial<Quirks>): TableName[] {
  const more = ["account", "payments", "general", "taxrate", "contacts", "job"].filter(() => chance.is(0.25));
  const tables = [...CHANGED_TABLES, ...more].filter((table) => customFormats !== false || table !== "payments");
  return tables as TableName[];
}

function drawQuirks(chance: Chance): Partial<Quirks> {
  const off = (share: number) => !chance.is(share);
  return {
    timestampFunction: off(0.1),
    timeAdd: off(0.1),
    textToDate14: off(0.1),
    customFormats: off(0.08),
    emptyResultBody: chance.is(0.1),
    reconcileStampsHeader: chance.is(0.3),
    trailingNewline: off(0.1),
    crlf: chance.is(0.1),
    updateKeepsNumber: off(0.3),
    importedCodes: chance.is(0.2) ? "upper-case" : "as-supplied",
    importErrorStatus: chance.is(0.2) ? 500 : 200,
    ignoredImportFields: chance.is(0.05) ? ["name.comment"] : [],
  };
}

class Drawing {
  readonly #chance: Chance;
  readonly #isWriting: boolean;
  #nonce = 0;

  constructor(chance: Chance, isWriting: boolean) {
    this.#chance = chance;
    this.#isWriting = isWriting;
  }

  steps(): Step[] {
    const steps = [this.#run("poll", 0.2)];
    const rounds = this.#chance.int(1, 5);
    for (let round = 0; round < rounds; round++) {
      steps.push(...this.#chance.many(0, 4, () => this.#event()));
      if (this.#isWriting) steps.push(...this.#commits());
      if (this.#chance.is(0.4)) steps.push({ kind: "pass", seconds: this.#chance.pick([90, 600, 600, 3600]) });
      if (this.#chance.is(0.25)) steps.push(this.#between());
      steps.push(this.#run(this.#kind(), 0.6));
    }
    return steps;
  }

  #kind(): RunKind {
    return this.#chance.way<RunKind>([
      [6, () => "poll"],
      [2, () => "sweep"],
      [2, () => "full"],
    ]);
  }

  #between(): Step {
    const simple = (kind: "restart" | "reboot" | "power loss" | "lose staging" | "fresh directory") => () => ({ kind });
    return this.#chance.way<Step>([
      [3, simple("restart")],
      [3, simple("reboot")],
      [2, simple("power loss")],
      [3, simple("lose staging")],
      [2, simple("fresh directory")],
    ]);
  }

  #run(run: RunKind, troubled: number): Step {
    const chance = this.#chance;
    const troubles: Trouble[] = chance.is(troubled)
      ? chance.many(1, 3, () => drawTrouble(chance, this.#isWriting))
      : [];
    if (chance.is(0.5)) {
      troubles.push(
        ...chance.many(1, 5, (): Trouble => ({ on: "request", at: chance.int(1, 45), event: this.#event() })),
      );
    }
    if (chance.is(0.05)) troubles.push({ on: "request", at: chance.int(1, 40), event: { kind: "cancel" } });
    if (chance.is(0.15)) troubles.push({ on: "request", at: chance.int(5, 30), event: this.#blink() });
    return {
      kind: "run",
      run,
      allowDeletes: chance.pick([0, 1000]),
      yields: 0,
      tick: chance.pick([0, 3, 300, 1000, 2500]),
      troubles,
    };
  }

  #event(): WorldEvent {
    const chance = this.#chance;
    return chance.way<WorldEvent>([
      [70, () => ({ kind: "change", change: this.#change() })],
      [15, () => ({ kind: "pass", seconds: chance.pick([1, 2, 30, 59, 61, 600, 3600, 7200, 86_400]) })],
      [4, () => ({ kind: "server clock step", seconds: this.#shift() })],
      [2, () => ({ kind: "server zone", zone: chance.pick([...ZONES, "Asia/Tokyo", 330]) })],
      [2, () => ({ kind: "server clock rate", rate: chance.pick([1, 1, 1.0001, 0.9999, 1.05]) })],
      [3, () => ({ kind: "host clock step", seconds: this.#shift() })],
      [2, () => ({ kind: "logins taken", count: chance.pick([0, 0, 9, 10]) })],
      [2, () => this.#poison()],
      [this.#isWriting ? 14 : 0, () => this.#commit()],
      [this.#isWriting ? 3 : 0, () => this.#window()],
    ]);
  }

  /** Commits between two runs, and what people do to the same records meanwhile. */
  #commits(): Step[] {
    const chance = this.#chance;
    const commits = chance.many(0, 2, () => this.#commit());
    return commits.flatMap((commit) => {
      if (!chance.is(0.25)) return [commit];
      const table = commit.table === "job" ? "name" : chance.pick([commit.table, "transaction" as const]);
      const act = chance.pick(["edit", "edit", "post", "remove", "rename"] as const);
      const change = { act, table, who: commit.who, other: commit.other, nonce: this.#nonce++ };
      return [commit, { kind: "change", change }];
    });
  }

  #commit(): CommitEvent {
    return drawCommit(this.#chance, this.#nonce++);
  }

  #window(): WorldEvent {
    const who = this.#chance.is(0.6) ? this.#chance.int(0, 40) : null;
    return { kind: "window", table: this.#chance.pick(CHANGED_TABLES), who };
  }

  #blink(): RunEvent {
    return { kind: "blink", table: this.#chance.pick(CHANGED_TABLES), who: this.#chance.int(0, 40) };
  }

  #poison(): WorldEvent {
    const chance = this.#chance;
    const effect = chance.pick(["error", "malformed", "cut", "hang", null] as const);
    return { kind: "poison", table: chance.pick(CHANGED_TABLES), who: chance.int(0, 40), effect };
  }

  #shift(): number {
    return this.#chance.pick([-86_400, -7200, -3600, -900, -301, -40, -7, 7, 40, 301, 900, 3600, 7200, 86_400]);
  }

  #change(): Change {
    const chance = this.#chance;
    const act = chance.is(0.3) ? "edit" : chance.pick(ACTS);
    const table = chance.pick(CHANGED_TABLES);
    return { act, table, who: chance.int(0, 40), other: chance.int(0, 40), nonce: this.#nonce++ };
  }
}
