import type { TableName } from "../../src/domain/ids.ts";
import type { Candidate, Place } from "./candidates.ts";
import type { Confirmed } from "./confirm.ts";
import type { FoundSuspect } from "./examination.ts";
import { type Finding, likenessOf, mask } from "./finding.ts";
import type { ForeignRecord } from "./foreign.ts";
import type { Expected } from "./layout.ts";
import type { Unmoved } from "./unmoved.ts";

const NOWHERE = { file: null, table: null, record: null, offset: null, field: null } as const;
const NOTHING = { likeness: null, origin: null, masked: null } as const;

type Somewhere = Pick<Finding, "file" | "table" | "record" | "offset">;

export function foreignFinding({ file, table, record, offset }: Somewhere, reason: string): Finding {
  const hint = `${reason}. Remove it, or make the output again in a new directory.`;
  return { kind: "foreign", file, table, record, offset, field: null, ...NOTHING, hint };
}

export function copyFinding({ file, table, record, offset }: ForeignRecord): Finding {
  return foreignFinding({ file, table, record, offset }, "the record is there more often than it was made");
}

export function duplicateFinding(place: Somewhere): Finding {
  const hint =
    "Two records have one key. Unless the source has such a pair too: two codes must never become one, report it.";
  return { kind: "duplicate", ...place, field: null, ...NOTHING, hint };
}

export function missingFinding(table: TableName, count: number): Finding {
  const hint = `${count} records that the source gives are not there. The output is not whole, or the source has changed since.`;
  return { kind: "missing", ...NOWHERE, table, ...NOTHING, hint };
}

export function unmovedFinding({ field, compared, equal }: Unmoved): Finding {
  const hint = `${equal} of ${compared} values are as they were. The rule of this field does not do its work: report it.`;
  return { kind: "unmoved", ...NOWHERE, table: field.slice(0, field.indexOf(".")), field, ...NOTHING, hint };
}

export interface Found {
  readonly suspects: readonly FoundSuspect[];
  readonly candidates: readonly Candidate[];
  /** Originals by form. */
  readonly confirmed: ReadonlyMap<number, Confirmed>;
}

/** What has an original behind it, each original once for each place. */
export function confirmedFindings({ suspects, candidates, confirmed }: Found, expected: Expected): Finding[] {
  const findings = new Map<string, Finding>();
  const add = (finding: Finding | null): void => {
    if (finding === null) return;
    const { table, file, record, field, origin } = finding;
    const once = JSON.stringify([table, file, record, field, origin]);
    const known = findings.get(once);
    if (known === undefined || rank(finding) < rank(known)) findings.set(once, finding);
  };
  for (const found of suspects) add(suspectFinding(found, { confirmed, expected }));
  for (const candidate of candidates) add(candidateFinding(candidate, confirmed.get(candidate.key)));
  return [...findings.values()];
}

const RANKS = ["exact", "case-folded", "digits only", "word pair", "word"];
const rank = ({ likeness }: Finding): number => RANKS.indexOf(likeness ?? "word");

function suspectFinding(
  { suspect, table }: FoundSuspect,
  { confirmed, expected }: { readonly confirmed: Found["confirmed"]; readonly expected: Expected },
): Finding | null {
  const { record, path, field, isKept, likeness, key } = suspect;
  const original = confirmed.get(key);
  const origin = suspect.origin ?? (original === undefined ? null : { field: original.field, record: original.record });
  // The filter was wrong: no sensitive field has this.
  if (origin === null) return null;
  const masked = suspect.origin !== null || original === undefined ? suspect.masked : mask(original.value);
  const file = path ?? fileOf(table, expected);
  const hint = isKept
    ? `${field} is kept, and has what stands in ${origin.field}. Give it a rule that replaces it: text, fake or drop.`
    : `${field} has a rule, and an original came through all the same: report it, and do not use this output.`;
  return { kind: "survived", table, file, record, offset: null, field, likeness, origin, masked, hint };
}

function fileOf(table: TableName, { target, snapshot }: Expected): string {
  return target === "snapshot" ? snapshot : `${table}.xml`;
}

function candidateFinding({ kind, place, field, around }: Candidate, original: Confirmed | undefined): Finding | null {
  if (original === undefined) return null;
  const origin = { field: original.field, record: original.record };
  const where = fieldOf(place, field);
  const hint = "The anonymizer did not write this. Remove it, and find out how it got there.";
  const likeness = likenessOf(kind, around, original.value);
  return { kind: "survived", ...place, field: where, likeness, origin, masked: mask(original.value), hint };
}

const fieldOf = ({ offset }: Place, field: string): string => (offset === null ? "file name" : field);
