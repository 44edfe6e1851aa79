import { fail } from "../../domain/errors/tidemark-error.ts";
import type { Fault, FaultPlan } from "../http/faults.ts";
import type { LateCommands } from "../http/late.ts";
import type { LoginPool } from "../http/login-pool.ts";
import type { PoisonEffect } from "../http/poison.ts";
import type { RequestLog } from "../http/request-log.ts";
import { print, type Reconciliation, reconcile, useCheque } from "../ledger/events.ts";
import { pay } from "../ledger/payment.ts";
import { post } from "../ledger/posting.ts";
import type { Session } from "../ledger/session.ts";
import type { Quirks, RequestNote, SimUser } from "../options.ts";
import type { ServerState } from "../server-state.ts";
import { readSnapshot, type SimulatorSnapshot, snapshotOf } from "../snapshot.ts";
import { type CompanySource, SimDocument } from "../store/document.ts";
import type { LockedRecord } from "../store/locks.ts";
import { fieldNumber } from "../store/row.ts";
import type { ClockState, VirtualClock } from "../time/virtual-clock.ts";
import type { Zone } from "../time/zone.ts";
import { suggestEdit } from "./random-edit.ts";
import { type Key, RecordControls } from "./records.ts";

export interface ControlParts {
  readonly state: ServerState;
  readonly faults: FaultPlan;
  readonly late: LateCommands;
  readonly pool: LoginPool;
  readonly log: RequestLog;
  /** Who the controls sign as. */
  readonly user: SimUser;
  /** Uniform in [0, 1). */
  readonly chance: () => number;
}

/** What the simulator tells about itself. */
export interface SimulatorState {
  readonly document: string;
  readonly version: string;
  readonly clock: ClockState;
  /** Records per table that has any. */
  readonly tables: Readonly<Record<string, number>>;
  readonly logins: ReturnType<LoginPool["state"]>;
  readonly requests: number;
  readonly faults: readonly Fault[];
  /** Open in somebody's window. */
  readonly locked: readonly LockedRecord[];
  readonly quirks: Quirks;
}

/** Everything a test or a demo can do to the server that MoneyWorks' own API cannot. */
export class Controls {
  readonly #parts: ControlParts;
  /** Single records: edit, add, remove, silentChange, touch, bulkStamp. */
  readonly records: RecordControls;

  constructor(parts: ControlParts) {
    this.#parts = parts;
    this.records = new RecordControls(parts.state);
  }

  /** Set, step, freeze, drift; for the zone use `moveTo` of these controls. */
  get clock(): VirtualClock {
    return this.#parts.state.clock;
  }

  /** @throws `simulator.zone` */
  moveTo(zone: Zone): void {
    try {
      this.clock.moveTo(zone);
    } catch (error) {
      throw fail("simulator.zone", { zone }, { cause: error });
    }
  }

  /** Posts a transaction with the stamps that posting leaves. @returns false when it cannot be posted */
  post(seq: number): boolean {
    return this.#change((session) => post(session, seq));
  }

  /** Pays a posted invoice. @param amount default: what is owed @returns the receipt's number */
  pay(invoiceSeq: number, amount?: number): number {
    const invoice = this.records.find("transaction", invoiceSeq);
    const owed = fieldNumber(invoice, "gross") - fieldNumber(invoice, "amtpaid");
    const parts = [{ invoice, amount: amount ?? owed }];
    return this.#change((session) => pay(session, { parts, date: session.stamp.slice(0, 8), bank: "", fields: {} }))
      .seq;
  }

  /** Prints transactions, all in one second. @returns how many there were */
  print(numbers: readonly number[]): number {
    return this.#change((session) => print(session, numbers));
  }

  /** @returns false when there is no such line */
  reconcile(line: number, statement: Reconciliation["statement"]): boolean {
    const stampHeader = this.#parts.state.behaviour.quirks.reconcileStampsHeader;
    return this.#change((session) => reconcile(session, { line, statement, stampHeader }));
  }

  /** @returns false when there is no such account */
  useCheque(account: string): boolean {
    return this.#change((session) => useCheque(session, account));
  }

  /** Makes some plausible edit. @returns what was changed, null in an empty document */
  randomEdit(): { table: string; seq: number; fields: Readonly<Record<string, string>> } | null {
    const { state, chance } = this.#parts;
    const suggestion = suggestEdit((name) => state.document.table(name), chance);
    if (suggestion === null) return null;
    const { table, row, fields } = suggestion;
    const changed = this.records.edit(table, row.seq, fields);
    const values = Object.keys(fields).map((name) => [name, changed.fields[name] ?? ""]);
    return { table, seq: row.seq, fields: Object.fromEntries(values) };
  }

  /** The document now. Cheap: rows are shared, not copied. */
  snapshot(): SimulatorSnapshot {
    return snapshotOf(this.#parts.state.document.state());
  }

  /** Puts an earlier document back: numbers and stamps rewind, `DocUUID` and the clock do not. @throws `simulator.snapshot` */
  restore(snapshot: SimulatorSnapshot): void {
    const { state } = this.#parts;
    const { uuid } = state.document;
    state.document.restore(readSnapshot(snapshot).document);
    state.document.uuid = uuid;
    state.documentChanged();
  }

  /** Another document under the same name. @param data default: the same records, as after "save a copy" */
  exchange(uuid: string, data?: CompanySource): void {
    const { state } = this.#parts;
    if (data !== undefined) {
      const other = new SimDocument(uuid);
      other.load(data);
      state.document.restore(other.state());
    }
    state.document.uuid = uuid;
    state.documentChanged();
  }

  fault(fault: Fault): void {
    this.#parts.faults.add(fault);
  }

  /** Heals every record too, and forgets what was to happen late. */
  clearFaults(): void {
    this.#parts.faults.clear();
    this.#parts.late.clear();
    this.#parts.state.poisoned.clear();
  }

  /**
   * Every export that holds the record fails so, until it is healed; for a line, every export of its transaction too. Lists
   * in custom formats go on working. @throws `simulator.record`
   */
  poison(table: string, seq: number, effect: PoisonEffect): void {
    this.records.find(table, seq);
    this.#parts.state.poisoned.add(table, seq, effect);
  }

  heal(table: string, seq: number): void {
    this.#parts.state.poisoned.heal(table, seq);
  }

  /**
   * Opens a record in somebody's window: imports and `post` cannot change it until it is unlocked. A line locks its transaction.
   * These controls go on working. @throws `simulator.record`
   */
  lock(table: string, key: Key): void {
    this.#parts.state.locked.add(this.#windowOf(table, key));
  }

  unlock(table: string, key: Key): void {
    this.#parts.state.locked.remove(this.#windowOf(table, key));
  }

  /** Records above this `securitylevel` are absent for everybody; null: each user's own level. */
  securityLevel(level: number | null): void {
    this.#parts.state.securityLevel = level;
  }

  /** Tables that nobody may view: their export is an empty answer. */
  hideTables(tables: readonly string[]): void {
    this.#parts.state.hiddenTables = tables.map((table) => table.toLowerCase());
  }

  quirks(changes: Partial<Quirks>): void {
    this.#parts.state.changeQuirks(changes);
  }

  /** People who hold a login of the licence. */
  occupyLogins(count: number): void {
    this.#parts.pool.others = count;
  }

  get requests(): readonly RequestNote[] {
    return this.#parts.log.notes;
  }

  clearRequests(): void {
    this.#parts.log.clear();
  }

  state(): SimulatorState {
    const { state, faults, pool, log } = this.#parts;
    return {
      document: state.document.uuid,
      version: state.version,
      clock: state.clock.state(),
      tables: state.document.sizes(),
      logins: pool.state(),
      requests: log.count,
      faults: faults.pending,
      locked: state.locked.all,
      quirks: state.behaviour.quirks,
    };
  }

  #windowOf(table: string, key: Key): LockedRecord {
    const { seq, parent } = this.records.find(table, key);
    return parent === undefined ? { table, seq } : { table: "transaction", seq: parent };
  }

  #change<T>(change: (session: Session) => T): T {
    const { state, user } = this.#parts;
    return state.document.atomically(() => change(state.session(user)));
  }
}
