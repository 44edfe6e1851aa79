import type { Trouble } from "../scenario/scenario.ts";

/**
 * What may explain that a run fails. `people`: they change records while it reads. `past`: what died processes leave. `sent`: an
 * import of which nobody saw what came of it.
 */
export type Reason =
  | "moneyworks"
  | "logins"
  | "poison"
  | "people"
  | "cancel"
  | "staging"
  | "disk"
  | "remote"
  | "past"
  | "sent"
  | "brake";

const READING: readonly Reason[] = ["moneyworks", "poison"];
const DISK: readonly Reason[] = ["disk", "staging"];

/** How runs may end while things go wrong, and what has to have gone wrong then. Anything else is a defect. */
const EXPECTED: Readonly<Record<string, readonly Reason[]>> = {
  "run.cancelled": ["cancel"],
  "moneyworks.unreachable": READING,
  "moneyworks.connection-lost": READING,
  "moneyworks.timeout": READING,
  "moneyworks.users-limit": ["moneyworks", "logins"],
  "moneyworks.busy": READING,
  "moneyworks.server-error": READING,
  "moneyworks.unexpected-answer": READING,
  "moneyworks.unstable-answer": READING,
  "moneyworks.empty-answer": [...READING, "people"],
  "moneyworks.no-evaluate": READING,
  "moneyworks.bad-xml": READING,
  "moneyworks.wrong-table": READING,
  "moneyworks.inconsistent": READING,
  "moneyworks.unstable": [...READING, "people"],
  "moneyworks.login": READING,
  "moneyworks.not-found": READING,
  "moneyworks.no-document": READING,
  "moneyworks.search": READING,
  "moneyworks.not-understood": READING,
  "moneyworks.no-table": READING,
  "moneyworks.no-clock": READING,
  "moneyworks.not-moneyworks": READING,
  "moneyworks.no-modtime": READING,
  "moneyworks.no-sequence-numbers": READING,
  "sync.no-progress": READING,
  "sync.table-gone": READING,
  "sync.unreadable": READING,
  "sync.quarantined": READING,
  "sync.too-many-unreadable": READING,
  "sync.delete-brake": ["brake"],
  // An answer was lost in this run, or in one before that and MoneyWorks has not had its five minutes.
  "promote.outcome-unknown": ["moneyworks", "sent"],
  // Also where a record is gone and its table cannot be read.
  "promote.unsteady": [...READING, "people"],
  "promote.unread": [...READING, "people"],
  "remote.unreachable": ["remote"],
  "remote.interrupted": ["remote"],
  "remote.server-error": ["remote"],
  "remote.unknown-outcome": ["remote"],
  "remote.disk-full": ["remote", "disk"],
  "remote.disk-error": ["remote", "disk"],
  "remote.ref-locked": ["disk", "past"],
  "mirror.ref-locked": ["disk", "past"],
  "data.disk-full": DISK,
  "data.io": DISK,
  "data.busy": DISK,
  "data.cannot-open": DISK,
};

export function isExpected(code: string, reasons: ReadonlySet<Reason>): boolean {
  return EXPECTED[code]?.some((reason) => reasons.has(reason)) ?? false;
}

/** What the troubles of one run may explain. */
export function reasonsOf(troubles: readonly Trouble[]): Set<Reason> {
  return new Set(troubles.map(reasonOf));
}

function reasonOf(trouble: Trouble): Reason {
  if (trouble.on === "crash") return "past";
  if (trouble.on === "late import") return "moneyworks";
  if (trouble.on !== "request") return trouble.on;
  const { kind } = trouble.event;
  if (kind === "cancel") return kind;
  if (kind === "logins taken") return "logins";
  // An answer that takes so long that nobody waits for it.
  if (kind === "pass") return "moneyworks";
  return kind === "poison" ? "poison" : "people";
}
