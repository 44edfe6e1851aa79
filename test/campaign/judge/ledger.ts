import type { Modtime, TableName } from "../../../src/domain/ids.ts";
import type { RunKind } from "../../../src/domain/run.ts";
import type { Simulator } from "../../../src/simulator/simulator.ts";
import type { SimRow } from "../../../src/simulator/store/row.ts";
import { shiftModtime } from "../../../src/sync/modtime.ts";

/** The least of the three that has to bring a change. */
export type Level = RunKind;
const RANK: Readonly<Record<Level, number>> = { poll: 0, sweep: 1, full: 2 };

interface Debt {
  readonly level: Level;
  /** On the ledger's own count of happenings. */
  readonly since: number;
}

/** What disturbs the measure of time between two samples of the server's clock. */
export type Disturbance = "step" | "small step" | "zone" | "broken" | "host step" | "reboot";

interface Edit {
  readonly at: number;
  readonly record: string;
  /** Only lines carry a new stamp. */
  readonly linesOnly: boolean;
}

/**
 * Watches the document and says of each change what has to bring it: a stamp that polls ask for, a stamp that they have passed
 * or a deletion (sweep), or no stamp at all (full).
 */
export class Ledger {
  readonly #simulator: Simulator;
  readonly #tables: readonly TableName[];
  readonly #overlap: number;
  readonly #debts = new Map<string, Debt>();
  readonly #stamps = new Map<string, Set<string>>();
  #rows: ReadonlyMap<string, SimRow>;
  #edits: Edit[] = [];
  #disturbances: { readonly at: number; readonly what: Disturbance }[] = [];
  /** Counts happenings; windows between clock samples begin where the run began that took the sample. */
  #count = 0;
  #windowFrom = 0;
  #runFrom = 0;

  constructor(simulator: Simulator, tables: readonly TableName[], overlapSeconds: number) {
    this.#simulator = simulator;
    this.#tables = tables;
    this.#overlap = overlapSeconds;
    this.#rows = this.#read();
    for (const [name, row] of this.#rows) this.#seen(name, row.modtime);
  }

  /** What has to bring the record as it is now; null: it owes nothing. */
  debt(number: string): Level | null {
    return this.#debts.get(number)?.level ?? null;
  }

  /** Whether anything disturbed the clocks since the run began. */
  get disturbed(): boolean {
    return this.#disturbances.some(({ at }) => at >= this.#runFrom);
  }

  disturb(what: Disturbance): void {
    this.#count++;
    this.#disturbances.push({ at: this.#count, what });
  }

  /** Call after each change of the document. @returns the records that changed, by table and number */
  look(): Iterable<string> {
    this.#count++;
    const before = this.#rows;
    this.#rows = this.#read();
    const honest = shiftModtime(this.#simulator.controls.clock.stamp() as Modtime, -this.#overlap);
    const changed = changes(before, this.#rows);
    for (const [number, how] of changed) this.#enter(number, how, honest);
    return changed.keys();
  }

  runBegins(): void {
    this.#count++;
    this.#runFrom = this.#count;
  }

  /** The run stored a sample of the server's clock. */
  sampled(): void {
    if (!isCovered(this.#disturbances.filter(({ at }) => at >= this.#windowFrom).map(({ what }) => what))) {
      for (const edit of this.#edits) if (edit.at >= this.#windowFrom) this.#doubt(edit);
    }
    this.#windowFrom = this.#runFrom;
    this.#edits = this.#edits.filter(({ at }) => at >= this.#windowFrom);
    this.#disturbances = this.#disturbances.filter(({ at }) => at >= this.#windowFrom);
  }

  /** The run went through: what it had to bring is brought. */
  settle(kind: RunKind): void {
    for (const [number, { level, since }] of this.#debts)
      if (since < this.#runFrom && RANK[level] <= RANK[kind]) this.#debts.delete(number);
  }

  #enter(number: string, how: RowChange, honest: string): void {
    const level = this.#level(number, how, honest);
    this.#debts.set(number, { level, since: this.#count });
    const row = this.#rows.get(number);
    if (row !== undefined) this.#seen(number, row.modtime);
    if (!how.gone) this.#edits.push({ at: this.#count, record: number, linesOnly: !how.stamped });
  }

  #level(number: string, { gone, stamped }: RowChange, honest: string): Level {
    const row = this.#rows.get(number);
    if (gone || row === undefined) return "sweep";
    if (row.modtime >= honest || this.#lineStamps(row).some((stamp) => stamp >= honest)) return "poll";
    return stamped && !this.#stamps.get(number)?.has(row.modtime) ? "sweep" : "full";
  }

  /** Clocks did more between two samples than anybody can tell: the stamp may lie before what polls ask for. */
  #doubt({ record, at, linesOnly }: Edit): void {
    const debt = this.#debts.get(record);
    const level: Level = linesOnly || this.#isRepeated(record) ? "full" : "sweep";
    if (debt !== undefined && RANK[debt.level] >= RANK[level]) return;
    this.#debts.set(record, { level, since: Math.max(at, debt?.since ?? 0) });
  }

  /** The stamp is one that the record had before: a list of stamps would not tell. */
  #isRepeated(number: string): boolean {
    const row = this.#rows.get(number);
    return row !== undefined && (this.#stamps.get(`again ${number}`)?.has(row.modtime) ?? false);
  }

  #seen(number: string, stamp: string): void {
    const known = this.#stamps.get(number) ?? new Set();
    const again = this.#stamps.get(`again ${number}`) ?? new Set();
    if (known.has(stamp)) again.add(stamp);
    known.add(stamp);
    this.#stamps.set(number, known).set(`again ${number}`, again);
  }

  #lineStamps(row: SimRow): string[] {
    return (row.lines ?? []).flatMap((seq) => this.#rows.get(`detail/${seq}`)?.modtime ?? []);
  }

  #read(): Map<string, SimRow> {
    const { tables } = this.#simulator.controls.snapshot().document;
    const rows = new Map<string, SimRow>();
    for (const table of [...this.#tables, "detail"]) {
      for (const row of tables[table]?.rows ?? []) rows.set(`${table}/${row.seq}`, row);
    }
    return rows;
  }
}

interface RowChange {
  readonly gone: boolean;
  /** The record's own stamp is another one. */
  readonly stamped: boolean;
}

/** Changed records by number; a line's change is its transaction's. */
function changes(before: ReadonlyMap<string, SimRow>, after: ReadonlyMap<string, SimRow>): Map<string, RowChange> {
  const changed = new Map<string, RowChange>();
  const add = (number: string, change: RowChange) => {
    const known = changed.get(number);
    changed.set(number, { gone: change.gone, stamped: change.stamped || (known?.stamped ?? false) });
  };
  for (const number of new Set([...before.keys(), ...after.keys()])) {
    const [was, is] = [before.get(number), after.get(number)];
    if (was === is) continue;
    if (!number.startsWith("detail/")) {
      add(number, { gone: is === undefined, stamped: was?.modtime !== is?.modtime });
      continue;
    }
    const parent = `transaction/${(is ?? was)?.parent}`;
    const header = after.get(parent);
    add(parent, { gone: header === undefined, stamped: header?.modtime !== before.get(parent)?.modtime });
  }
  return changed;
}

/** At most one step and one change of zone, and a measure of the time between. */
function isCovered(disturbances: readonly Disturbance[]): boolean {
  const times = (what: Disturbance) => disturbances.filter((one) => one === what).length;
  if (times("broken") > 0 || times("small step") > 0) return false;
  if (times("reboot") > 0 && times("host step") > 0) return false;
  return times("step") <= 1 && times("zone") <= 1;
}
