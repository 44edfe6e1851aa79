import type { Authored, Authors } from "./authors/authors.ts";
import type { Reason } from "./judge/codes.ts";
import type { Disturbance, Ledger } from "./judge/ledger.ts";
import { makeChange } from "./scenario/changes.ts";
import type { CommitEvent } from "./scenario/commits.ts";
import type { RunEvent, WorldEvent } from "./scenario/scenario.ts";
import type { Trace } from "./trace.ts";
import type { World } from "./world/world.ts";

export interface HappeningsOptions {
  readonly world: World;
  readonly ledger: Ledger;
  readonly trace: Trace;
  readonly overlapSeconds: number;
  readonly authors: Authors;
  readonly onAuthored: (authored: Authored) => void;
  /** People changed records in MoneyWorks. */
  readonly onChanged: (numbers: Iterable<string>) => void;
}

/** Lets events happen in the world, and tells the ledger what they mean. */
export class Happenings {
  /** What may still explain failures of later runs. */
  readonly standing = new Set<Reason>(["brake"]);
  readonly #world: World;
  readonly #ledger: Ledger;
  readonly #trace: Trace;
  readonly #overlap: number;
  readonly #authors: Authors;
  readonly #onAuthored: (authored: Authored) => void;
  readonly #onChanged: (numbers: Iterable<string>) => void;
  #offset: number;
  /** Brings back the record that is being saved. */
  #saved: (() => void) | null = null;

  constructor({ world, ledger, trace, authors, ...options }: HappeningsOptions) {
    this.#authors = authors;
    this.#onAuthored = options.onAuthored;
    this.#onChanged = options.onChanged;
    this.#world = world;
    this.#ledger = ledger;
    this.#trace = trace;
    this.#overlap = options.overlapSeconds;
    this.#offset = this.#zoneOffset();
  }

  /** Another request, or the end of the run: what was being saved is saved. */
  next(): void {
    this.#saved?.();
    this.noteZone();
  }

  /** Gone until the next request, which finds it saved. */
  blink({ table, who }: Extract<RunEvent, { kind: "blink" }>): void {
    const { controls } = this.#world.simulator;
    const rows = this.#world.simulator.rows(table);
    const row = rows[who % rows.length];
    if (row === undefined) return;
    this.#trace.add(`    ${table} ${row.seq} is being saved`);
    const before = controls.snapshot();
    controls.records.remove(table, row.seq);
    this.#saved = () => {
      this.#saved = null;
      controls.restore(before);
      controls.records.touch(table, row.seq);
      this.#ledger.look();
    };
  }

  happen(event: WorldEvent): void {
    this.#trace.add(`    ${JSON.stringify(event)}`);
    const { simulator, clock } = this.#world;
    if (event.kind === "change") {
      makeChange(simulator, event.change);
      this.#onChanged(this.#ledger.look());
    }
    if (event.kind === "pass") void clock.sleep(event.seconds * 1000);
    if (event.kind === "host clock step") {
      clock.stepWall(event.seconds);
      this.#ledger.disturb("host step");
    }
    if (event.kind === "logins taken") {
      simulator.controls.occupyLogins(event.count);
      this.standing.add("logins");
    }
    if (event.kind === "poison") this.#poison(event);
    if (event.kind === "window") this.#open(event);
    if (event.kind === "commit") this.#commit(event);
    this.#toServerClock(event);
    this.noteZone();
  }

  /** A record that is open cannot be imported over. */
  #open({ table, who }: Extract<WorldEvent, { kind: "window" }>): void {
    this.#world.closeWindows();
    const rows = this.#world.simulator.rows(table);
    const row = who === null ? undefined : rows[who % rows.length];
    if (row !== undefined) this.#world.simulator.controls.lock(table, row.seq);
  }

  #commit(event: CommitEvent): void {
    const authored = this.#authors.commit(event);
    if (authored === null) return;
    this.#trace.add(`    ${authored.branch} is at ${authored.commit}`);
    this.#onAuthored(authored);
  }

  #poison({ table, who, effect }: Extract<WorldEvent, { kind: "poison" }>): void {
    const { simulator } = this.#world;
    const rows = simulator.rows(table);
    const row = rows[who % rows.length];
    if (row === undefined) return;
    this.#world.poison(table, row.seq, effect);
    this.standing.add("poison");
  }

  #toServerClock(event: WorldEvent): void {
    const { controls } = this.#world.simulator;
    if (event.kind === "server zone") controls.moveTo(event.zone);
    if (event.kind === "server clock step") {
      controls.clock.step(event.seconds);
      this.#ledger.disturb(this.#stepKind(event.seconds));
    }
    if (event.kind === "server clock rate") {
      controls.clock.drift(event.rate);
      if (Math.abs(event.rate - 1) > 150e-6) this.#ledger.disturb("broken");
    }
  }

  /** A step back that cannot be told from an error of measurement is the overlap's business. */
  #stepKind(seconds: number): Disturbance {
    return seconds < 0 && -seconds < 300 && -seconds > this.#overlap ? "small step" : "step";
  }

  noteZone(): void {
    const offset = this.#zoneOffset();
    if (offset === this.#offset) return;
    this.#offset = offset;
    this.#ledger.disturb("zone");
  }

  /** Quarter hours by which the server's local time is ahead. */
  #zoneOffset(): number {
    const { local, utc } = this.#world.simulator.controls.clock.state();
    const part = (from: number, to: number) => Number(local.slice(from, to));
    const millis = Date.UTC(part(0, 4), part(4, 6) - 1, part(6, 8), part(8, 10), part(10, 12), part(12, 14));
    return Math.round((millis - utc) / 900_000);
  }
}
