import { type Escape, escaper } from "./export/escape.ts";
import { Layouts } from "./export/layout.ts";
import type { Dialect } from "./expression/function-spec.ts";
import type { Locale } from "./expression/scope.ts";
import { numberValue, textValue, type Value } from "./expression/value.ts";
import { PoisonedRecords } from "./http/poison.ts";
import { Periods } from "./ledger/periods.ts";
import type { Session } from "./ledger/session.ts";
import { DEFAULT_QUIRKS, type Quirks, type SimUser, type SimulatorOptions } from "./options.ts";
import type { SimDocument } from "./store/document.ts";
import { LockedRecords } from "./store/locks.ts";
import type { VirtualClock } from "./time/virtual-clock.ts";
import { DocumentView } from "./view/document-view.ts";
import { makeReaders, type Readers } from "./view/readers.ts";

/** What follows from the quirks. */
export interface Behaviour {
  readonly quirks: Quirks;
  readonly dialect: Dialect;
  readonly layouts: Layouts;
  readonly escapeText: Escape;
  readonly newline: string;
}

/** The running server as commands and controls see it: the document, the clock, and how it behaves. */
export class ServerState {
  readonly document: SimDocument;
  readonly clock: VirtualClock;
  readonly version: string;
  readonly locale: Locale;
  readonly userLimit: number;
  readonly #readers: Readers = makeReaders();
  readonly #firstOpenPeriod: number;
  #behaviour: Behaviour;
  #startupNumber: number;
  /** Questions that were answered in the usual way the last time. */
  readonly #answered = new Set<string>();
  /** Over every user's own level; null: the user's. */
  securityLevel: number | null = null;
  /** Tables that the user may not view, lower case. */
  hiddenTables: readonly string[] = [];
  /** Records that no import can change. */
  readonly locked = new LockedRecords();
  /** Records that no export can hold. */
  readonly poisoned = new PoisonedRecords();

  constructor(document: SimDocument, clock: VirtualClock, options: SimulatorOptions) {
    this.document = document;
    this.clock = clock;
    this.version = options.version ?? "9.2.1";
    this.locale = options.locale ?? "nz";
    this.userLimit = options.userLimit ?? 10;
    this.#firstOpenPeriod = options.firstOpenPeriod ?? 0;
    this.#behaviour = behaviourOf({ ...DEFAULT_QUIRKS, ...options.quirks });
    this.#startupNumber = document.table("transaction").next - 1;
  }

  get behaviour(): Behaviour {
    return this.#behaviour;
  }

  changeQuirks(changes: Partial<Quirks>): void {
    this.#behaviour = behaviourOf({ ...this.#behaviour.quirks, ...changes });
  }

  /** What a user sees now. One per request, so that a request has one time. */
  view(user: SimUser): DocumentView {
    const { quirks } = this.#behaviour;
    return new DocumentView({
      document: this.document,
      readers: this.#readers,
      moment: this.clock.moment(quirks.timeWarpSeconds),
      locale: this.locale,
      globals: this.#globals(),
      securityLevel: this.securityLevel ?? user.securityLevel ?? Number.POSITIVE_INFINITY,
      missingTables: quirks.missingTables,
    });
  }

  /** How this answer differs from the last one to the same question. */
  variation(question: string): Quirks["varies"] {
    const { varies } = this.#behaviour.quirks;
    if (varies === "nothing" || this.#answered.delete(question)) return varies;
    this.#answered.add(question);
    return "nothing";
  }

  session(user: SimUser): Session {
    const stamp = this.clock.stamp();
    const periods = new Periods(this.document);
    const initials = user.initials ?? user.user.slice(0, 3).toUpperCase();
    return {
      document: this.document,
      stamp,
      initials,
      periods,
      openPeriods: [this.#firstOpenPeriod, periods.of(stamp)],
    };
  }

  /** After another document was put in its place: nobody has a window of it open. */
  documentChanged(): void {
    this.locked.clear();
    this.#startupNumber = this.document.table("transaction").next - 1;
  }

  #globals(): ReadonlyMap<string, Value> {
    return new Map([
      ["version", textValue(this.version)],
      ["docuuid", textValue(this.document.uuid)],
      ["currentper", numberValue(new Periods(this.document).of(this.clock.stamp()))],
      ["startupsequencenumtransaction", numberValue(this.#startupNumber)],
      ["servermaxconcurrent", numberValue(this.userLimit)],
      ["networklatency", numberValue(0)],
    ]);
  }
}

function behaviourOf(quirks: Quirks): Behaviour {
  const missing = new Set<string>();
  if (!quirks.timestampFunction) missing.add("timestamp");
  if (!quirks.timeAdd) missing.add("timeadd");
  const newline = quirks.crlf ? "\r\n" : "\n";
  return {
    quirks,
    dialect: { missing, fourteenDigits: quirks.textToDate14 },
    layouts: new Layouts(newline, quirks),
    escapeText: escaper(quirks),
    newline,
  };
}
