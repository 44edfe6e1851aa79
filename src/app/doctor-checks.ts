import { asTidemarkError, type TidemarkError } from "../domain/errors/tidemark-error.ts";
import type { TableName } from "../domain/ids.ts";
import type { Contact, Source } from "../domain/ports/source.ts";
import { isTableOnly } from "../sync/table-failure.ts";

/** What one check came to. */
export interface DoctorFinding {
  /** `contact`, `document`, `clock`, `table name` … */
  readonly check: string;
  readonly state: "ok" | "warn" | "fail";
  /** What was found, and what follows from it. */
  readonly says: string;
  /** What to do about it; null: nothing. */
  readonly next: string | null;
  /** The same for programs. */
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
}

/** What the checks look at, once MoneyWorks has answered. */
export interface DoctorScene {
  readonly source: Source;
  readonly signal: AbortSignal;
  readonly contact: Contact;
  readonly tables: readonly TableName[];
  /** A person named the tables: one that is missing is a fault. */
  readonly tablesNamed: boolean;
}

export interface DoctorCheck {
  readonly name: string;
  run(scene: DoctorScene): AsyncIterable<DoctorFinding> | Iterable<DoctorFinding>;
}

/** In the order in which they are made. */
export const CHECKS: readonly DoctorCheck[] = [
  { name: "contact", run: contactCheck },
  { name: "document", run: documentCheck },
  { name: "searches", run: searchesCheck },
  { name: "lists", run: listsCheck },
  { name: "clock", run: clockCheck },
  { name: "tables", run: tablesCheck },
];

/** A check that an error ended. */
export function failed(check: string, { code, message, hint }: TidemarkError): DoctorFinding {
  return { check, state: "fail", says: message, next: hint, facts: { code } };
}

type Rest = Partial<Pick<DoctorFinding, "next" | "facts">>;

function ok(check: string, says: string, { facts = {} }: Rest = {}): DoctorFinding {
  return { check, state: "ok", says, next: null, facts };
}

function warn(check: string, says: string, { next = null, facts = {} }: Rest): DoctorFinding {
  return { check, state: "warn", says, next, facts };
}

const EVALUATE = "Let the user evaluate expressions over REST.";

function* contactCheck({ contact: { version, name } }: DoctorScene): Iterable<DoctorFinding> {
  yield ok("contact", `MoneyWorks ${version} answers: ${name}.`, { facts: { version, name } });
}

function* documentCheck({ contact: { document } }: DoctorScene): Iterable<DoctorFinding> {
  const facts = { document };
  if (document !== null) {
    yield ok("document", `The document is ${document}: another one under this address would be noticed.`, { facts });
    return;
  }
  const says = "The server does not tell the document's id: another one under this address might not be noticed.";
  yield warn("document", says, { next: EVALUATE, facts });
}

function* searchesCheck({ contact: { capabilities } }: DoctorScene): Iterable<DoctorFinding> {
  const { modifiedSince } = capabilities;
  const facts = { modifiedSince };
  if (modifiedSince === "texttodate") {
    yield ok("searches", "Searches by time of modification work: polls read what was modified.", { facts });
  } else if (modifiedSince === "timeadd") {
    const says =
      "Searches by time work relative to now alone (TimeAdd): polls read some two minutes more than they need.";
    yield ok("searches", says, { facts });
  } else {
    const next =
      "Poll less often, or give the user the right to evaluate expressions. In an empty document this passes by itself.";
    yield warn("searches", "Searches by time of modification do not work: polls read whole tables.", { next, facts });
  }
}

function* listsCheck({ contact: { capabilities } }: DoctorScene): Iterable<DoctorFinding> {
  const { customFormat, timestamp } = capabilities;
  const facts = { customFormat, timestamp };
  if (customFormat) yield ok("lists", "Lists of numbers and stamps work: sweeps are cheap.", { facts });
  else {
    const says = "Custom export formats do not work: sweeps read whole tables, and payments cannot be read.";
    yield warn("lists", says, { next: "Leave payments out of the option 'tables', and sweep rarely.", facts });
  }
}

/** More than this is worth a word, s. */
const SKEW = 60;

async function* clockCheck({ source, signal, contact }: DoctorScene): AsyncIterable<DoctorFinding> {
  const { local, utc, askedAt, answeredAt } = await source.time(signal);
  const skew = utc === null ? null : Math.round((utc - (askedAt + answeredAt) / 2) / 1000);
  const facts = { local, skewSeconds: skew, timestamp: contact.capabilities.timestamp };
  if (skew === null) {
    yield warn("clock", `The server's clock shows ${local}; it does not tell UTC.`, { next: EVALUATE, facts });
  } else if (Math.abs(skew) <= SKEW) {
    yield ok("clock", `The server's clock shows ${local}, within ${Math.abs(skew)} s of this host's.`, { facts });
  } else {
    const side = skew > 0 ? "ahead of" : "behind";
    const says = `The server's clock shows ${local}, ${Math.abs(skew)} s ${side} this host's. Markers go by the server's.`;
    yield warn("clock", says, { next: "Let both machines set their clocks by the network.", facts });
  }
}

async function* tablesCheck(scene: DoctorScene): AsyncIterable<DoctorFinding> {
  const { source, signal, contact, tables, tablesNamed } = scene;
  for (const table of tables) {
    const check = `table ${table}`;
    if (contact.tables?.includes(table) === false) {
      const says = "The document has no such table.";
      const next = tablesNamed ? "Leave it out of the option 'tables'." : null;
      yield { check, state: tablesNamed ? "fail" : "ok", says, next, facts: { records: null } };
      continue;
    }
    try {
      const records = await source.count(table, signal);
      yield ok(check, `${records} ${records === 1 ? "record" : "records"}`, { facts: { records } });
    } catch (reason) {
      const error = asTidemarkError(reason, signal);
      if (!(await isTableOnly(error, { ports: { source }, signal, done: 0, earlier: [] }))) throw error;
      yield failed(check, error);
    }
  }
}
